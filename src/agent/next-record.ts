// What the database is to know of a deployment after a round.
import { isSameValue } from '../core/is-same-value.ts';
import type { CommitMark, DeploymentOutcome, DeploymentRecord } from '../store/deployments.ts';
import type { RoundOutcome } from './round-outcome.ts';

/** undefined where it would be what it was. */
export function nextRecord(before: DeploymentRecord, outcome: RoundOutcome, at: number): DeploymentOutcome | undefined {
  const { attempted, changed, error, refusedOn, superseded, waiting, did, repair } = outcome;
  // Nothing was found out about any commit.
  if (superseded || waiting) return undefined;
  // The last repair failed, and the next one is not due yet.
  if (did === 'repair' && repair === null && error && isSameValue(before.error?.error, error)) return undefined;
  const isSameRefusal = refusedOn !== null && isRefused(before, outcome);
  const isSame = error === null && before.error === null && isApplied(before, outcome);
  if (isSameRefusal || (isSame && !changed)) return undefined;
  return {
    attempted: attempted === null ? before.attempted : { commit: attempted, at },
    applied: nextApplied(before.applied, outcome, at),
    error: error && { error, at, ...(refusedOn === null ? {} : { refusedOn }) },
    failures: error ? before.failures + 1 : 0,
  };
}

/** The generation of the declaration that a commit was applied with. */
export function generationOf({ generation = 1 }: CommitMark): number {
  return generation;
}

/** Whether that commit runs already, as that generation of the declaration wants it. */
function isApplied({ applied: before }: DeploymentRecord, { applied, generation }: RoundOutcome): boolean {
  if (before === null || applied === null) return before === applied;
  return before.commit === applied && generationOf(before) === generation;
}

/** Whether that very commit was refused on the same grounds, for the same: a person may have had it tried again. */
function isRefused({ error: before, attempted: last }: DeploymentRecord, outcome: RoundOutcome): boolean {
  const { attempted, refusedOn, error } = outcome;
  const isSameError = before !== null && before.refusedOn === refusedOn && before.error.code === error?.code;
  return isSameError && last !== null && last.commit === attempted;
}

function nextApplied(before: CommitMark | null, outcome: RoundOutcome, at: number): CommitMark | null {
  const { applied, changed, examined, generation, error } = outcome;
  if (applied === null) return null;
  if (applied === before?.commit && (error !== null || generation === generationOf(before)))
    return changed ? { ...before, at } : before;
  const mark = { commit: applied, at, ...(generation === 1 ? {} : { generation }) };
  if (applied === before?.commit) return { ...before, ...mark };
  if (examined === null) return mark;
  const { signer, relation } = examined;
  const isUsual = relation === 'ahead' || relation === 'first';
  return { ...mark, ...(signer === null ? {} : { signer }), ...(isUsual ? {} : { relation }) };
}
