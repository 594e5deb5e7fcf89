// What must be true while containers are replaced: somebody serves all the time, and the old one goes last.
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { isCanaryName, nextName } from '../../src/reconcile/replacement-names.ts';
import type { Simulation } from '../../src/reconcile/simulate.ts';
import type { ObservedContainer } from '../../src/reconcile/snapshot.ts';
import type { Situation } from './arbitraries.ts';
import { replacedName } from './step-target.ts';

/** Sentences about the plan as it stands: removals after waits, batches with their pauses, and what is undone. */
export function checkReplacements(plan: Plan, situation: Situation): string[] {
  const ancestors = ancestorsOf(plan);
  const old = [...checkOld(plan, ancestors, situation), ...checkUndo(plan), ...checkCanaries(plan, ancestors)];
  const batches = [...checkBatches(plan, ancestors, situation), ...checkTogether(plan, ancestors)];
  return [...old.map((problem) => `P11: ${problem}`), ...batches.map((problem) => `P10: ${problem}`)];
}

type Ancestors = ReadonlyMap<string, ReadonlySet<string>>;

function ancestorsOf({ steps }: Plan): Ancestors {
  const ancestors = new Map<string, Set<string>>();
  for (const { id, after } of steps)
    ancestors.set(id, new Set(after.flatMap((other) => [other, ...(ancestors.get(other) ?? [])])));
  return ancestors;
}

/** P11: the old one goes only when its successor has proven itself, and nobody is cut off. */
function checkOld({ steps }: Plan, ancestors: Ancestors, { policy }: Situation): string[] {
  return steps.flatMap((step): string[] => {
    const name = replacedName(step);
    if (name === undefined) return [];
    const before = ancestors.get(step.id) ?? new Set();
    const startsFirst = steps.some((other) => other.kind === 'start-successor' && other.spec.name === name);
    const needs = (kind: string): string[] =>
      before.has(`${kind} ${name}`) ? [] : [`"${step.id}" does not wait for "${kind} ${name}"`];
    if (step.kind === 'switch-traffic') return needs('wait-ready');
    if (step.kind === 'start-successor' || step.kind === 'recreate-container')
      return steps.some((other) => other.kind === 'remove-container' && replacedName(other) === name)
        ? []
        : [`nobody removes the old one of "${step.id}"`];
    if (step.kind === 'drain-container') return needs('switch-traffic');
    if (step.kind !== 'remove-container') return [];
    const volumes =
      step.withAnonymousVolumes === policy.renewAnonymousVolumes ? [] : [`"${step.id}" is wrong about volumes`];
    return [...volumes, ...needs('wait-ready'), ...(startsFirst ? needs('drain-container previous') : [])];
  });
}

/** Whatever fails before the old one has gone brings it back. */
function checkUndo({ steps }: Plan): string[] {
  return steps
    .filter(
      ({ kind, when }) => kind === 'wait-ready' || kind === 'switch-traffic' || (kind === 'share-traffic' && when),
    )
    .filter((step) => !steps.some(({ id }) => id === step.undoes) && !isPromotion(step))
    .map(({ id }) => `"${id}" undoes nothing`);
}

const BEGINNING: readonly Step['kind'][] = [
  'create-container',
  'recreate-container',
  'start-container',
  'restart-container',
];

/** Nobody is switched to before all are ready, and every new container that is not restarted for the switch has begun. */
function checkTogether({ steps }: Plan, ancestors: Ancestors): string[] {
  const common = steps.find(({ kind }) => kind === 'switch-together');
  const before = ancestors.get(common?.id ?? '') ?? new Set();
  const joined = new Set(common?.kind === 'switch-together' ? common.switches.map(({ name }) => name) : []);
  return steps.flatMap((step): string[] => {
    if (step.kind === 'switch-traffic') {
      if (step.together && !joined.has(step.name)) return [`"${step.id}" is left out of the common switch`];
      const waits = ancestors.get(step.id)?.has(common?.id ?? '') === true;
      const wrong = step.together
        ? !waits || !before.has(`wait-ready ${step.name}`)
        : common !== undefined && !before.has(step.id);
      return wrong ? [`"${step.id}" is not where the common switch wants it`] : [];
    }
    const isBehind = common !== undefined && ancestors.get(step.id)?.has(common.id) === true;
    return common && BEGINNING.includes(step.kind) && !before.has(step.id) && !isBehind
      ? [`"${common.id}" does not wait for "${step.id}"`]
      : [];
  });
}

/** What was there before the plan is left as it is. */
function isPromotion(step: Step): boolean {
  if (step.when) return false;
  return [step.kind === 'switch-traffic' ? step.successor : 'container' in step ? step.container : ''].some(
    isCanaryName,
  );
}

/** A new canary gets its share when it is ready, and in no plan does its replica change. */
function checkCanaries({ steps }: Plan, ancestors: Ancestors): string[] {
  const started = steps.flatMap((step) => (step.kind === 'start-canary' ? [step.spec.name] : []));
  return started.flatMap((name) => {
    const before = ancestors.get(`share-traffic ${name}`);
    const early = before?.has(`wait-ready ${name}`) ? [] : [`"share-traffic ${name}" does not wait for its canary`];
    const touched = steps.filter((step) => replacedName(step) === name && step.kind !== 'wait-ready');
    return [...early, ...touched.map(({ id }) => `"${id}" touches a replica whose canary is tried`)];
  });
}

/** No more than `parallelism` at a time, and a pause between batches; within one, some may take over what others give up. */
function checkBatches(plan: Plan, ancestors: Ancestors, { desired, policy }: Situation): string[] {
  const common = plan.steps.flatMap((step) => (step.kind === 'switch-together' ? step.switches : []));
  const together = new Set(common.map(({ name }) => name));
  return desired.services.flatMap((service) => {
    const strategy = policy.isRollback ? service.rollback : service.update;
    const begins = plan.steps.filter(
      (step) =>
        ((step.kind === 'start-successor' && !together.has(step.spec.name)) ||
          (strategy.parallelism !== null && step.kind === 'recreate-container')) &&
        step.spec.service === service.name,
    );
    const size = strategy.parallelism ?? 1;
    return begins.flatMap((step) => {
      if (size === 0) return [];
      const before = ancestors.get(step.id) ?? new Set();
      const together = begins.filter(
        (other) => other === step || !(before.has(other.id) || ancestors.get(other.id)?.has(step.id)),
      );
      const tooMany = together.length > size ? [`"${step.id}" begins with ${together.length - 1} others`] : [];
      const wanted = Math.floor(begins.filter((other) => before.has(other.id)).length / size);
      const isPause = (other: Step): boolean =>
        other.kind === 'pause' && other.service === service.name && other.ms === strategy.delayMs;
      const pauses = plan.steps.filter((other) => before.has(other.id) && isPause(other));
      const isUnpaused = strategy.delayMs > 0 && pauses.length < wanted;
      return [...tooMany, ...(isUnpaused ? [`"${step.id}" begins without a pause`] : [])];
    });
  });
}

/** P10: at every state, each replica that is replaced start-first has one that serves. */
export function servingCheck(
  plan: Plan,
  { observed, desired, policy }: Situation,
): (step: Step, now: Simulation) => string[] {
  const replaced = plan.steps.flatMap((step) => (step.kind === 'start-successor' ? [step.spec] : []));
  const drained = new Set(plan.steps.flatMap((step) => (step.kind === 'drain-container' ? [step.container] : [])));
  const first = new Set(observed.containers.map(({ id }) => id));
  const serves = (one: ObservedContainer): boolean =>
    one.status === 'running' && one.traffic === undefined && (first.has(one.id) || one.health !== 'starting');
  const startFirst = new Set(
    desired.services.flatMap(({ name, update, rollback }) =>
      (policy.isRollback ? rollback : update).order === 'start-first' ? [name] : [],
    ),
  );
  return (step, { snapshot, done }) => [
    ...replaced
      .filter(({ stack, service, replica }) =>
        snapshot.containers.every(
          ({ spec, ...rest }) =>
            !(
              spec.stack === stack &&
              spec.service === service &&
              spec.replica === replica &&
              serves({ spec, ...rest })
            ),
        ),
      )
      .map(({ name }) => `after "${step.id}" nobody serves for "${name}"`),
    ...switchedApart(plan, { first, done, containers: snapshot.containers }),
    ...stopsServing(step, { drained, observed: observed.containers, desired }),
    ...downtimeUntold(step, plan, startFirst),
  ];
}

type State = {
  readonly first: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
  readonly containers: readonly ObservedContainer[];
};

/** Of those that are switched at once, either all new ones get connections or none. */
function switchedApart({ steps }: Plan, { first, done, containers }: State): string[] {
  const common = steps.find((step) => step.kind === 'switch-together');
  if (common?.kind !== 'switch-together') return [];
  const names = new Set(common.switches.flatMap(({ name, successor }) => [name, successor]));
  const isDone = done.has(common.id);
  return containers
    .filter(({ id, spec }) => !first.has(id) && names.has(spec.name))
    .filter(({ traffic }) => (traffic === 'held') === isDone)
    .map(({ spec }) => `"${spec.name}" is ${isDone ? 'held' : 'let in'} by itself`);
}

type Stopping = {
  readonly drained: ReadonlySet<string>;
  readonly observed: readonly ObservedContainer[];
  readonly desired: Situation['desired'];
};

/** One of several that goes while its service goes on. */
function stopsServing(step: Step, { drained, observed, desired }: Stopping): string[] {
  if (step.kind !== 'stop-container' || drained.has(step.container)) return [];
  const leaves = step.because.some((cause) => cause.kind === 'asked' && cause.text.startsWith('scale'));
  const found = observed.find(({ id, spec }) => id === step.container || spec.name === step.container);
  const goesOn = desired.containers.some(({ spec }) => spec.service === found?.spec.service);
  return leaves && goesOn && found && found.spec.ports.length > 0 ? [`"${step.id}" cuts connections`] : [];
}

/** What was to be without downtime and is not is told. */
function downtimeUntold(step: Step, { warnings }: Plan, startFirst: ReadonlySet<string>): string[] {
  if (step.kind !== 'recreate-container' || !startFirst.has(step.spec.service ?? '') || !step.keepsOld) return [];
  const told = warnings.some(({ code, message }) => code === 'downtime' && message.includes(`"${step.spec.name}"`));
  return told || step.container === nextName(step.spec.name) ? [] : [`"${step.id}" is downtime that nobody tells`];
}
