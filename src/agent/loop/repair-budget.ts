// How often drift that comes back is repaired. Whatever makes it drift is stronger than the loop, and both together are worse.
import type { LoopStatus, Repairs } from '../../store/deployment-status.ts';
import { pauseAfter } from '../backoff.ts';
import type { RepairResult } from '../round-outcome.ts';
import type { Budget, LoopSettings } from './settings.ts';

/** So long without drift, and the next is the first again. */
const STABLE_MS = 600_000;

type Budgeted = { readonly status: Pick<LoopStatus, 'repairs'>; readonly settings: Pick<LoopSettings, 'selfHeal'> };

/** Whether a repair may begin. */
export function mayRepair({ status: { repairs }, settings }: Budgeted, now: number): boolean {
  if (settings.selfHeal === null) return false;
  return repairs === null || (!repairs.isSpent && now >= repairs.until);
}

type Now = { readonly now: number; readonly random: number; readonly budget: Budget };

/** After a round in which `result` was the repair; null where none was tried. What needed none leaves no trace. */
export function afterRepair(
  before: Repairs | null,
  result: RepairResult | null,
  { now, random, budget }: Now,
): Repairs | null {
  if (result === null) return before;
  const { changed, error, failure } = result;
  if (!changed && error === null) return before?.error ? { ...before, error } : before;
  const isStable = before !== null && now >= before.until + STABLE_MS;
  const count = (isStable ? 0 : (before?.count ?? 0)) + 1;
  // What others have to mend is no drift that comes back.
  const isSpent = budget.attempts !== null && count >= budget.attempts && failure !== 'transient';
  return { count, at: now, until: now + pauseAfter(budget, { count, random }), isSpent, error };
}
