// What the agent tells of a round that has ended, to whoever counts or records.
import type { DeploymentRecord } from '../store/deployments.ts';
import { isRefusal } from './refusals.ts';
import type { RoundOutcome } from './round-outcome.ts';

export type RoundReport = {
  /** As it was before the round. */
  readonly deployment: DeploymentRecord;
  readonly outcome: RoundOutcome;
  readonly ms: number;
  /** False for a round that found all as it was, or the same refusal again. */
  readonly isNews: boolean;
};

/** In a word. A new commit is `applied`, too, where it found everything as it wants it; one that a newer one cut short is not. */
export function roundResult({ deployment, outcome }: RoundReport): 'applied' | 'unchanged' | 'failed' | 'refused' {
  const { error, changed, applied, superseded } = outcome;
  if (error) return isRefusal(error.code) ? 'refused' : 'failed';
  if (superseded) return 'unchanged';
  return changed || applied !== (deployment.applied?.commit ?? null) ? 'applied' : 'unchanged';
}
