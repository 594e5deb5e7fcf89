// Everything that must be true of a plan, whatever the situation: returns what is not, as sentences.
import { stableJson } from '../../src/core/stable-json.ts';
import { awaitedServices } from '../../src/reconcile/decide-containers.ts';
import { describeCauses } from '../../src/reconcile/describe-causes.ts';
import type { DesiredState, ImageSource } from '../../src/reconcile/desired.ts';
import { findContainer } from '../../src/reconcile/find-container.ts';
import { formatPlan } from '../../src/reconcile/format-plan.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import { isDue, type Simulation, simulate, simulateStep, startSimulation } from '../../src/reconcile/simulate.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import type { Situation } from './arbitraries.ts';
import { orderCheck } from './check-order.ts';
import { checkReplacements, servingCheck } from './check-replacements.ts';
import { findObstacle } from './find-obstacle.ts';
import { targetOf } from './step-target.ts';

/** Sentences, each behind the number of the property that it speaks against (docs/properties.md). `random` picks the next of the steps that are free to go; the one called `hurried` goes as soon as it may. */
export function checkPlan(
  plan: Plan,
  situation: Situation,
  random: (count: number) => number,
  hurried?: string,
): string[] {
  const shape = checkShape(plan);
  if (shape.length > 0) return against('P6', shape);
  const inOrder = execute(plan, situation, () => 0);
  const shuffled = execute(plan, situation, random, hurried);
  return [
    ...against('P7', checkOwnership(plan, situation)),
    ...against('P22', checkSecrets(plan)),
    ...against('P9', checkVolumes(plan)),
    ...checkReplacements(plan, situation),
    ...against('P18', [...checkRepair(plan, situation), ...checkCompleted(plan, situation)]),
    ...inOrder.problems,
    ...shuffled.problems,
    ...(sameText(inOrder.final) === sameText(shuffled.final)
      ? []
      : ['P6: another order of the same plan ends in another state']),
    ...against('P1', checkSettled(plan, inOrder.final, situation)),
  ];
}

function against(property: string, problems: readonly string[]): string[] {
  return problems.map((problem) => `${property}: ${problem}`);
}

function checkShape({ steps }: Plan): string[] {
  const seen = new Set<string>();
  const before = new Map<string, ReadonlySet<string>>();
  const problems: string[] = [];
  for (const { id, after, when } of steps) {
    const ancestors = new Set(after.flatMap((other) => [other, ...(before.get(other) ?? [])]));
    before.set(id, ancestors);
    for (const named of [...(when?.done ?? []), ...(when?.notDone ?? [])])
      if (!ancestors.has(named)) problems.push(`"${id}" looks at "${named}", which may not have ended`);
    if (seen.has(id)) problems.push(`two steps are called "${id}"`);
    for (const other of after)
      if (!seen.has(other)) problems.push(`"${id}" comes after "${other}", which is not before it`);
    seen.add(id);
  }
  return problems;
}

function checkOwnership(plan: Plan, { observed, desired }: Situation): string[] {
  return plan.steps.flatMap((step) => {
    if ('container' in step) {
      const found = targetOf(plan, step, observed);
      if (!found) return [`"${step.id}" is about a container that was not there`];
      if (found.spec.stack !== desired.stack || found.spec.replica === 0)
        return [`"${step.id}" touches a container of others`];
      if (found.status === 'unknown') return [`"${step.id}" touches a container that could not be read`];
    }
    if (step.kind === 'remove-network' || step.kind === 'repair-network') {
      const found = observed.networks.find(({ spec }) => spec.name === step.name);
      if (found?.spec.stack !== desired.stack) return [`"${step.id}" touches a network of others`];
      const isWanted = desired.networks.some(({ spec }) => spec.name === step.name);
      const comesBack = plan.steps.some((other) => other.kind === 'create-network' && other.spec.name === step.name);
      if (step.kind === 'remove-network' && isWanted && !comesBack) return [`"${step.id}" removes what is wanted`];
    }
    if ((step.kind === 'create-network' || step.kind === 'create-volume') && step.spec.stack !== desired.stack)
      return [`"${step.id}" makes what others own`];
    return [];
  });
}

function checkSecrets(plan: Plan): string[] {
  const told =
    formatPlan(plan) +
    stableJson(plan.steps.map(({ because }) => because)) +
    plan.steps.map(({ because }) => describeCauses(because)).join();
  return told.includes('sentinel') ? ['a secret is told'] : [];
}

function checkVolumes({ steps }: Plan): string[] {
  return steps.filter(({ kind }) => kind === 'remove-volume').map(({ id }) => `"${id}" without consent`);
}

/** In a round of repair nothing that ended is started as it is. */
function checkRepair({ steps }: Plan, { policy, observed }: Situation): string[] {
  if (!policy.keepEnded && !policy.noStart) return [];
  return steps
    .filter(
      (step) =>
        (step.kind === 'start-container' || step.kind === 'restart-container') &&
        findContainer(observed, step.container)?.status !== 'running',
    )
    .filter((step) => !('container' in step) || findContainer(observed, step.container)?.status !== 'restarting')
    .map(({ id }) => `"${id}" starts what had ended`);
}

/** What has done its work, and is waited for by others, is not run again as it is. */
function checkCompleted({ steps }: Plan, { desired, observed }: Situation): string[] {
  const awaited = awaitedServices(desired);
  return steps.flatMap((step) => {
    if (step.kind !== 'start-container' && step.kind !== 'restart-container') return [];
    const found = findContainer(observed, step.container);
    const isDone = found?.status === 'exited' && found.exitCode === 0 && awaited.has(found.spec.service ?? '');
    return isDone ? [`"${step.id}" runs again what has completed`] : [];
  });
}

/** One plan is enough, unless a network had to stay because of a container that this plan waited to complete. */
function checkSettled(
  plan: Plan,
  final: Snapshot,
  { desired, policy }: Pick<Situation, 'desired' | 'policy'>,
): string[] {
  const calm = { ...policy, recreate: policy.recreate === 'always' ? ('changed' as const) : policy.recreate };
  const again = planStack(quiet(desired), final, calm, 0);
  if (again.steps.length > 0 && plan.warnings.some(({ code }) => code === 'network-in-use')) {
    return checkSettled({ ...again, warnings: [] }, simulate(final, again), { desired, policy: calm });
  }
  // That its image is the one of the replicas after all is known only when it is there.
  const maybe = plan.steps.some((step) => step.kind === 'start-canary' && step.unlessImageId !== null);
  if (maybe && again.steps.length > 0 && again.steps.every(withdraws)) return [];
  return again.steps.map(({ id, because }) => `planning again finds "${id}": ${describeCauses(because)}`);
}

function withdraws({ because }: Step): boolean {
  return because.some((cause) => cause.kind === 'state' && cause.text === 'no canary is wanted');
}

/** Without what is done each time: to pull and to build. */
export function quiet(desired: DesiredState): DesiredState {
  const images = desired.images.map((image) => ({ ...image, how: quietSource(image.how) }));
  return { ...desired, images };
}

function quietSource(how: ImageSource): ImageSource {
  if (how.kind === 'pull' && how.policy === 'always') return { kind: 'pull', policy: 'missing' };
  return how.kind === 'build' ? { ...how, force: false } : how;
}

type Run = { readonly final: Snapshot; readonly problems: readonly string[] };

/** Carries the plan out in an order that its edges allow, looking for what goes wrong on the way. */
export function execute(plan: Plan, situation: Situation, random: (count: number) => number, hurried?: string): Run {
  const first = ancestorsOf(plan, hurried);
  const problems: string[] = [];
  const order = orderCheck(plan, situation);
  const serving = servingCheck(plan, situation);
  let simulation = startSimulation(situation.observed);
  const ended = new Set<string>();
  let open = [...plan.steps];
  while (open.length > 0) {
    const free = open.filter(({ after }) => after.every((id) => ended.has(id)));
    const step = free.find(({ id }) => first.has(id)) ?? free[random(free.length)] ?? free[0];
    if (!step) throw new Error('no step is free to go');
    problems.push(...against('P6', obstacles(simulation, step, plan)));
    problems.push(...against('P20', order(step, { ended, simulation })));
    simulation = simulateStep(simulation, step);
    problems.push(...against('P10', serving(step, simulation)));
    ended.add(step.id);
    open = open.filter((other) => other !== step);
  }
  return { final: simulation.snapshot, problems };
}

/** What the first so many steps make of it, in an order that the plan allows. */
export function executeSome(
  plan: Plan,
  observed: Snapshot,
  { count, random }: { readonly count: number; readonly random: (count: number) => number },
): Snapshot {
  let simulation = startSimulation(observed);
  const ended = new Set<string>();
  while (ended.size < count) {
    const free = plan.steps.filter(({ id, after }) => !ended.has(id) && after.every((other) => ended.has(other)));
    const step = free[random(free.length)];
    if (!step) break;
    simulation = simulateStep(simulation, step);
    ended.add(step.id);
  }
  return nameSwitched(plan, simulation).snapshot;
}

/** Whatever ends a plan, names follow a common switch: the runner goes on, and after a crash the next daemon does. */
function nameSwitched({ steps }: Plan, simulation: Simulation): Simulation {
  if (!steps.some(({ kind, id }) => kind === 'switch-together' && simulation.done.has(id))) return simulation;
  const names = steps.filter(
    (step) => step.kind === 'switch-traffic' && step.together && !simulation.done.has(step.id),
  );
  return names.reduce(simulateStep, simulation);
}

/** A step and everything it comes after. */
function ancestorsOf({ steps }: Plan, id: string | undefined): Set<string> {
  const ancestors = new Set<string>();
  const visit = (name: string | undefined): void => {
    const step = steps.find((other) => other.id === name);
    if (!step || ancestors.has(step.id)) return;
    ancestors.add(step.id);
    for (const before of step.after) visit(before);
  };
  visit(id);
  return ancestors;
}

/** Ports that others have are warned of; a namespace whose owner was refused cannot be shared. */
function obstacles(simulation: Simulation, step: Step, { warnings }: Plan): string[] {
  const obstacle = findObstacle(simulation.snapshot, step);
  if (obstacle === undefined || !isDue(simulation, step)) return [];
  const warned =
    warnings.some(({ code }) => code === 'port-taken' || code === 'address-taken') &&
    / has (host port|address) /.test(obstacle);
  return warned || obstacle.includes('to share the network of') ? [] : [`"${step.id}": ${obstacle}`];
}

function sameText({ images, networks, volumes, containers }: Snapshot): string {
  const sorted = (items: readonly unknown[]): string[] => items.map(stableJson).sort();
  return stableJson([sorted(images), sorted(networks), sorted(volumes), sorted(containers)]);
}
