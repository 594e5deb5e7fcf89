// Whatever fails or is interrupted in the middle of a plan: nothing is left half done, and the next plans finish it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runPlan } from '../../src/apply/run-plan.ts';
import { undoStep } from '../../src/apply/undo-step.ts';
import type { DockrEvent } from '../../src/core/events.ts';
import { Tracer } from '../../src/core/trace.ts';
import { describeCauses } from '../../src/reconcile/describe-causes.ts';
import type { Plan } from '../../src/reconcile/plan.ts';
import { simulate } from '../../src/reconcile/simulate.ts';
import { Database } from '../../src/store/database.ts';
import { Journal } from '../../src/store/stacks.ts';
import type { Situation } from '../reconcile/arbitraries.ts';
import { quiet } from '../reconcile/check-plan.ts';
import { planOf } from '../reconcile/plan-of.ts';
import { FakeEngine } from './fake-engine.ts';
import { carryOut, contextOf, isKnownToFail, plannable } from './laws-of-effects.ts';

const RUNS = { numRuns: Number(process.env.DOCKR_PROPERTY_RUNS ?? 300), endOnFailure: true };
const ROUNDS = 4;

const none = fc.constant(-1);

const no = fc.constant(false);

/** The call of the engine that fails, the step that does, and the one in whose middle the signal is given; -1 is none. */
const trouble = fc.oneof(
  fc.record({ call: fc.nat(60), step: none, interrupt: none, unready: no }),
  fc.record({ call: none, step: fc.nat(15), interrupt: none, unready: no }),
  fc.record({ call: none, step: none, interrupt: fc.nat(15), unready: no }),
  fc.record({ call: none, step: none, interrupt: none, unready: fc.constant(true) }),
);

/** `unready`: no successor gets ready. */
type Trouble = { readonly call: number; readonly step: number; readonly interrupt: number; readonly unready: boolean };
const NO_TROUBLE: Trouble = { call: -1, step: -1, interrupt: -1, unready: false };
type Run = {
  readonly events: readonly DockrEvent[];
  readonly failed: readonly string[];
};

async function run(plan: Plan, engine: FakeEngine, situation: Situation, given: Trouble): Promise<Run> {
  using database = new Database(':memory:');
  const controller = new AbortController();
  const context = contextOf(engine, situation, controller.signal);
  const [events, begun]: [DockrEvent[], string[]] = [[], []];
  const { failed } = await runPlan(plan, {
    journal: new Journal(database),
    tracer: new Tracer(),
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    execute: async (step) => {
      if (begun.length === given.interrupt) controller.abort();
      const isStep = begun.push(step.id) - 1 === given.step;
      if (isStep || (given.unready && step.kind === 'wait-ready')) throw new Error('fault');
      return carryOut(step, engine, context);
    },
    undo: (step) => undoStep(step, context),
  });
  return { events, failed };
}

function failingAt({ call }: Trouble): { readonly fails: () => boolean; readonly mend: () => void } {
  let [calls, isMended] = [0, false];
  return {
    fails: () => calls++ === call && !isMended,
    mend: () => {
      isMended = true;
    },
  };
}

/** No successor of this plan waits beside an old one, and nobody who stays is kept from connections. */
function halfDone(engine: FakeEngine, plan: Plan, { observed }: Situation): string[] {
  const successors = plan.steps.flatMap((step) => (step.kind === 'start-successor' ? [step.spec.name] : []));
  const before = new Set(observed.containers.map(({ id }) => id));
  return engine.snapshot().containers.flatMap(({ id, spec, traffic }) => {
    const isNext = !before.has(id) && successors.some((name) => spec.name === `${name}#next`);
    const isOut = traffic !== undefined && successors.includes(spec.name);
    return isNext || isOut ? [`${spec.name} ${traffic ?? ''}`] : [];
  });
}

type Counts = { undone: number; interrupted: number; failed: number };

function count(counts: Counts, { events, failed }: Run): void {
  const steps = events.flatMap((event) => (event.type === 'step' ? [event] : []));
  if (steps.some(({ id, status }) => id.startsWith('undo ') && status === 'done')) counts.undone++;
  if (steps.some(({ note }) => note === 'interrupted')) counts.interrupted++;
  if (failed.length > 0) counts.failed++;
}

test('a plan that fails or is interrupted anywhere leaves nothing half done, and the next ones finish it', async () => {
  const counts = { undone: 0, interrupted: 0, failed: 0 };
  await fc.assert(
    fc.asyncProperty(plannable, trouble, async (situation, given) => {
      const plan = planOf(situation);
      if (!plan || isKnownToFail(plan)) return;
      const images = simulate(situation.observed, plan).images;
      const { fails, mend } = failingAt(given);
      const engine = new FakeEngine(situation.observed, { images, fails });
      const first = await run(plan, engine, situation, given);
      mend();
      count(counts, first);
      assert.deepEqual(unaccounted(plan, first), []);
      assert.deepEqual(halfDone(engine, plan, situation), []);
      await finish(engine, situation);
    }),
    RUNS,
  );
  // What is never reached holds for ever: failures, steps that are taken back, and interruptions.
  const { numRuns } = RUNS;
  const isReached =
    counts.failed > numRuns / 10 && counts.undone >= numRuns / 100 && counts.interrupted >= numRuns / 50;
  assert.ok(isReached, JSON.stringify(counts));
});

/** Steps that neither ended well nor were told to have failed. */
function unaccounted({ steps }: Plan, { events, failed }: Run): string[] {
  const ended = new Set(
    events.flatMap((event) =>
      event.type === 'step' && ['done', 'unneeded', 'skipped'].includes(event.status) ? [event.id] : [],
    ),
  );
  return steps.flatMap(({ id }) => (ended.has(id) || failed.includes(id) ? [] : [id]));
}

async function finish(engine: FakeEngine, situation: Situation): Promise<void> {
  const desired = quiet(situation.desired);
  const policy = { ...situation.policy, recreate: 'changed' as const, isRollback: false };
  for (let round = 1; ; round++) {
    const plan = planOf({ desired, policy, observed: engine.snapshot() });
    if (!plan || isKnownToFail(plan) || plan.steps.length === 0) return;
    assert.ok(round < ROUNDS, plan.steps.map(({ id, because }) => `${id}: ${describeCauses(because)}`).join());
    const { failed } = await run(plan, engine, { ...situation, desired }, NO_TROUBLE);
    assert.deepEqual(failed, []);
  }
}
