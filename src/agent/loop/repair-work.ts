import type { Plan } from '../../reconcile/plan.ts';
import type { RepairResult } from '../round-outcome.ts';
import { applyWork, type Working } from './apply-work.ts';
import { classifyFailure } from './classify-failure.ts';
import type { RoundStart, Work } from './round.ts';
import { within } from './time-limit.ts';
import { watchPlan } from './watch-plan.ts';

export type Repaired = {
  readonly result: RepairResult;
  readonly work: Work;
  readonly plan: Plan | null;
};

/** Puts back what differs from what was applied. Starts nothing that has ended. Does not reject. */
export async function repairWork(work: Work, start: RoundStart, working: Working): Promise<Repaired> {
  const { parts, context } = working;
  const watch = watchPlan(context.emit);
  const { changed, error } = await within(start.settings.timeoutMs, { ...parts, ...context }, (signal) =>
    applyWork(work, 'repair', { start, working, how: { emit: watch.emit, signal } }),
  );
  return { result: { changed, error, failure: error && classifyFailure(error, 'apply') }, work, plan: watch.plan() };
}
