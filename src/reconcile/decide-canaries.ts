// Services that try a new version on a part of their connections: which canaries come, stay, are promoted, or go.
import { decideUnchanged, withImage } from './decide-containers.ts';
import { type ImageDecision, mayChange } from './decide-images.ts';
import type { PlannedContainer } from './decide-restarts.ts';
import type { Canary, DesiredState } from './desired.ts';
import type { Removal } from './match-containers.ts';
import type { Cause, PlanPolicy, PlanWarning } from './plan.ts';
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
  const services = groupBy(containers, ({ pair }) => pair.wanted.spec.service ?? '');
  const gone = [...found].filter(([name]) => !services.has(name)).flatMap(([, all]) => all);
  const decided = [...services].map(([name, own]) => {
    const [canary, ...others] = sortedBy(found.get(name) ?? [], ({ id }) => id);
    const decision = decideService(own, { ...input, config: configs.get(name) ?? null, canary });
    return { ...decision, removals: [...decision.removals, ...others.map(unwanted)] };
  });
  return {
    containers: decided.flatMap((decision) => decision.containers),
    removals: [...decided.flatMap(({ removals }) => removals), ...gone.map(unwanted)],
    warnings: decided.flatMap(({ warnings }) => warnings),
  };
}

type ServiceInput = CanaryInput & {
  readonly config: Canary | null;
  readonly canary: ObservedContainer | undefined;
};

function decideService(own: readonly PlannedContainer[], input: ServiceInput): CanaryDecisions {
  const { config, canary } = input;
  const [first] = sortedBy(own, ({ pair }) => pair.wanted.spec.replica.toString().padStart(6, '0'));
  const none = { containers: own, removals: canary ? [unwanted(canary)] : [], warnings: [] };
  if (!first || (!config && !canary)) return none;
  const isTried = config !== null && isVersion(first) && tries(input.policy);
  if (isTried && mayHaveSuccessor(first)) return tryVersion(own, { ...input, config, first });
  if (isTried) return { ...none, warnings: [withoutCanary(first)] };
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
  const isOther = ({ kind }: Cause): boolean => kind === 'changed' || kind === 'content-changed';
  return change.unlessImageId !== null || change.because.some(isOther);
}

function mayHaveSuccessor({ change }: PlannedContainer): boolean {
  return change.kind === 'recreate' && change.way === 'start-first';
}

type Trying = ServiceInput & { readonly config: Canary; readonly first: PlannedContainer };

/** The replicas stay as they are; those that are not there yet wait, so that the share stays what it is. */
function tryVersion(own: readonly PlannedContainer[], input: Trying): CanaryDecisions {
  const { first } = input;
  const later = own.filter(({ change }) => change.kind === 'create');
  const containers = own
    .filter((one) => !later.includes(one))
    .map(
      (one): PlannedContainer => (one === first ? withCanary(one, input) : asItIs(one, 'its canary decides', input)),
    );
  return { containers, removals: [], warnings: later.map(({ pair }) => afterCanary(pair.wanted.spec.name)) };
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
  if (!found || !isVersion(container) || !GOES_ON.includes(found.status)) return container;
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

function withoutCanary({ pair }: PlannedContainer): PlanWarning {
  const { service } = pair.wanted.spec;
  const message = `service "${service}" is updated without a canary: two of its containers cannot run side by side, or the old one does not run`;
  return { code: 'no-canary', message };
}

function afterCanary(name: string): PlanWarning {
  return { code: 'after-canary', message: `container "${name}" is made when the canary of its service is promoted` };
}
