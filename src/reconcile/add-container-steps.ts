// Steps for containers, each after what it needs: image, networks, volumes, dependencies, and whoever has to make room.
import type { ContainerSpec } from '../core/specs.ts';
import { addBatches } from './add-batches.ts';
import { addReplacement } from './add-replacement-steps.ts';
import { imageStepIds, networkStepId } from './add-resource-steps.ts';
import { withImage } from './decide-containers.ts';
import { networksOf } from './decide-networks.ts';
import {
  changeStepId,
  endStepId,
  type PlannedContainer,
  readyStepId,
  specAfter,
  stepIdsOf,
} from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import type { DesiredDependency } from './desired.ts';
import type { NewStep, PlanDraft } from './plan-draft.ts';
import { nextName, previousName } from './replacement-names.ts';
import { groupBy } from './sorting.ts';

type Context = {
  readonly draft: PlanDraft;
  readonly decisions: Decisions;
  readonly byService: ReadonlyMap<string, readonly PlannedContainer[]>;
  readonly byName: ReadonlyMap<string, PlannedContainer>;
  /** By id of the observed container: the step after which it is out of the way. */
  readonly gone: ReadonlyMap<string, string>;
  /** By service: what `startSteps` found, which is asked for again and again. */
  readonly starts: Map<string, readonly string[]>;
};

/** In start order. */
export function addContainerSteps(draft: PlanDraft, decisions: Decisions, gone: ReadonlyMap<string, string>): void {
  const { containers } = decisions;
  const byService = groupBy(containers, ({ pair }) => pair.wanted.spec.service ?? '');
  const byName = new Map(containers.map((container) => [container.pair.wanted.spec.name, container]));
  const context: Context = { draft, decisions, byService, byName, gone, starts: new Map() };
  for (const container of containers) addContainer(container, context);
  for (const [service, own] of byService)
    addBatches(draft, own, { strategy: decisions.strategies.get(service), claims: decisions.claims });
}

function addContainer(container: PlannedContainer, context: Context): void {
  const { change, restart, reference, pair } = container;
  const { draft } = context;
  if (change.kind === 'none')
    draft.unchanged.push(`container ${pair.found?.spec.name}${change.note ? ` (${change.note})` : ''}`);
  const id = addMainSteps(container, context);
  if (id === null || !restart) return;
  draft.add(
    {
      kind: 'restart-container',
      id: `restart-container ${reference}`,
      container: reference,
      because: restart.because,
      ...when(restart),
    },
    [id, ...(restart.when?.done ?? [])],
  );
}

/** Gives the id of the step after which the container is right. */
function addMainSteps(container: PlannedContainer, context: Context): string | null {
  const { draft, decisions } = context;
  if (changeStepId(container) === null) return null;
  const required = requirements(container, context);
  if (container.change.kind === 'recreate' && container.change.way !== 'swap') {
    addReplacement(draft, { container, change: container.change, decisions, after: required });
    return readyStepId(container);
  }
  const step = mainStep(container, decisions);
  return step && draft.add(step, required);
}

function mainStep(container: PlannedContainer, { policy, images }: Decisions): NewStep | null {
  const { change, reference, pair } = container;
  const id = changeStepId(container);
  if (id === null) return null;
  const spec: ContainerSpec = withImage(pair.wanted.spec, images.get(pair.wanted.spec.image));
  const start = !policy.noStart;
  switch (change.kind) {
    case 'create':
      return { kind: 'create-container', id, because: change.because, spec, start };
    case 'recreate': {
      const { because, unlessImageId, keepEnded } = change;
      const { renewAnonymousVolumes } = policy;
      const how = { start, renewAnonymousVolumes, unlessImageId, keepEnded };
      return { kind: 'recreate-container', id, because, container: reference, spec, ...how };
    }
    case 'start':
      return { kind: 'start-container', id, because: change.because, container: reference };
    case 'restart':
      return { kind: 'restart-container', id, because: change.because, container: reference, ...when(change) };
    default:
      return null;
  }
}

function when({ when: condition }: NonNullable<PlannedContainer['restart']>): Pick<NewStep, 'when'> {
  return condition === null ? {} : { when: condition };
}

function requirements(container: PlannedContainer, context: Context): string[] {
  const { pair, change } = container;
  const { draft, decisions, gone } = context;
  const spec = specAfter(container);
  const { claims, images } = decisions;
  const volumes = spec.mounts.flatMap((mount) => (mount.kind === 'volume' ? [`create-volume ${mount.volume}`] : []));
  return [
    ...(change.kind === 'create' || change.kind === 'recreate' ? imageStepIds(images.get(spec.image)) : []),
    ...networksOf(spec).flatMap((name) => networkStepId(draft, name)),
    ...volumes.filter((id) => draft.has(id)),
    ...dependencySteps(spec.service ?? '', context),
    ...[...(claims.after.get(pair.wanted.spec.name) ?? [])].flatMap((name) => mainStepsOf(context.byName.get(name))),
    ...(change.kind === 'recreate' ? leftOvers(pair.wanted.spec.name, context) : []),
    ...[...(claims.afterStopOf.get(pair.wanted.spec.name) ?? []), ...(pair.found ? [pair.found.id] : [])].flatMap(
      (id) => gone.get(id) ?? [],
    ),
    ...(change.kind === 'restart' ? (change.when?.done ?? []) : []),
  ];
}

/** What an earlier replacement left under the names that this one needs. */
function leftOvers(name: string, { decisions, gone }: Context): string[] {
  const names = new Set([nextName(name), previousName(name)]);
  return decisions.removals.flatMap(({ found }) => (names.has(found.spec.name) ? (gone.get(found.id) ?? []) : []));
}

function mainStepsOf(container: PlannedContainer | undefined): string[] {
  const id = container ? endStepId(container) : null;
  return id === null ? [] : [id];
}

/** What must have ended well before a container of a service starts. */
function dependencySteps(service: string, context: Context): string[] {
  const dependencies = context.decisions.scope.dependencies.get(service) ?? [];
  return dependencies.flatMap(
    (dependency) => waitStep(dependency, { ...context, waiting: service }) ?? startSteps(dependency.service, context),
  );
}

/** The steps that start a service; where it needs none, those of what it depends on itself. */
function startSteps(service: string, context: Context): readonly string[] {
  const known = context.starts.get(service);
  if (known) return known;
  const own = (context.byService.get(service) ?? []).flatMap(stepIdsOf);
  const needed = (context.decisions.scope.dependencies.get(service) ?? []).filter(({ required }) => required);
  const inherited = (): string[] => needed.flatMap((dependency) => startSteps(dependency.service, context));
  const steps = own.length > 0 ? own : [...new Set(inherited())];
  context.starts.set(service, steps);
  return steps;
}

/** Null where order alone will do, or where the condition is fulfilled and nothing changes that. */
function waitStep(
  { service, condition, required }: DesiredDependency,
  context: Context & { readonly waiting: string },
): readonly string[] | null {
  const { draft, decisions, byService, waiting } = context;
  const containers = (byService.get(service) ?? []).filter((container) => !staysEnded(container));
  const changes = containers.some((container) => stepIdsOf(container).length > 0);
  const plain = condition === 'started' && (required || !changes);
  if (decisions.policy.noStart || containers.length === 0 || plain) return null;
  if (!changes && containers.every((container) => isFulfilled(container, condition))) return null;
  const id = `wait-service ${service} ${condition}${required ? '' : ' optional'}`;
  const because = [{ kind: 'state', text: `needed by ${waiting}` }] as const;
  const names = containers.map(nameAfter);
  const step = { kind: 'wait-service', id, service, containers: names, condition, required, because } as const;
  return [draft.add(step, startSteps(service, context))];
}

/** There is nothing to wait for in what has ended and is left so. */
function staysEnded({ change, pair: { found } }: PlannedContainer): boolean {
  return change.kind === 'none' && (found?.status === 'exited' || found?.status === 'created');
}

/** What steps call it once its own step is done. */
function nameAfter({ pair, change, reference }: PlannedContainer): string {
  return change.kind === 'create' || change.kind === 'recreate' ? pair.wanted.spec.name : reference;
}

function isFulfilled({ pair: { found } }: PlannedContainer, condition: DesiredDependency['condition']): boolean {
  if (condition === 'healthy') return found?.status === 'running' && found.health === 'healthy';
  if (condition === 'completed') return found?.status === 'exited' && found.exitCode === 0;
  return true;
}
