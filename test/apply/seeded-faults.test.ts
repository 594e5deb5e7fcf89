// For the properties of the runner what they have to notice, always in the same situations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFor } from '../../src/apply/apply-stack.ts';
import type { Step } from '../../src/reconcile/plan.ts';
import { simulate, simulateStep } from '../../src/reconcile/simulate.ts';
import { aDryRunWritesNothing } from './law-of-dry-runs.ts';
import { plansEndAsSimulated, type Simulator, stepsDoWhatIsSimulated } from './laws-of-effects.ts';

const SAME = { numRuns: 300, seed: 27, endOnFailure: true };

/** A simulation that leaves out what one kind of step does. */
function without(kind: Step['kind']): Simulator {
  return {
    step: (simulation, step) => (step.kind === kind ? simulation : simulateStep(simulation, step)),
    whole: (snapshot, plan) => simulate(snapshot, { ...plan, steps: plan.steps.filter((step) => step.kind !== kind) }),
  };
}

const KINDS: readonly Step['kind'][] = [
  'create-network',
  'repair-network',
  'create-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'start-container',
  'restart-container',
  'stop-container',
  'remove-container',
  'wait-service',
];

for (const kind of KINDS) {
  test(`P26 notices a simulation that forgets what a step of kind ${kind} does`, async () => {
    await assert.rejects(stepsDoWhatIsSimulated(without(kind), SAME), /Property failed/);
  });
}

test('P26 notices a simulation that forgets how a plan ends', async () => {
  await assert.rejects(plansEndAsSimulated(without('create-container'), SAME), /Property failed/);
});

test('P21 notices a dry run that makes sure of what it will need', async () => {
  const prepares: typeof planFor = async (engine, request) => {
    await engine.ensureDefaultNetwork();
    return planFor(engine, request);
  };
  await assert.rejects(aDryRunWritesNothing(prepares, SAME), /Property failed/);
});
