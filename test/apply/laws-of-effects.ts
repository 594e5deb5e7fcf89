// What must hold for the runner: what a plan is simulated to do is what it does with an engine, and a dry run writes nothing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { executeStep } from '../../src/apply/execute-step.ts';
import { runPlan } from '../../src/apply/run-plan.ts';
import type { StepContext } from '../../src/apply/step-context.ts';
import { Tracer } from '../../src/core/trace.ts';
import type { ContainerView } from '../../src/engine/containers/container-view.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { isDue, simulate, simulateStep, startSimulation } from '../../src/reconcile/simulate.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import { Database } from '../../src/store/database.ts';
import { Journal } from '../../src/store/stacks.ts';
import { type Situation, situations } from '../reconcile/arbitraries.ts';
import type { Runs } from '../reconcile/laws-of-plans.ts';
import { planOf } from '../reconcile/plan-of.ts';
import { makeStack } from '../reconcile/support.ts';
import { FakeEngine } from './fake-engine.ts';

/** What is compared with what is carried out. */
export type Simulator = { readonly step: typeof simulateStep; readonly whole: typeof simulate };
export const SIMULATOR: Simulator = { step: simulateStep, whole: simulate };

/** What cannot be read is in no engine, and what ends cannot be waited for to be healthy. */
export const plannable = situations.filter(({ observed, desired }) => {
  const dependencies = desired.services.flatMap((service) => service.dependencies);
  const completing = new Set(dependencies.flatMap((one) => (one.condition === 'completed' ? [one.service] : [])));
  return (
    observed.containers.every(({ status }) => status !== 'unknown') &&
    !dependencies.some(({ service, condition }) => condition === 'healthy' && completing.has(service))
  );
});

export function contextOf(engine: FakeEngine, { given, desired }: Situation, signal?: AbortSignal): StepContext {
  const never = new AbortController().signal;
  const stack = makeStack(given);
  return { engine: engine.asEngine(), stack, images: desired.images, signal: signal ?? never, onEvent: () => {} };
}

/** As long as a step waits for something, the world does it. */
export async function carryOut(step: Step, engine: FakeEngine, context: StepContext): Promise<'done' | 'unneeded'> {
  // Whatever is to get healthy has a check of its image.
  if (step.kind === 'wait-service' && step.condition === 'healthy')
    for (const { record, health } of waitedFor(step, engine))
      if (health === 'none') engine.happen(record.id, { health: 'starting' });
  let isOver = false;
  const ending = executeStep(withoutWaiting(step), context).finally(() => {
    isOver = true;
  });
  // Nobody listens to it before the loop is over.
  ending.catch(() => {});
  while (!isOver) {
    for (const view of waitedFor(step, engine)) fulfil(step, view, engine);
    await new Promise(setImmediate);
  }
  return ending;
}

function waitedFor(step: Step, { containers }: FakeEngine): readonly ContainerView[] {
  const names = step.kind === 'wait-ready' ? [step.container] : step.kind === 'wait-service' ? step.containers : [];
  return names.flatMap((name) => containers.find(name) ?? []).filter(isAlive);
}

function fulfil(step: Step, { record, status, health }: ContainerView, engine: FakeEngine): void {
  const condition = step.kind === 'wait-service' ? step.condition : 'healthy';
  if (condition === 'completed') engine.happen(record.id, { status: 'exited', exitCode: 0, health: 'none' });
  else if (condition === 'healthy' && (health === 'starting' || status === 'restarting'))
    engine.happen(record.id, { status: 'running', health: 'healthy' });
}

function isAlive({ status }: ContainerView): boolean {
  return status === 'running' || status === 'restarting';
}

/** Nobody waits for a pause in a test. */
function withoutWaiting(step: Step): Step {
  return step.kind === 'pause' ? { ...step, ms: 0 } : step;
}

/** Ids differ, and the simulation does not tell everything. */
function comparable({ images, networks, volumes, containers }: Snapshot): unknown {
  return {
    images: images.toSorted((a, b) => (a.reference < b.reference ? -1 : 1)),
    networks: byName(networks),
    volumes: byName(volumes),
    containers: byName(containers).map(({ id: _, damage: __, anonymousVolumes: ___, ...rest }) => rest),
  };
}

function byName<Item extends { readonly spec: { readonly name: string } }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.spec.name < b.spec.name ? -1 : 1));
}

/** Every step does to an engine what it is simulated to do. */
export async function stepsDoWhatIsSimulated(simulator: Simulator, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(plannable, async (situation) => {
      const plan = planOf(situation);
      if (!plan || isKnownToFail(plan)) return;
      const engine = new FakeEngine(situation.observed, { images: simulate(situation.observed, plan).images });
      const context = contextOf(engine, situation);
      let simulation = startSimulation(situation.observed);
      for (const step of plan.steps) {
        if (!isDue(simulation, step)) continue;
        await carryOut(step, engine, context);
        simulation = simulator.step(simulation, step);
        assert.deepEqual(comparable(engine.snapshot()), comparable(simulation.snapshot), step.id);
      }
    }),
    runs,
  );
}

/** A plan that is carried out with as much at once as it allows ends as simulated. */
export async function plansEndAsSimulated(simulator: Simulator, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(plannable, async (situation) => {
      const plan = planOf(situation);
      if (!plan || isKnownToFail(plan)) return;
      const engine = new FakeEngine(situation.observed, { images: simulate(situation.observed, plan).images });
      const context = contextOf(engine, situation);
      using database = new Database(':memory:');
      const errors: string[] = [];
      const { failed } = await runPlan(plan, {
        journal: new Journal(database),
        tracer: new Tracer(),
        signal: context.signal,
        onEvent: (event) => {
          if (event.type === 'step' && event.error) errors.push(`${event.id}: ${event.error.message}`);
        },
        execute: (step) => carryOut(step, engine, context),
      });
      assert.deepEqual([...failed, ...errors], []);
      assert.deepEqual(comparable(engine.snapshot()), comparable(simulator.whole(situation.observed, plan)));
    }),
    runs,
  );
}

/** Two that need the same port: it was warned of. */
export function isKnownToFail({ warnings }: Plan): boolean {
  return warnings.some(({ code }) => code === 'port-taken' || code === 'address-taken');
}
