// A plan for a drawn situation.
import { DockrError, ErrorList } from '../../src/core/errors.ts';
import type { Plan } from '../../src/reconcile/plan.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import type { Situation } from './arbitraries.ts';

/** What no plan can get out of the way. */
const REFUSALS: readonly string[] = [
  'name-taken',
  'image-not-found',
  'external-network-not-found',
  'external-volume-not-found',
];

/** Undefined where the planner rightly refuses. */
export function planOf({
  desired,
  observed,
  policy,
}: Pick<Situation, 'desired' | 'observed' | 'policy'>): Plan | undefined {
  try {
    return planStack(desired, observed, policy, 0);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

export function isRefusal(error: unknown): boolean {
  const all = error instanceof ErrorList ? error.errors : [error];
  return all.every((one) => one instanceof DockrError && REFUSALS.includes(one.code));
}
