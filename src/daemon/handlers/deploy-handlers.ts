// deploy add, list, show, sync, suspend, resume, history, rollback, rm: the agent in the words of the API.
import type { Agent } from '../../agent/agent.ts';
import type { FileFollower } from '../../agent/declaration/files/file-follower.ts';
import type { DeploymentView } from '../../agent/deployments/agent-parts.ts';
import { isSuspended } from '../../agent/deployments/find-deployment.ts';
import type { DeploymentSummary, ImageUpdateSummary, PinnedImage } from '../../api/deployment-messages.ts';
import type { StreamRoutes } from '../../api/routes.ts';
import type { EnginePort as Engine } from '../../apply/engine-port.ts';
import { AgentError } from '../../core/errors.ts';
import type { Plan } from '../../reconcile/plan.ts';
import type { Stack } from '../../stack/model.ts';
import { planDeployment } from '../deployment-target.ts';
import type { Handlers, StreamContext } from '../server.ts';
import { parseCommand } from './parse-command.ts';

type DeployCalls = Pick<
  Handlers['calls'],
  'deploy-list' | 'deploy-show' | 'deploy-suspend' | 'deploy-resume' | 'deploy-history' | 'deploy-problems'
>;
type DeployStreams = Pick<
  Handlers['streams'],
  'deploy-add' | 'deploy-adopt' | 'deploy-sync' | 'deploy-rollback' | 'deploy-remove'
>;

export type DeployContext = {
  readonly engine: Engine;
  readonly agent: Agent;
  readonly declarations: Pick<FileFollower, 'problems'>;
};

export function deployCalls(context: DeployContext): DeployCalls {
  const { agent, declarations } = context;
  const summary = (view: DeploymentView): DeploymentSummary => deploymentSummary(view, context);
  return {
    'deploy-list': async () => agent.list().map(summary),
    'deploy-show': async ({ name }) => summary(agent.get(name)),
    'deploy-suspend': async ({ name }) => summary(agent.suspend(name)),
    'deploy-resume': async ({ name }) => summary(agent.resume(name)),
    'deploy-history': async ({ name }) =>
      agent.history(name).map(({ relation, ...entry }) => ({ ...entry, relation: relation ?? null })),
    'deploy-problems': async () => declarations.problems,
  };
}

export function deployStreams(context: DeployContext): DeployStreams {
  const { agent } = context;
  const show = (name: string): DeploymentSummary => deploymentSummary(agent.get(name), context);
  return {
    'deploy-add': async ({ text, file }, stream) => {
      const declared = await parseCommand({ text, file });
      await agent.add(declared, stream.emit);
      return show(declared.name);
    },
    'deploy-adopt': async ({ text, file, allowChanges, dryRun }, { emit, signal }) => {
      const declared = await parseCommand({ text, file });
      const planOf = async (stack: Stack): Promise<Plan> => {
        const plan = await planDeployment(context.engine, stack);
        emit({ type: 'plan', plan });
        return plan;
      };
      const { commit, plan, adopted } = await agent.adopt(declared, { planOf, allowChanges, dryRun, emit, signal });
      return { commit, plan, deployment: adopted ? show(declared.name) : null };
    },
    'deploy-sync': async ({ name, allowRewind = false, allowRemoval = false, latest = false }, stream) => {
      if (latest) agent.unpin(name);
      // The round goes on when its caller has gone: it is the loop's own.
      await agent.sync(name, { emit: stream.emit, allowRewind, allowRemoval });
      return show(name);
    },
    'deploy-rollback': async ({ name, commit }, stream) => {
      await agent.rollback(name, { commit, emit: stream.emit });
      return show(name);
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
  agent.checkOwn(name);
  // Not to be left half-way: the stack gone and the deployment there would bring it up again.
  const { error } = await agent.remove(name, { down, emit: stream.emit, signal: new AbortController().signal });
  return { error };
}

/** In a word; `removed` for one that is not there. */
export function deploymentState(agent: Agent, name: string): DeploymentSummary['state'] | 'removed' {
  const view = agent.list().find(({ record }) => record.name === name);
  return view ? stateOf(view) : 'removed';
}

function deploymentSummary(view: DeploymentView, { declarations }: DeployContext): DeploymentSummary {
  const { suspended, ...facts } = view.record;
  const { origin } = facts;
  const { good, waiting } = view.status;
  const problem = declarations.problems.find(({ path }) => origin.kind === 'file' && origin.path === path);
  const declarationError = problem?.error ?? null;
  const { conditions, nextAt, images } = view;
  const shown = { images: images.pins.map(pinnedImage), updates: images.updates.map(imageUpdate) };
  return { ...facts, state: stateOf(view), declarationError, good, waiting, conditions, ...shown, nextAt };
}

function pinnedImage({ verified, ...pin }: DeploymentView['images']['pins'][number]): PinnedImage {
  return { ...pin, verified: verified.map(({ match, key }) => ({ match, key })) };
}

function imageUpdate(update: DeploymentView['images']['updates'][number]): ImageUpdateSummary {
  const { attempts: _, ...shown } = update;
  return shown;
}

export function stateOf({ record, status, conditions, isBusy }: DeploymentView): DeploymentSummary['state'] {
  if (isBusy) return 'syncing';
  if (isSuspended(record)) return 'suspended';
  if (conditions.some(({ type, status: is }) => type === 'Stalled' && is === 'true')) return 'stalled';
  if (status.waiting) return 'waiting';
  if (record.error) return 'failing';
  return record.applied ? 'ready' : 'waiting';
}
