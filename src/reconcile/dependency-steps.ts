// What must have ended well before a container starts: the steps of what it depends on, and waits for conditions.
import { changeStepId, type PlannedContainer, stepIdsOf } from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import type { DesiredDependency } from './desired.ts';
import type { PlanDraft } from './plan-draft.ts';
import { isTogether, type Phase, phaseOf, stepsIn } from './switch-phases.ts';

export type DependencyContext = {
  readonly draft: PlanDraft;
  readonly decisions: Decisions;
  readonly byService: ReadonlyMap<string, readonly PlannedContainer[]>;
  /** By phase and service: what `startSteps` found, which is asked for again and again. */
  readonly starts: Map<string, readonly string[]>;
  /** Those that are restarted behind the common switch. */
  readonly behind: ReadonlySet<PlannedContainer>;
};

type InPhase = DependencyContext & { readonly phase: Phase };
type Waiting = InPhase & { readonly waiting: string };

/** What must have ended well before a container of a service starts. */
export function dependencySteps(service: string, phase: Phase, context: DependencyContext): string[] {
  const dependencies = context.decisions.scope.dependencies.get(service) ?? [];
  const inPhase = { ...context, phase };
  return dependencies.flatMap(
    (dependency) => waitSteps(dependency, { ...inPhase, waiting: service }) ?? startSteps(dependency.service, inPhase),
  );
}

/** The steps that start a service. Where it needs none, or none that waits for the switch, those of what it depends on itself, too. */
function startSteps(service: string, context: InPhase): readonly string[] {
  const key = `${context.phase} ${service}`;
  const known = context.starts.get(key);
  if (known) return known;
  const own = (context.byService.get(service) ?? []).flatMap((one) => stepsIn(context.phase, one, context.behind));
  const needed = (context.decisions.scope.dependencies.get(service) ?? []).filter(({ required }) => required);
  const inherited = (): string[] => needed.flatMap((dependency) => startSteps(dependency.service, context));
  const isEnough = own.length > 0 && context.phase === 'ahead';
  const steps = isEnough ? own : [...new Set([...own, ...inherited()])];
  context.starts.set(key, steps);
  return steps;
}

/** Null where order alone will do, or where the condition is fulfilled and nothing changes that. */
function waitSteps(dependency: DesiredDependency, waiting: Waiting): readonly string[] | null {
  const { service, condition } = dependency;
  const { decisions, byService, phase } = waiting;
  const all = (byService.get(service) ?? []).filter((one) => !staysEnded(one));
  const containers = all.filter((one) => isAwaited(one, waiting));
  const changes = containers.some((container) => stepIdsOf(container).length > 0);
  const plain = condition === 'started' && (dependency.required || !changes);
  const isSure = !changes && containers.every((container) => isFulfilled(container, condition));
  const kept = phase === 'ahead' ? all.filter((one) => mayStay(one) && !isFulfilled(one, condition)) : [];
  if (decisions.policy.noStart || plain) return null;
  const steps = [
    ...(containers.length === 0 || isSure ? [] : addWaits(dependency, containers, waiting)),
    ...(kept.length === 0 ? [] : [addWaitUnlessReplaced(dependency, kept, waiting)]),
  ];
  return steps.length === 0 ? null : steps;
}

/** One for all that surely run then, and one for each that may turn out to be left ended, or not to be made. */
function addWaits(
  { service, condition, required }: DesiredDependency,
  containers: readonly PlannedContainer[],
  { waiting, ...context }: Waiting,
): readonly string[] {
  const { draft, phase } = context;
  const id = `wait-service ${service} ${condition}${required ? '' : ' optional'}${phase === 'behind' ? ' again' : ''}`;
  const because = [{ kind: 'state', text: `needed by ${waiting}` }] as const;
  const step = { kind: 'wait-service', service, condition, required, because } as const;
  const after = startSteps(service, context);
  const certain = containers.filter((container) => !mayNotRun(container)).map(nameAfter);
  const others = containers.filter(mayNotRun).map((container) => {
    const name = nameAfter(container);
    const when = { done: [changeStepId(container) ?? ''], notDone: [] };
    return draft.add({ ...step, id: `${id} of ${name}`, containers: [name], when }, after);
  });
  return [...(certain.length > 0 ? [draft.add({ ...step, id, containers: certain }, after)] : []), ...others];
}

/** Their successors have proven themselves, but where there turned out to be none, the condition is theirs to fulfil. */
function addWaitUnlessReplaced(
  { service, condition, required }: DesiredDependency,
  containers: readonly PlannedContainer[],
  { waiting, ...context }: Waiting,
): string {
  const starts = containers.map(({ pair }) => `start-successor ${pair.wanted.spec.name}`);
  return context.draft.add(
    {
      kind: 'wait-service',
      id: `wait-service ${service} ${condition}${required ? '' : ' optional'} unless replaced`,
      service,
      containers: containers.map(({ reference }) => reference),
      condition,
      required,
      because: [{ kind: 'state', text: `needed by ${waiting}` }],
      when: { done: [], notDone: starts },
    },
    startSteps(service, context),
  );
}

/** Ahead of the switch a successor has proven itself in a step of its own, and nobody waits for what comes behind. */
function isAwaited(container: PlannedContainer, { phase, behind }: Waiting): boolean {
  return phase === 'behind' || !(isTogether(container) || phaseOf(container, behind) === 'behind');
}

/** Its successor is made only if its image turns out to be another. */
function mayStay(container: PlannedContainer): boolean {
  return isTogether(container) && container.change.kind === 'recreate' && container.change.unlessImageId !== null;
}

/** There is nothing to wait for in what has ended and is left so. */
function staysEnded({ change, pair: { found } }: PlannedContainer): boolean {
  return change.kind === 'none' && (found?.status === 'exited' || found?.status === 'created');
}

/** One that is made only if no canary is, or has ended and is recreated only if its image changes: it may never fulfil anything. */
function mayNotRun({ change, pair: { found } }: PlannedContainer): boolean {
  if (change.kind === 'create') return change.when !== null;
  const isConditional = change.kind === 'recreate' && change.unlessImageId !== null && change.keepEnded;
  return isConditional && found?.status === 'exited';
}

/** What steps call it once its own step is done. */
function nameAfter({ pair, change, reference }: PlannedContainer): string {
  return change.kind === 'create' || change.kind === 'recreate' ? pair.wanted.spec.name : reference;
}

/** What has completed is not here any more: it stays ended. */
function isFulfilled({ pair: { found } }: PlannedContainer, condition: DesiredDependency['condition']): boolean {
  if (condition === 'started') return true;
  return condition === 'healthy' && found?.status === 'running' && found.health === 'healthy';
}
