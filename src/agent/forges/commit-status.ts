// What a forge is told about a commit. Anybody may read that: a state and the code of an error, nothing of this machine.
import type { DeploymentEvent } from '../events/deployment-event.ts';
import { isCommitName } from './commit-name.ts';

export type CommitStatus = {
  readonly commit: string;
  readonly state: 'pending' | 'success' | 'failure';
  /** Tells it from those of other systems, deployments and hosts. */
  readonly context: string;
  readonly description: string;
};

/** undefined for an event that says nothing of a commit, or of one that git cannot have. */
export function commitStatus(event: DeploymentEvent, host: string): CommitStatus | undefined {
  const { commit, deployment } = event;
  const said = describe(event);
  if (commit === null || !isCommitName(commit) || !said) return undefined;
  return { commit, context: `dockr/${host}/${deployment}`, ...said };
}

function describe(event: DeploymentEvent): Pick<CommitStatus, 'state' | 'description'> | undefined {
  switch (event.kind) {
    case 'attempted':
      return { state: 'pending', description: 'deploying' };
    case 'applied':
    case 'recovered':
      return { state: 'success', description: 'deployed' };
    case 'failed':
      return { state: 'failure', description: `failed (${event.error.code}), will be tried again` };
    case 'refused':
      return { state: 'failure', description: `refused (${event.error.code})` };
    case 'rolled-back':
      return { state: 'failure', description: `rolled back (${event.error.code})` };
    case 'stalled':
      return { state: 'failure', description: `given up (${event.error.code})` };
    default:
      return undefined;
  }
}
