// What the laws are about, so that one with a fault can stand in its place.
import { canonicalSpec } from '../../src/reconcile/canonical-spec.ts';
import { planDown } from '../../src/reconcile/plan-down.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import { simulate } from '../../src/reconcile/simulate.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import { MACHINE } from './fates.ts';
import { makeDesired, POLICY } from './support.ts';

export type Planner = {
  readonly desire: typeof makeDesired;
  readonly canonical: typeof canonicalSpec;
  readonly plan: typeof planStack;
  readonly down: typeof planDown;
  readonly simulate: typeof simulate;
};

/** The real one. */
export const PLANNER: Planner = {
  desire: makeDesired,
  canonical: canonicalSpec,
  plan: planStack,
  down: planDown,
  simulate,
};

/** What is there after a stack was brought up on a machine that has what it needs of others. */
export function bringUp(
  { plan, simulate: carryOut }: Planner,
  desired: Parameters<Planner['plan']>[0],
  { machine = MACHINE, policy = POLICY }: { readonly machine?: Snapshot; readonly policy?: typeof POLICY } = {},
): Snapshot {
  return carryOut(machine, plan(desired, machine, policy, 0));
}
