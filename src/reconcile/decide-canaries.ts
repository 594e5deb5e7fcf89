// Services that try a new version on a part of their connections: which canaries come, stay, are promoted, or go.
import { decideUnchanged, withImage } from './decide-containers.ts';
import { type ImageDecision, mayChange } from './decide-images.ts';
import { type PlannedContainer, startCanaryId } from './decide-restarts.ts';
import type { Canary, DesiredState } from './desired.ts';
import { findGivers } from './find-givers.ts';
import type { Removal } from './match-containers.ts';
import type { Cause, PlanPolicy, PlanWarning } from './plan.ts';
import { canaryName } from './replacement-names.ts';
import type { ObservedContainer } from './snapshot.ts';
import { groupBy, sortedBy } from './sorting.ts';
import { diffContainers } from './spec-diff.ts';

export type CanaryInput = {
  readonly desired: DesiredState;
  readonly policy: PlanPolicy;
  readonly images: ReadonlyMap<string, ImageDecision>;
  /** Those that are there, in the services of the scope. */
  readonly canaries: readonly ObservedContainer[];
};

export type CanaryDecisions = {
  readonly containers: readonly PlannedContainer[];
  readonly removals: readonly Removal[];
  readonly warnings: readonly PlanWarning[];
};

/** Before restarts are decided: what only gets a canary is no reason to restart anybody. */
export function decideCanaries(containers: readonly PlannedContainer[], input: CanaryInput): CanaryDecisions {
  const found = groupBy(input.canaries, ({ spec }) => spec.service ?? '');
  const configs = new Map(input.desired.services.map(({ name, canary }) => [name, canary]));
  const givers = findGivers(containers, new Set([...configs].flatMap(([name, config]) => (config ? [name] : []))));
  const services = groupBy(containers, ({ pair }) => pair.wanted.spec.service ?? '');
  const gone = [...found].filter(([name]) => !services.has(name)).flatMap(([, all]) => all);
  const decided = [...services].map(([name, own]) => {
    const [first] = sortedBy(own, ({ pair }) => pair.wanted.spec.replica.toString().padStart(6, '0'));
    const all = sortedBy(found.get(name) ?? [], ({ id }) => id);
    // That of a replica with another name cannot become this one.
    const canary = all.find(({ spec }) => first && spec.name === canaryName(first.pair.wanted.spec.name));
    const gives = givers.has(name);
    const decision = decideService(own, { ...input, first, gives, config: configs.get(name) ?? null, canary });
    return { ...decision, removals: [...decision.removals, ...all.filter((one) => one !== canary).map(unwanted)] };
  });
  return {
    containers: decided.flatMap((decision) => decision.containers),
    removals: [...decided.flatMap(({ removals }) => removals), ...gone.map(unwanted)],
    warnings: decided.flatMap(({ warnings }) => warnings),
  };
}

type ServiceInput = CanaryInput & {
  /** The replica with the lowest number: its canary is the one of the service. */
  readonly first: PlannedContainer | undefined;
  readonly config: Canary | null;
  /** Another service is to have what its old containers have. */
  readonly gives: boolean;
  readonly canary: ObservedContainer | undefined;
};

function decideService(own: readonly PlannedContainer[], input: ServiceInput): CanaryDecisions {
  const { config, canary, first, gives } = input;
  const none = { containers: own, removals: canary ? [unwanted(canary)] : [], warnings: [] };
  if (!first || (!config && !canary)) return none;
  const isNew = isVersion(first) || (isRenamed(first) && mayMove(first, input.images));
  const isTried = config !== null && isNew && tries(input.policy);
  if (isTried && mayHaveSuccessor(first) && !isRenamed(first) && !gives)
    return tryVersion(own, { ...input, config, first });
  if (isTried) return { ...none, warnings: [withoutCanary(first, gives)] };
  const promoted = canary && promotes(first, canary, input) ? first : undefined;
  if (!promoted) return none;
  return { ...none, containers: own.map((one) => (one === promoted ? asPromoted(one) : one)), removals: [] };
}

/** Where somebody has decided, or nothing is to be replaced, nothing is tried. */
function tries({ promote, isRollback, noStart, recreate }: PlanPolicy): boolean {
  return !promote && !isRollback && !noStart && recreate === 'changed';
}

/** Another version, and not the same once more. */
function isVersion({ change }: PlannedContainer): boolean {
  if (change.kind !== 'recreate') return false;
  const isOther = (cause: Cause): boolean =>
    (cause.kind === 'changed' && cause.field !== 'name') || cause.kind === 'content-changed';
  return change.unlessImageId !== null || change.because.some(isOther);
}

/** A new name takes a new container: the old one cannot go on while another is tried. */
function isRenamed({ pair: { wanted, found } }: PlannedContainer): boolean {
  return found !== undefined && found.spec.name !== wanted.spec.name;
}

function mayHaveSuccessor({ change }: PlannedContainer): boolean {
  return change.kind === 'recreate' && change.way === 'start-first';
}

type Trying = ServiceInput & { readonly config: Canary; readonly first: PlannedContainer };

/** The replicas stay as they are; those that are not there yet wait, so that the share stays what it is. */
function tryVersion(own: readonly PlannedContainer[], input: Trying): CanaryDecisions {
  const { first } = input;
  const decided = withCanary(first, input);
  // Its image may turn out to be the one that runs: then there is no canary to wait for.
  const isSure = decided.change.kind !== 'canary' || decided.change.unlessImageId !== first.pair.found?.spec.imageId;
  const notDone = [startCanaryId(first.pair.wanted.spec.name)];
  const containers = own.flatMap((one): PlannedContainer[] => {
    if (one === first) return [decided];
    if (one.change.kind !== 'create') return [asItIs(one, 'its canary decides', input)];
    return isSure ? [] : [{ ...one, change: { ...one.change, when: { done: [], notDone } } }];
  });
  const later = own.filter(({ change }) => change.kind === 'create');
  const warnings = later.map(({ pair }) => afterCanary(pair.wanted.spec.name, isSure));
  return { containers, removals: [], warnings };
}

function withCanary(first: PlannedContainer, input: Trying): PlannedContainer {
  const { config, canary, images } = input;
  const { change } = first;
  if (change.kind !== 'recreate') return first;
  const { because, unlessImageId } = change;
  const isSame = canary !== undefined && isIntact(canary) && equals(first, canary, images);
  const note = `its canary has ${percent(config.share)} of the connections`;
  const kept = asItIs(first, note, input);
  // What it needs itself comes on top.
  const restart = kept.change.kind === 'restart' ? kept.change : null;
  if (!isSame || mayMove(first, images)) {
    const unless = isSame ? canary.spec.imageId : unlessImageId;
    return { ...first, restart, change: { kind: 'canary', because, unlessImageId: unless, share: config.share } };
  }
  if (canary.share === config.share) return kept;
  const [from, to] = [percent(canary.share ?? 0), percent(config.share)];
  const changed: Cause = { kind: 'changed', field: 'canary.share', from, to };
  return { ...first, restart, change: { kind: 'share', because: [changed], share: config.share } };
}

/** With the old version: it is only seen to that it runs as it should. */
function asItIs(container: PlannedContainer, note: string, { policy }: Trying): PlannedContainer {
  const { found } = container.pair;
  const goesOn = found && GOES_ON.includes(found.status) && !isRenamed(container);
  if (!goesOn || !isVersion(container)) return container;
  const change = decideUnchanged(found, { policy, awaited: new Set() });
  return { ...container, restart: null, change: change.kind === 'none' ? { kind: 'none', note } : change };
}

const GOES_ON: readonly ObservedContainer['status'][] = ['running', 'restarting', 'exited'];

function percent(thousandths: number): string {
  return `${thousandths / 10} %`;
}

function promotes(first: PlannedContainer, canary: ObservedContainer, { images }: ServiceInput): boolean {
  const isSure = mayHaveSuccessor(first) && !mayMove(first, images);
  return isSure && isIntact(canary) && equals(first, canary, images);
}

/** Its image is known only when it has been pulled or built. */
function mayMove({ pair }: PlannedContainer, images: CanaryInput['images']): boolean {
  return mayChange(images.get(pair.wanted.spec.image));
}

function isIntact({ status, drift, damage = [] }: ObservedContainer): boolean {
  return status === 'running' && drift.length === 0 && damage.length === 0;
}

function asPromoted(first: PlannedContainer): PlannedContainer {
  const { change } = first;
  return change.kind === 'recreate' ? { ...first, change: { ...change, way: 'promote' } } : first;
}

function equals({ pair }: PlannedContainer, { spec }: ObservedContainer, images: CanaryInput['images']): boolean {
  const wanted = withImage(pair.wanted.spec, images.get(pair.wanted.spec.image));
  return diffContainers({ ...spec, name: wanted.name }, wanted).length === 0;
}

function unwanted(found: ObservedContainer): Removal {
  return { found, cause: { kind: 'state', text: 'no canary is wanted' }, surplus: false };
}

function withoutCanary(first: PlannedContainer, gives: boolean): PlanWarning {
  const { name, service } = first.pair.wanted.spec;
  const message = `service "${service}" is updated without a canary: ${whyNot()}`;
  return { code: 'no-canary', message };

  function whyNot(): string {
    if (isRenamed(first)) return `its container gets the name "${name}"`;
    if (gives) return 'another service is to have a port, an address or a name of its containers';
    return 'two of its containers cannot run side by side, or the old one does not run';
  }
}

function afterCanary(name: string, isSure: boolean): PlanWarning {
  const unless = isSure ? '' : ', or now if its image has not changed';
  const message = `container "${name}" is made when the canary of its service is promoted${unless}`;
  return { code: 'after-canary', message };
}
