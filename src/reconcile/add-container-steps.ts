// Steps for containers, each after what it needs: image, networks, volumes, dependencies, and whoever has to make room.
import type { ContainerSpec } from '../core/specs.ts';
import { addBatches } from './add-batches.ts';
import { addCanary } from './add-canary-steps.ts';
import { addCommonSwitch, addReplacement } from './add-replacement-steps.ts';
import { imageStepIds, networkStepId } from './add-resource-steps.ts';
import { type Change, withImage } from './decide-containers.ts';
import { networksOf } from './decide-networks.ts';
import { changeStepId, endStepId, type PlannedContainer, readyStepId, specAfter } from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import { type DependencyContext, dependencySteps } from './dependency-steps.ts';
import type { StepCondition } from './plan.ts';
import type { NewStep, PlanDraft } from './plan-draft.ts';
import { nextName, previousName } from './replacement-names.ts';
import { groupBy } from './sorting.ts';
import { phaseOf, restartedBehind, stepsIn } from './switch-phases.ts';

type Context = DependencyContext & {
  readonly byName: ReadonlyMap<string, PlannedContainer>;
  /** By id of the observed container: the step after which it is out of the way. */
  readonly gone: ReadonlyMap<string, string>;
};

/** In start order. */
export function addContainerSteps(draft: PlanDraft, decisions: Decisions, gone: ReadonlyMap<string, string>): void {
  const { containers } = decisions;
  const byService = groupBy(containers, ({ pair }) => pair.wanted.spec.service ?? '');
  const byName = new Map(containers.map((container) => [container.pair.wanted.spec.name, container]));
  const behind = restartedBehind(containers);
  const context: Context = { draft, decisions, byService, byName, gone, starts: new Map(), behind };
  for (const container of containers) addContainer(container, context);
  const ready = containers.flatMap((container) => stepsIn('ahead', container, behind));
  addCommonSwitch(draft, containers, ready);
  for (const [service, own] of byService) addBatches(draft, own, decisions.strategies.get(service));
}

function addContainer(container: PlannedContainer, context: Context): void {
  const { change, restart, reference, pair } = container;
  const { draft } = context;
  if (change.kind === 'none')
    draft.unchanged.push(`container ${pair.found?.spec.name}${change.note ? ` (${change.note})` : ''}`);
  const id = addMainSteps(container, context);
  if (id === null || !restart) return;
  const phase = context.behind.has(container) ? 'behind' : 'ahead';
  const { service } = pair.wanted.spec;
  draft.add(
    {
      kind: 'restart-container',
      id: `restart-container ${reference}`,
      container: reference,
      because: restart.because,
      ...when(restart),
    },
    [
      // Whatever becomes of its canary, it needs what it has itself.
      ...(change.kind === 'canary' || change.kind === 'share'
        ? requirements({ ...container, change: restart }, context)
        : [id, changeStepId(container) ?? id]),
      ...(phase === 'behind' ? dependencySteps(service ?? '', phase, context) : []),
      ...(restart.when?.done ?? []),
    ],
  );
}

/** Gives the id of the step after which the container is right. */
function addMainSteps(container: PlannedContainer, context: Context): string | null {
  const { draft, decisions } = context;
  const { change } = container;
  const id = changeStepId(container);
  if (id === null || change.kind === 'none' || change.kind === 'untouched') return null;
  const required = requirements(container, context);
  if (change.kind === 'canary' || change.kind === 'share')
    return addCanary(draft, { container, change, decisions, after: required });
  if (change.kind === 'recreate' && change.way !== 'swap') {
    addReplacement(draft, { container, change, decisions, after: required });
    return readyStepId(container);
  }
  return draft.add(mainStep(id, { container, change }, decisions), required);
}

type Changing = {
  readonly container: PlannedContainer;
  readonly change: Exclude<Change, { readonly kind: 'none' | 'untouched' | 'canary' | 'share' }>;
};

function mainStep(id: string, { container, change }: Changing, { policy, images }: Decisions): NewStep {
  const { reference, pair } = container;
  const spec: ContainerSpec = withImage(pair.wanted.spec, images.get(pair.wanted.spec.image));
  const start = !policy.noStart;
  switch (change.kind) {
    case 'create':
      return { kind: 'create-container', id, because: change.because, spec, start, ...when(change) };
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
  }
}

function when({ when: condition }: { readonly when: StepCondition | null }): Pick<NewStep, 'when'> {
  return condition === null ? {} : { when: condition };
}

function requirements(container: PlannedContainer, context: Context): string[] {
  const { pair, change } = container;
  const { draft, decisions, gone } = context;
  const spec = specAfter(container);
  const { claims, images } = decisions;
  // What is to be promoted runs already.
  const isThere = change.kind === 'recreate' && change.way === 'promote';
  const volumes = spec.mounts.flatMap((mount) => (mount.kind === 'volume' ? [`create-volume ${mount.volume}`] : []));
  return [
    ...(['create', 'recreate', 'canary'].includes(change.kind) ? imageStepIds(images.get(spec.image)) : []),
    ...(isThere ? [] : networksOf(spec)).flatMap((name) => networkStepId(draft, name)),
    ...volumes.filter((id) => draft.has(id)),
    ...dependencySteps(spec.service ?? '', phaseOf(container, context.behind), context),
    ...[...(claims.after.get(pair.wanted.spec.name) ?? [])].flatMap((name) => mainStepsOf(context.byName.get(name))),
    ...(change.kind === 'create' ? (change.when?.notDone ?? []) : []),
    ...(change.kind === 'recreate' ? leftOvers(pair.wanted.spec.name, context) : []),
    ...[...(claims.afterStopOf.get(pair.wanted.spec.name) ?? []), ...(pair.found ? [pair.found.id] : [])].flatMap(
      (id) => gone.get(id) ?? [],
    ),
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
