// What must hold for every stack on every machine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DockrError } from '../../src/core/errors.ts';
import { describeCauses } from '../../src/reconcile/describe-causes.ts';
import { findContainer } from '../../src/reconcile/find-container.ts';
import type { Plan, Step, StepKind } from '../../src/reconcile/plan.ts';
import { planDown } from '../../src/reconcile/plan-down.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import { simulate } from '../../src/reconcile/simulate.ts';
import { type Situation, situations, stacks } from './arbitraries.ts';
import { checkPlan, execute, executeSome } from './check-plan.ts';
import { targetOf } from './step-target.ts';
import { broughtUp, EMPTY, makeDesired, POLICY } from './support.ts';

const RUNS = { numRuns: Number(process.env.DOCKR_PROPERTY_RUNS ?? 400) };

/** Undefined where the planner rightly refuses. */
function planOf({ desired, observed, policy }: Situation): Plan | undefined {
  try {
    return planStack(desired, observed, policy, 0);
  } catch (error) {
    if (error instanceof DockrError && error.code === 'name-taken') return undefined;
    throw error;
  }
}

test('every plan is in order, keeps to its own, tells no secret, destroys no data, and leaves nothing to plan', () => {
  fc.assert(
    fc.property(situations, fc.infiniteStream(fc.nat()), (situation, numbers) => {
      const plan = planOf(situation);
      if (!plan) return;
      const random = (length: number): number => (numbers.next().value ?? 0) % length;
      assert.deepEqual(checkPlan(plan, situation, random), []);
    }),
    RUNS,
  );
});

/** As many rounds as a network needs that had to stay for one, and what a cut left for another. */
const ROUNDS = 4;

test('a plan that is cut short anywhere is finished by the next ones, and nobody is left out of the traffic', () => {
  fc.assert(
    fc.property(situations, fc.nat(), fc.infiniteStream(fc.nat()), (situation, cut, numbers) => {
      const plan = planOf(situation);
      if (!plan || plan.steps.length === 0) return;
      const random = (length: number): number => (numbers.next().value ?? 0) % length;
      let observed = executeSome(plan, situation.observed, { count: cut % plan.steps.length, random });
      const policy = { ...situation.policy, recreate: 'changed' as const, isRollback: false };
      for (let round = 1; ; round++) {
        const next = planOf({ ...situation, observed, policy });
        if (!next) return;
        if (next.steps.length === 0) break;
        assert.ok(round < ROUNDS, next.steps.map(({ id }) => id).join());
        observed = simulate(observed, next);
      }
      if (policy.services.length > 0) return;
      const known = new Set(situation.desired.services.map(({ name }) => name));
      const ours = observed.containers.filter(
        ({ spec, status }) =>
          spec.stack === situation.desired.stack &&
          spec.replica > 0 &&
          known.has(spec.service ?? '') &&
          status !== 'unknown',
      );
      assert.deepEqual(
        ours.filter(
          ({ spec, traffic, share }) =>
            (spec.name.includes('#') && (share === undefined || !spec.name.endsWith('#canary'))) ||
            traffic !== undefined,
        ),
        [],
      );
    }),
    RUNS,
  );
});

/** Properties that nothing reaches hold forever: every kind of step and every rare turn must come up. */
test('the situations reach every kind of step', () => {
  const plans = fc.sample(situations, { numRuns: 3000, seed: 27 }).map(planOf);
  const steps = plans.flatMap((plan) => plan?.steps ?? []);
  const counts = new Map<string, number>(
    Object.entries(TURNS).map(([turn, isTurn]) => [turn, steps.filter(isTurn).length]),
  );
  for (const { kind } of steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const turn of [...KINDS, ...Object.keys(TURNS)])
    assert.ok((counts.get(turn) ?? 0) >= 5, `${turn}: ${counts.get(turn) ?? 0} times`);
  const codes = new Set(plans.flatMap((plan) => plan?.warnings ?? []).map(({ code }) => code));
  for (const code of [
    'orphans',
    'container-unknown',
    'network-in-use',
    'volume-changed',
    'port-taken',
    'anonymous-volumes-left',
    'downtime',
  ])
    assert.ok(codes.has(code), code);
  assert.ok(plans.filter((plan) => plan === undefined).length < plans.length / 5, 'few are refused');
});

const KINDS: readonly StepKind[] = [
  'pull-image',
  'build-image',
  'create-network',
  'repair-network',
  'remove-network',
  'create-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'switch-together',
  'start-canary',
  'share-traffic',
  'drain-container',
  'pause',
  'start-container',
  'restart-container',
  'stop-container',
  'remove-container',
  'wait-service',
];

const TURNS: Readonly<Record<string, (step: Step) => boolean>> = {
  'conditional restart': (step) => step.when !== undefined,
  'recreation only if the image changes': (step) => step.kind === 'recreate-container' && step.unlessImageId !== null,
  'kept until its successor is ready': (step) => step.kind === 'recreate-container' && step.keepsOld === true,
  'successor only if the image changes': (step) => step.kind === 'start-successor' && step.unlessImageId !== null,
  'canary promoted': (step) => step.kind === 'switch-traffic' && !step.when,
  'canary only if the image changes': (step) => step.kind === 'start-canary' && step.unlessImageId !== null,
  'canary withdrawn': (step) =>
    step.kind === 'remove-container' && describeCauses(step.because).includes('no canary is wanted'),
  'drained when there are fewer': (step) => step.kind === 'drain-container' && !step.when,
  'pause that tolerates failures': (step) => step.kind === 'pause' && step.tolerated > 0,
  'stopped ahead for another': (step) =>
    step.kind === 'stop-container' && describeCauses(step.because).includes('takes its place'),
  'evicted for another': (step) =>
    step.kind === 'remove-container' && describeCauses(step.because).includes('takes its place'),
  'network made anew': (step) => step.kind === 'remove-network' && step.because[0]?.kind === 'changed',
  'unused network': (step) => step.kind === 'remove-network' && step.because[0]?.kind === 'orphan',
  'optional wait': (step) => step.kind === 'wait-service' && !step.required,
  'created without starting': (step) => step.kind === 'create-container' && !step.start,
};

test('a stack that was just brought up needs nothing', () => {
  fc.assert(
    fc.property(stacks, (given) => {
      const desired = makeDesired(given);
      assert.deepEqual(planStack(desired, broughtUp(desired), POLICY, 0).steps, []);
    }),
    RUNS,
  );
});

test('equal input put together in another order gives the same bytes', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const { given, desired, observed, policy } = situation;
      const turned = makeDesired(reversed(given), { buildInputs: { c: 'one', b: 'one', a: 'one' } });
      assert.equal(
        JSON.stringify(turned),
        JSON.stringify(makeDesired(given, { buildInputs: { a: 'one', b: 'one', c: 'one' } })),
      );
      const snapshot = {
        images: observed.images.toReversed(),
        networks: observed.networks.toReversed(),
        volumes: observed.volumes.toReversed(),
        containers: observed.containers.toReversed(),
      };
      assert.equal(
        JSON.stringify(planOf({ ...situation, observed: reversed(snapshot) })),
        JSON.stringify(planOf({ given, desired, observed, policy })),
      );
    }),
    RUNS,
  );
});

test('planning and simulating change nothing that they were given', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const before = JSON.stringify(situation);
      const plan = planOf(situation);
      if (plan) simulate(situation.observed, plan);
      assert.equal(JSON.stringify(situation), before);
    }),
    { numRuns: 100 },
  );
});

test('pull always leaves everything as it is when no image changed, and settles when one did', () => {
  fc.assert(
    fc.property(stacks, (given) => {
      const up = broughtUp(makeDesired(given));
      const always = makeDesired(given, { pull: 'always' });
      const plan = planStack(always, up, POLICY, 0);
      assert.deepEqual(sorted(simulate(up, plan).containers), sorted(up.containers));
      const moved = simulate(up, plan, { pulled: { nginx: 'sha256:new' } });
      assert.deepEqual(planStack(makeDesired(given), moved, POLICY, 0).steps, []);
    }),
    { numRuns: 200 },
  );
});

test('changing one service touches it, those that restart with it, and nothing else', () => {
  fc.assert(
    fc.property(stacks, fc.constantFrom('a', 'b', 'c', 'constructor', 'e'), (given, name) => {
      const service = Object.hasOwn(given.services ?? {}, name) ? given.services?.[name] : undefined;
      fc.pre(service !== undefined);
      const up = broughtUp(makeDesired(given));
      const desired = makeDesired({
        ...given,
        services: { ...given.services, [name]: { ...service, environment: { LEVEL: 'other' } } },
      });
      // Services depend on earlier names only, and the desired state has them by name.
      const touched = new Set<string>([name]);
      for (const { name: other, dependencies } of desired.services) {
        if (dependencies.some((one) => one.restart && touched.has(one.service))) touched.add(other);
      }
      const plan = planStack(desired, up, POLICY, 0);
      for (const step of plan.steps) {
        if (step.kind === 'wait-service') continue;
        if (step.kind === 'pause') {
          assert.ok(touched.has(step.service), step.id);
          continue;
        }
        if (step.kind === 'switch-together') {
          const ours = step.switches.map(({ container }) => findContainer(up, container)?.spec.service ?? '');
          assert.ok(ours.every((service) => touched.has(service)));
          continue;
        }
        const found = targetOf(plan, step, up);
        assert.ok(touched.has(found?.spec.service ?? ''), step.id);
      }
    }),
    RUNS,
  );
});

test('a stack without services removes nothing', () => {
  fc.assert(
    fc.property(situations, ({ observed, policy }) => {
      const plan = planStack(makeDesired({}), observed, { ...policy, services: [], removeOrphans: true }, 0);
      assert.deepEqual(plan.steps, []);
    }),
    { numRuns: 200 },
  );
});

test('down takes away everything of the stack and nothing of others, dependents first', () => {
  fc.assert(
    fc.property(
      situations,
      fc.boolean(),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      (situation, volumes, file, numbers) => {
        const { desired, observed } = situation;
        const dependencies = Object.fromEntries(
          desired.services.map(({ name, dependencies: all }) => [name, all.map(({ service }) => service)]),
        );
        const plan = planDown(desired.stack, observed, { volumes, ...(file ? { dependencies } : {}) });
        const whole = { ...situation, policy: POLICY };
        const { problems, final } = execute(plan, whole, (length) => (numbers.next().value ?? 0) % length);
        assert.deepEqual(file ? problems : problems.filter((problem) => !problem.includes('begins before')), []);
        const ours = final.containers.filter(({ spec }) => spec.stack === desired.stack);
        assert.ok(ours.every(({ status }) => status === 'unknown'));
        assert.deepEqual(final.containers.filter(({ spec }) => spec.stack !== desired.stack).length, 1);
        if (ours.length === 0)
          assert.deepEqual(
            final.networks.filter(({ spec }) => spec.stack === desired.stack),
            [],
          );
        if (!volumes) assert.deepEqual(final.volumes, observed.volumes);
        else if (ours.length === 0)
          assert.deepEqual(
            final.volumes.filter(({ spec }) => spec.stack === desired.stack),
            [],
          );
      },
    ),
    RUNS,
  );
});

test('a stack of other people is not seen', () => {
  fc.assert(
    fc.property(stacks, stacks, (ours, theirs) => {
      const up = broughtUp(makeDesired({ ...theirs, name: 'other' }));
      const machine = { ...EMPTY, ...up };
      const desired = makeDesired(ours);
      let after: typeof machine;
      try {
        after = broughtUp(desired, machine, { ...POLICY, removeOrphans: true });
      } catch (error) {
        fc.pre(!(error instanceof DockrError && error.code === 'name-taken'));
        throw error;
      }
      assert.deepEqual(sorted(after.containers.filter(({ spec }) => spec.stack === 'other')), sorted(up.containers));
      assert.deepEqual(
        after.networks.filter(({ spec }) => spec.stack === 'other'),
        up.networks,
      );
    }),
    { numRuns: 200 },
  );
});

function sorted(containers: Situation['observed']['containers']): Situation['observed']['containers'] {
  return [...containers].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Every object's keys the other way round. */
function reversed<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).reverse())
      : item,
  );
}
