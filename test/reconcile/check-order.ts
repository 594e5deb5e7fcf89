// What must have happened before a step begins, found from the stack and the machine, not from the plan's own edges.
import { findContainer } from '../../src/reconcile/find-container.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
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
  'start-container',
  'restart-container',
];

/** Others wait for these, too. */
const MAKING_READY: readonly Step['kind'][] = ['wait-ready', 'switch-traffic'];

type Rules = {
  readonly plan: Plan;
  readonly situation: Situation;
  readonly scope: ServiceScope;
  readonly serviceOf: (step: Step) => string | null;
};

/** Dependencies first when starting, dependents first when stopping, images before anything is stopped that runs again. */
export function orderCheck(plan: Plan, situation: Situation): OrderCheck {
  const scope = resolveScope(situation.desired.services, situation.policy);
  const serviceOf = (step: Step): string | null => {
    if ('spec' in step) return 'service' in step.spec ? step.spec.service : null;
    return targetOf(plan, step, situation.observed)?.spec.service ?? null;
  };
  const rules: Rules = { plan, situation, scope, serviceOf };
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
function startRules({ scope, serviceOf }: Rules): Early {
  const required = [...scope.dependencies].map(([name, all]) => [name, all.filter((one) => one.required)] as const);
  const followers = dependentsOf({ services: scope.services, dependencies: new Map(required) });
  return (step, open) =>
    open.filter(
      (other) =>
        (STARTING.includes(other.kind) || MAKING_READY.includes(other.kind)) &&
        followers.get(serviceOf(other) ?? '')?.has(serviceOf(step) ?? ''),
    );
}

function unmetConditions(step: Step, { situation, scope, serviceOf }: Rules, { snapshot }: Simulation): string[] {
  if (situation.policy.noStart) return [];
  const dependencies = scope.dependencies.get(serviceOf(step) ?? '') ?? [];
  return dependencies.flatMap(({ service, condition }) => {
    const wanted = situation.desired.containers.filter(({ spec }) => spec.service === service);
    const staysCreated = ({ status }: ObservedContainer): boolean =>
      status === 'created' && situation.policy.keepEnded === true;
    const unmet = wanted.filter(({ spec }) => {
      const own = snapshot.containers.filter((one) => one.spec.stack === spec.stack && one.spec.service === service);
      return !own.some((one) => one.spec.replica === spec.replica && (isMet(one, condition) || staysCreated(one)));
    });
    return unmet.map(({ spec }) => `"${step.id}" begins before "${spec.name}" is ${condition}`);
  });
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
  return (step, open) => {
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

function isSurplus({ because }: Step): boolean {
  return because.some((cause) => cause.kind === 'asked' && cause.text.startsWith('scale'));
}

function isLeftOver({ because }: Step): boolean {
  return because.some((cause) => cause.kind === 'state' && cause.text.startsWith('left over'));
}
