// What must have happened before a step begins, found from the stack and the machine, not from the plan's own edges.
import { claimsOf, collides } from '../../src/reconcile/claims.ts';
import { findContainer } from '../../src/reconcile/find-container.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { nextName } from '../../src/reconcile/replacement-names.ts';
import { dependentsOf, resolveScope, type ServiceScope } from '../../src/reconcile/scope.ts';
import type { Simulation } from '../../src/reconcile/simulate.ts';
import type { ObservedContainer } from '../../src/reconcile/snapshot.ts';
import type { Situation } from './arbitraries.ts';
import { targetOf } from './step-target.ts';

/** Sentences about what is too early in beginning a step now. */
export type OrderCheck = (
  step: Step,
  now: { readonly ended: ReadonlySet<string>; readonly simulation: Simulation },
) => string[];

const STARTING: readonly Step['kind'][] = [
  'create-container',
  'recreate-container',
  'start-successor',
  'start-canary',
  'start-container',
  'restart-container',
];

/** Others wait for these, too. */
const MAKING_READY: readonly Step['kind'][] = ['wait-ready', 'switch-traffic', 'share-traffic'];

type Rules = {
  readonly plan: Plan;
  readonly situation: Situation;
  readonly scope: ServiceScope;
  readonly serviceOf: (step: Step) => string | null;
  /** Ids of what comes behind a common switch. */
  readonly behind: ReadonlySet<string>;
};

/** Dependencies first when starting, dependents first when stopping, images before anything is stopped that runs again. */
export function orderCheck(plan: Plan, situation: Situation): OrderCheck {
  const scope = resolveScope(situation.desired.services, situation.policy);
  const serviceOf = (step: Step): string | null => {
    if ('spec' in step) return 'service' in step.spec ? step.spec.service : null;
    return targetOf(plan, step, situation.observed)?.spec.service ?? null;
  };
  const behind = stepsBehind({ plan, serviceOf });
  const rules: Rules = { plan, situation, scope, serviceOf, behind };
  const starts = startRules(rules);
  const stops = stopRules(rules);
  return (step, { ended, simulation }) => {
    const open = plan.steps.filter(({ id }) => !ended.has(id) && id !== step.id);
    const early = STARTING.includes(step.kind) ? starts(step, open) : stops(step, open);
    const unmet = STARTING.includes(step.kind) ? unmetConditions(step, rules, simulation) : [];
    return [...early.map((other) => `"${step.id}" begins before "${other.id}" has ended`), ...unmet];
  };
}

type Early = (step: Step, open: readonly Step[]) => Step[];

/** Through services that need no step themselves, too; only what is required passes on. */
function startRules({ scope, serviceOf, behind }: Rules): Early {
  const required = [...scope.dependencies].map(([name, all]) => [name, all.filter((one) => one.required)] as const);
  const followers = dependentsOf({ services: scope.services, dependencies: new Map(required) });
  return (step, open) =>
    open.filter(
      (other) =>
        (STARTING.includes(other.kind) || MAKING_READY.includes(other.kind)) &&
        (behind.has(step.id) || !behind.has(other.id)) &&
        followers.get(serviceOf(other) ?? '')?.has(serviceOf(step) ?? ''),
    );
}

/** Ids of what comes behind a common switch: its names, and restarts because of what it brings, directly or not. */
function stepsBehind({ plan, serviceOf }: Pick<Rules, 'plan' | 'serviceOf'>): ReadonlySet<string> {
  const switched = plan.steps.filter((step) => step.kind === 'switch-traffic' && step.together);
  const behind = new Set(switched.map(({ id }) => id));
  const services = new Set(switched.map(serviceOf));
  for (let size = -1; size !== behind.size; ) {
    size = behind.size;
    for (const step of plan.steps) {
      const isUnlessSwitched = step.when?.notDone.some((id) => behind.has(id)) === true;
      const reconnects =
        isUnlessSwitched || step.because.some((cause) => cause.kind === 'dependency' && services.has(cause.on));
      if (step.kind !== 'restart-container' || !reconnects) continue;
      behind.add(step.id);
      services.add(serviceOf(step));
    }
  }
  return behind;
}

function unmetConditions(
  step: Step,
  { plan, situation, scope, serviceOf, behind }: Rules,
  { snapshot }: Simulation,
): string[] {
  if (situation.policy.noStart) return [];
  const dependencies = scope.dependencies.get(serviceOf(step) ?? '') ?? [];
  // What is ahead of a common switch does not wait for restarts behind it.
  const restarts = plan.steps.filter(({ kind, id }) => kind === 'restart-container' && behind.has(id));
  const comesBehind = (service: string | null): boolean =>
    !behind.has(step.id) && restarts.some((other) => serviceOf(other) === service);
  return dependencies.flatMap(({ service, condition }) => {
    const wanted = situation.desired.containers.filter(({ spec }) => spec.service === service);
    const staysCreated = ({ status }: ObservedContainer): boolean =>
      status === 'created' && situation.policy.keepEnded === true;
    const isLeftForLater = (name: string): boolean =>
      plan.warnings.some(({ code, message }) => code === 'after-canary' && message.includes(`"${name}"`));
    const unmet = wanted.filter(({ spec }) => {
      if (isLeftForLater(spec.name) || comesBehind(spec.service)) return false;
      const own = snapshot.containers.filter((one) => one.spec.stack === spec.stack && one.spec.service === service);
      return !own.some(
        (one) => one.spec.replica === spec.replica && (isMet(one, condition) || staysCreated(one) || hasProven(one)),
      );
    });
    return unmet.map(({ spec }) => `"${step.id}" begins before "${spec.name}" is ${condition}`);
  });
}

/** A successor is waited for by itself: without a check it has run for a while. */
function hasProven({ spec, health }: ObservedContainer): boolean {
  return spec.name === nextName(spec.name.replace(/#.*$/, '')) && health === 'none';
}

/** What could not be read, or what stays ended as it should, is not waited for. */
function isMet(container: ObservedContainer, condition: 'started' | 'healthy' | 'completed'): boolean {
  if (container.status === 'unknown' || container.status === 'exited' || condition === 'started') return true;
  return condition === 'healthy' && container.health === 'healthy';
}

function stopRules({ plan, situation, scope, serviceOf }: Rules): Early {
  const dependents = dependentsOf(scope);
  const replicaOf = (step: Step): number =>
    'container' in step ? (findContainer(situation.observed, step.container)?.spec.replica ?? 0) : 0;
  const inPlace = replacedInPlace({ plan, situation, serviceOf });
  return (step, open) => {
    const awaited = isSurplus(step) ? open.filter((other) => inPlace.has(other.id)) : [];
    if (awaited.length > 0) return awaited;
    if (step.kind !== 'stop-container' && step.kind !== 'remove-container') return [];
    const service = serviceOf(step);
    const runsAgain = plan.steps.some(
      (other) =>
        STARTING.includes(other.kind) &&
        serviceOf(other) === service &&
        replicaOf(step) === ('spec' in other && 'replica' in other.spec ? other.spec.replica : replicaOf(other)),
    );
    return open.filter((other) => {
      if (other.kind === 'pull-image' || other.kind === 'build-image') return runsAgain && !isLeftOver(step);
      if (other.kind !== 'stop-container') return false;
      const higher =
        isSurplus(step) && isSurplus(other) && serviceOf(other) === service && replicaOf(other) > replicaOf(step);
      return step.kind === 'stop-container' && (higher || dependents.get(service ?? '')?.has(serviceOf(other) ?? ''));
    });
  };
}

/**
 * Ids of the steps that a replica too many serves until they have ended: those that replace others of its service in place.
 * None where more is torn down than that, or where a place is needed that it may hold.
 */
function replacedInPlace({ plan, situation, serviceOf }: Pick<Rules, 'plan' | 'situation' | 'serviceOf'>) {
  const torn = plan.steps.filter(
    ({ id, kind }) => (kind === 'stop-container' || kind === 'remove-container') && !id.includes(' previous '),
  );
  const services = new Set(torn.map(serviceOf));
  const needed = plan.steps.flatMap((step) => ('spec' in step && 'ports' in step.spec ? claimsOf(step.spec) : []));
  const holds = (step: Step): boolean => {
    const spec = 'container' in step ? findContainer(situation.observed, step.container)?.spec : undefined;
    return spec === undefined || claimsOf(spec).some((held) => needed.some((claim) => collides(claim, held)));
  };
  const isAlone = services.size === 1 && torn.every(isSurplus) && !torn.some(holds);
  if (!isAlone || plan.steps.some(({ kind }) => kind === 'remove-network')) return new Set<string>();
  const [service] = services;
  const own = plan.steps.filter((step) => step.kind === 'recreate-container' && serviceOf(step) === service);
  return new Set(own.flatMap(({ id }) => [id, id.replace('recreate-container', 'wait-ready')]));
}

function isSurplus({ because }: Step): boolean {
  return because.some((cause) => cause.kind === 'asked' && cause.text.startsWith('scale'));
}

function isLeftOver({ because }: Step): boolean {
  return because.some((cause) => cause.kind === 'state' && /^(left over|no canary)/.test(cause.text));
}
