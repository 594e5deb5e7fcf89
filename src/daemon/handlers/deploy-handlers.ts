// deploy add, list, show, sync, suspend, resume, rm: the agent in the words of the API.
import type { Agent, DeploymentView } from '../../agent/agent.ts';
import type { DeploymentSummary } from '../../api/messages.ts';
import type { StreamRoutes } from '../../api/routes.ts';
import { AgentError } from '../../core/errors.ts';
import type { Handlers, StreamContext } from '../server.ts';

type DeployCalls = Pick<Handlers['calls'], 'deploy-list' | 'deploy-show' | 'deploy-suspend' | 'deploy-resume'>;
type DeployStreams = Pick<Handlers['streams'], 'deploy-add' | 'deploy-sync' | 'deploy-remove'>;

export function deployCalls(agent: Agent): DeployCalls {
  return {
    'deploy-list': async () => agent.list().map(deploymentSummary),
    'deploy-show': async ({ name }) => deploymentSummary(agent.get(name)),
    'deploy-suspend': async ({ name }) => deploymentSummary(agent.suspend(name)),
    'deploy-resume': async ({ name }) => deploymentSummary(agent.resume(name)),
  };
}

export function deployStreams(agent: Agent): DeployStreams {
  return {
    'deploy-add': async (request, stream) => {
      await agent.add(request, stream.emit);
      return deploymentSummary(agent.get(request.name));
    },
    'deploy-sync': async ({ name }, stream) => {
      // The round goes on when its caller has gone: it is the loop's own.
      await agent.sync(name, stream.emit);
      return deploymentSummary(agent.get(name));
    },
    'deploy-remove': (request, stream) => remove(agent, request, stream),
  };
}

async function remove(
  agent: Agent,
  { name, down }: StreamRoutes['deploy-remove']['request'],
  stream: StreamContext,
): Promise<StreamRoutes['deploy-remove']['result']> {
  if (stream.signal.aborted) throw new AgentError('aborted', { message: 'the caller has gone' });
  // Not to be left half-way: the stack gone and the deployment there would bring it up again.
  const { error } = await agent.remove(name, { down, emit: stream.emit, signal: new AbortController().signal });
  return { error };
}

function deploymentSummary({ record, isBusy, nextAt }: DeploymentView): DeploymentSummary {
  const { suspended, ...facts } = record;
  return { ...facts, state: stateOf({ record, isBusy, nextAt }), nextAt };
}

function stateOf({ record, isBusy }: DeploymentView): DeploymentSummary['state'] {
  if (isBusy) return 'syncing';
  if (record.suspended) return 'suspended';
  if (record.error) return 'failing';
  return record.applied ? 'ready' : 'waiting';
}
