// What the history is to have of a round.
import type { HistoryOutcome, HistoryPin, NewHistoryEntry } from '../../store/deployment-history.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import { generationOf } from '../next-record.ts';
import { isRefusal } from '../refusals.ts';
import type { RoundOutcome } from '../round-outcome.ts';

export type Round = {
  readonly before: DeploymentRecord;
  readonly outcome: RoundOutcome;
  /** What a person asked for; null where nobody did. */
  readonly cause: string | null;
  readonly at: number;
  /** Of the commit that was tried, as they are now. */
  readonly pins: readonly HistoryPin[];
};

/**
 * None where no commit was tried: that a repository cannot be reached is not told of any commit. Nor is it told of the one that
 * runs that all is well again. Newer images have an entry of their own, after that of the commit.
 */
export function toHistoryEntries(round: Round): readonly NewHistoryEntry[] {
  const { before, outcome, cause } = round;
  const { attempted, error, images } = outcome;
  if (attempted === null) return [];
  const isNews = error !== null || !isRunning(before, outcome) || (outcome.changed && images?.alone !== true);
  const told = { result: outcomeOf(before, outcome), error, cause: cause ?? causeOf(before, outcome) };
  const own = isNews ? [toEntry(round, attempted, told)] : [];
  if (!images) return own;
  const result = images.error ? 'rolled-back' : 'applied';
  return [...own, toEntry(round, attempted, { result, error: images.error, cause: 'images' })];
}

type Told = { readonly result: HistoryOutcome; readonly error: RoundOutcome['error']; readonly cause: string };

function toEntry(
  { before, outcome, at, pins }: Round,
  attempted: string,
  { result, error, cause }: Told,
): NewHistoryEntry {
  const { generation, examined } = outcome;
  const known = before.applied?.commit === attempted ? before.applied : null;
  const { signer = known?.signer ?? null, relation } = examined ?? {};
  const isUsual = relation === undefined || relation === 'ahead' || relation === 'first';
  return {
    commit: attempted,
    generation,
    outcome: result,
    cause,
    signer,
    relation: isUsual ? null : relation,
    error: error?.code ?? null,
    pins: pins.map(({ reference, digest }) => ({ reference, digest })),
    at,
  };
}

function outcomeOf(before: DeploymentRecord, outcome: RoundOutcome): HistoryOutcome {
  const { error, rolledBack } = outcome;
  if (rolledBack && !rolledBack.failed) return 'rolled-back';
  if (error) return isRefusal(error.code) ? 'refused' : 'failed';
  return isRunning(before, outcome) ? 'repaired' : 'applied';
}

/** It ran before the round already, by the same declaration. */
function isRunning({ applied }: DeploymentRecord, { attempted, generation }: RoundOutcome): boolean {
  return applied?.commit === attempted && generationOf(applied) === generation;
}

function causeOf({ applied, pinned }: DeploymentRecord, { attempted, generation }: RoundOutcome): string {
  if (pinned) return 'rollback';
  if (applied === null) return 'first';
  if (applied.commit !== attempted) return 'push';
  return generationOf(applied) === generation ? 'repair' : 'declaration';
}
