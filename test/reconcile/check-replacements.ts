// What must be true while containers are replaced: somebody serves all the time, and the old one goes last.
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { nextName } from '../../src/reconcile/replacement-names.ts';
import type { Simulation } from '../../src/reconcile/simulate.ts';
import type { ObservedContainer } from '../../src/reconcile/snapshot.ts';
import type { Situation } from './arbitraries.ts';
import { replacedName } from './step-target.ts';

/** Sentences about the plan as it stands: removals after waits, batches with their pauses, and what is undone. */
export function checkReplacements(plan: Plan, situation: Situation): string[] {
  const ancestors = ancestorsOf(plan);
  return [...checkOld(plan, ancestors, situation), ...checkUndo(plan), ...checkBatches(plan, ancestors, situation)];
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
    .filter((step) => step.kind === 'wait-ready' || step.kind === 'switch-traffic')
    .filter((step) => !steps.some(({ id }) => id === step.undoes))
    .map(({ id }) => `"${id}" undoes nothing`);
}

/** No more than `parallelism` at a time, and a pause between batches. */
function checkBatches(plan: Plan, ancestors: Ancestors, { desired, policy }: Situation): string[] {
  return desired.services.flatMap((service) => {
    const strategy = policy.isRollback ? service.rollback : service.update;
    const begins = plan.steps.filter(
      (step) =>
        (step.kind === 'start-successor' || (strategy.parallelism !== null && step.kind === 'recreate-container')) &&
        step.spec.service === service.name,
    );
    const size = strategy.parallelism ?? 1;
    return begins.flatMap((step, _index) => {
      if (size === 0) return [];
      const before = ancestors.get(step.id) ?? new Set();
      const together = begins.filter(
        (other) => other === step || !(before.has(other.id) || ancestors.get(other.id)?.has(step.id)),
      );
      const tooMany = together.length > size ? [`"${step.id}" begins with ${together.length - 1} others`] : [];
      const isLater = begins.some((other) => before.has(other.id));
      const paused = plan.steps.some(
        (other) => other.kind === 'pause' && before.has(other.id) && other.ms === strategy.delayMs,
      );
      const unpaused = isLater && strategy.delayMs > 0 && !paused ? [`"${step.id}" begins without a pause`] : [];
      return [...tooMany, ...unpaused];
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
  return (step, { snapshot }) => [
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
    ...stopsServing(step, { drained, observed: observed.containers, desired }),
    ...downtimeUntold(step, plan, startFirst),
  ];
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
