// What must hold for every plan on every machine. Each law throws where it does not.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeCauses } from '../../src/reconcile/describe-causes.ts';
import type { DesiredState } from '../../src/reconcile/desired.ts';
import { findContainer } from '../../src/reconcile/find-container.ts';
import type { Plan, PlanPolicy, Step } from '../../src/reconcile/plan.ts';
import { isCanaryName } from '../../src/reconcile/replacement-names.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';
import { type Situation, situations, stacks } from './arbitraries.ts';
import { checkPlan, execute, executeSome, quiet } from './check-plan.ts';
import { MACHINE } from './fates.ts';
import { isRefusal } from './plan-of.ts';
import { bringUp, type Planner } from './planner.ts';
import { targetOf } from './step-target.ts';
import { POLICY, type StackGiven } from './support.ts';

export type Runs = { readonly numRuns: number; readonly seed?: number; readonly endOnFailure?: boolean };

type Question = { readonly desired: DesiredState; readonly observed: Snapshot; readonly policy: PlanPolicy };

/** Undefined where the planner rightly refuses. */
function ask({ plan }: Planner, { desired, observed, policy }: Question): Plan | undefined {
  try {
    return plan(desired, observed, policy, 0);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** All that check-plan.ts looks at, or what of it speaks against one property. */
export function everyPlanIsSound(planner: Planner, runs: Runs, property?: string): void {
  fc.assert(
    fc.property(situations, fc.infiniteStream(fc.nat()), (situation, numbers) => {
      const plan = ask(planner, situation);
      if (!plan) return;
      const problems = checkPlan(plan, situation, randomFrom(numbers));
      const own = problems.filter((problem) => property === undefined || problem.startsWith(`${property}:`));
      assert.deepEqual(own, []);
    }),
    runs,
  );
}

function randomFrom(numbers: fc.Stream<number>): (length: number) => number {
  return (length) => (numbers.next().value ?? 0) % length;
}

/** As many rounds as a network needs that had to stay for one, and what a cut left for another. */
const ROUNDS = 4;

/** Whatever a plan that was cut short left is finished, and nobody stays out of the traffic. */
export function cutPlansAreFinished(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(situations, fc.nat(), fc.infiniteStream(fc.nat()), (situation, cut, numbers) => {
      const plan = ask(planner, situation);
      if (!plan || plan.steps.length === 0) return;
      const count = cut % plan.steps.length;
      let observed = executeSome(plan, situation.observed, { count, random: randomFrom(numbers) });
      const policy = { ...situation.policy, recreate: 'changed' as const, isRollback: false };
      const desired = quiet(situation.desired);
      for (let round = 1; ; round++) {
        const next = ask(planner, { desired, observed, policy });
        if (!next) return;
        if (next.steps.length === 0) break;
        assert.ok(round < ROUNDS, next.steps.map(({ id, because }) => `${id}: ${describeCauses(because)}`).join());
        observed = planner.simulate(observed, next);
      }
      if (policy.services.length === 0) assert.deepEqual(leftOut(observed, desired), []);
    }),
    runs,
  );
}

/** Containers of the stack that a replacement forgot. */
function leftOut(observed: Snapshot, { stack, services }: DesiredState): readonly string[] {
  const known = new Set(services.map(({ name }) => name));
  const ours = observed.containers.filter(
    ({ spec, status }) =>
      spec.stack === stack && spec.replica > 0 && known.has(spec.service ?? '') && status !== 'unknown',
  );
  return ours.flatMap((one) => (isForgotten(one) || one.traffic !== undefined ? [one.spec.name] : []));
}

/** What is tried keeps its name for as long as it has its share. */
function isForgotten({ spec, share }: ObservedContainer): boolean {
  return spec.name.includes('#') && !(isCanaryName(spec.name) && share !== undefined);
}

/** A stack whose services are gone is not taken for one that is to go, unless that is said. */
export function anEmptyStackRemovesNothing(planner: Planner, runs: Runs): void {
  let removals = 0;
  fc.assert(
    fc.property(situations, ({ observed, policy }) => {
      const asked = { ...policy, services: [], removeOrphans: true };
      assert.deepEqual(planner.plan(planner.desire({}), observed, { ...asked, allowEmpty: false }, 0).steps, []);
      removals += planner.plan(planner.desire({}), observed, { ...asked, allowEmpty: true }, 0).steps.length;
    }),
    runs,
  );
  assert.ok(removals > 0, 'nothing was there to be removed');
}

/** Down removes all of the stack and nothing of others, and volumes only with consent; dependents first. */
export function downTakesAwayTheStack(planner: Planner, runs: Runs, property?: string): void {
  const drawn = fc.record({ volumes: fc.boolean(), file: fc.boolean() });
  fc.assert(
    fc.property(situations, drawn, fc.infiniteStream(fc.nat()), (situation, { volumes, file }, numbers) => {
      const { desired, observed } = situation;
      const dependencies = Object.fromEntries(
        desired.services.map(({ name, dependencies: all }) => [name, all.map(({ service }) => service)]),
      );
      const plan = planner.down(desired.stack, observed, { volumes, ...(file ? { dependencies } : {}) });
      const { problems, final } = execute(plan, { ...situation, policy: POLICY }, randomFrom(numbers));
      const known = file ? problems : problems.filter((problem) => !problem.includes('begins before'));
      const all = [...known, ...downProblems({ observed, final, volumes, stack: desired.stack })];
      assert.deepEqual(
        all.filter((problem) => property === undefined || problem.startsWith(`${property}:`)),
        [],
      );
    }),
    runs,
  );
}

type Down = {
  readonly observed: Snapshot;
  readonly final: Snapshot;
  readonly volumes: boolean;
  readonly stack: string;
};

function downProblems({ observed, final, volumes, stack }: Down): string[] {
  const ours = final.containers.filter(({ spec }) => spec.stack === stack);
  const mayGo = (spec: { readonly stack: string | null }): boolean => spec.stack === stack;
  const left = [...final.networks, ...(volumes ? final.volumes : [])].filter(({ spec }) => mayGo(spec));
  const lost = {
    containers: missing(observed.containers, final.containers, mayGo),
    networks: missing(observed.networks, final.networks, mayGo),
    volumes: missing(observed.volumes, final.volumes, (spec) => volumes && mayGo(spec)),
  };
  return [
    ...ours.filter(({ status }) => status !== 'unknown').map(({ spec }) => `P7: container "${spec.name}" stays`),
    ...(ours.length === 0 ? left.map(({ spec }) => `P7: "${spec.name}" stays`) : []),
    ...lost.containers.map((name) => `P7: container "${name}" of others is removed`),
    ...lost.networks.map((name) => `P7: network "${name}" of others is removed`),
    ...lost.volumes.map((name) => `P9: volume "${name}" is removed`),
  ];
}

type Named = { readonly spec: { readonly name: string; readonly stack: string | null } };

function missing(before: readonly Named[], after: readonly Named[], mayGo: (spec: Named['spec']) => boolean): string[] {
  const there = new Set(after.map(({ spec }) => spec.name));
  return before.flatMap(({ spec }) => (mayGo(spec) || there.has(spec.name) ? [] : [spec.name]));
}

/** One service changes: only it and those that restart with it are touched. */
export function aChangeStaysWhereItIs(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(stacks, fc.constantFrom('a', 'b', 'c', 'constructor', 'e'), (given, name) => {
      const service = Object.hasOwn(given.services ?? {}, name) ? given.services?.[name] : undefined;
      fc.pre(service !== undefined);
      const up = bringUp(planner, planner.desire(given));
      const changed = { ...service, environment: { LEVEL: 'other' } };
      const desired = quiet(planner.desire({ ...given, services: { ...given.services, [name]: changed } }));
      const touched = restartedWith(new Set([name]), desired);
      const plan = planner.plan(desired, up, POLICY, 0);
      for (const step of plan.steps) {
        if (step.kind === 'wait-service') continue;
        for (const service of servicesOf(plan, step, up)) assert.ok(touched.has(service), step.id);
      }
    }),
    runs,
  );
}

/** Whom a step touches; empty names stand for nobody of the stack. */
function servicesOf(plan: Plan, step: Step, up: Snapshot): readonly string[] {
  if (step.kind === 'pause') return [step.service];
  if (step.kind === 'switch-together')
    return step.switches.map(({ container }) => findContainer(up, container)?.spec.service ?? '');
  return [targetOf(plan, step, up)?.spec.service ?? ''];
}

/** Services depend on earlier names only, and the desired state has them by name. */
export function restartedWith(changed: ReadonlySet<string>, { services }: DesiredState): ReadonlySet<string> {
  const touched = new Set(changed);
  for (const { name, dependencies } of services)
    if (dependencies.some(({ restart, service }) => restart && touched.has(service))) touched.add(name);
  return touched;
}

/** Two stacks on one machine: what is done for one is nothing to the other. */
export function stacksDoNotSeeEachOther(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(stacks, stacks, (ours, theirs) => {
      const other = quiet(planner.desire(named(theirs, 'other')));
      const machine = bringUp(planner, other);
      let after: Snapshot;
      try {
        after = bringUp(planner, planner.desire(ours), { machine, policy: { ...POLICY, removeOrphans: true } });
      } catch (error) {
        fc.pre(!isRefusal(error));
        throw error;
      }
      const isOthers = ({ spec }: Named): boolean => spec.stack !== 'shop';
      assert.deepEqual(byId(after.containers.filter(isOthers)), byId(machine.containers));
      assert.deepEqual(after.networks.filter(isOthers), machine.networks);
      assert.deepEqual(planner.plan(other, after, POLICY, 0).steps, []);
    }),
    runs,
  );
}

function byId(containers: Situation['observed']['containers']): Situation['observed']['containers'] {
  return [...containers].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Under another name, with nothing that two stacks would both own. */
function named(given: StackGiven, name: string): StackGiven {
  const networks = { ...given.networks, back: null };
  const volumes = { ...given.volumes, data: null };
  return { ...given, name, networks, volumes };
}

/** Services that wait for each other are told, whatever else there is. */
export function circlesAreRefused(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(stacks, fc.integer({ min: 1, max: 4 }), (given, length) => {
      const names = Array.from({ length }, (_, index) => `circle-${index}`);
      const circle = names.map((name, index) => [
        name,
        {
          dependsOn: {
            [names[(index + 1) % length] ?? '']: { condition: 'service_started', restart: false, required: true },
          },
        },
      ]);
      const services = { ...given.services, ...Object.fromEntries(circle) };
      const desired = planner.desire({ ...given, services });
      assert.throws(() => planner.plan(desired, MACHINE, POLICY, 0), { code: 'dependency-cycle' });
    }),
    runs,
  );
}
