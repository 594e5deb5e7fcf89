// The least disruptive change that makes each container right: nothing < start < restart < recreate.
import { ImageError } from '../core/errors.ts';
import { type ImageDecision, mayChange } from './decide-images.ts';
import { isAlive, networksOf } from './decide-networks.ts';
import type { DesiredState } from './desired.ts';
import type { Pair } from './match-containers.ts';
import type { Cause, PlanPolicy, StepCondition } from './plan.ts';
import type { ObservedContainer } from './snapshot.ts';
import { diffContainers } from './spec-diff.ts';

export type Change =
  /** `note` says why nothing happens where one might expect it. */
  | { readonly kind: 'none'; readonly note: string | null }
  /** Could not be read: neither changed nor told to be right. */
  | { readonly kind: 'untouched' }
  | { readonly kind: 'create'; readonly because: readonly Cause[]; readonly when: StepCondition | null }
  | {
      readonly kind: 'recreate';
      readonly because: readonly Cause[];
      readonly unlessImageId: string | null;
      readonly keepEnded: boolean;
      readonly way: ReplacementWay;
    }
  /** It stays; a container more tries what it should be. */
  | {
      readonly kind: 'canary';
      readonly because: readonly Cause[];
      readonly unlessImageId: string | null;
      readonly share: number;
    }
  /** Its canary stays, with another share. */
  | { readonly kind: 'share'; readonly because: readonly Cause[]; readonly share: number }
  | { readonly kind: 'start'; readonly because: readonly Cause[] }
  | Restart;

/**
 * `together`: start-first, but connections go to it when all others of that way are ready, too. `keep-old`: the new one has to
 * be ready before the old one, which is stopped, goes. `swap`: it only has to start. `promote`: its canary is its successor.
 */
export type ReplacementWay = 'start-first' | 'together' | 'promote' | 'keep-old' | 'swap';

export type Restart = {
  readonly kind: 'restart';
  readonly because: readonly Cause[];
  readonly when: StepCondition | null;
};

/** What happens to a container and, where that may turn out unneeded, a restart that is needed all the same. */
export type Decision = { readonly change: Change; readonly restart: Restart | null };

export type ContainerInput = {
  readonly images: ReadonlyMap<string, ImageDecision>;
  readonly policy: PlanPolicy;
  /** Names of networks that are made anew. */
  readonly replacedNetworks: ReadonlySet<string>;
  /** Services that others wait for to complete. */
  readonly awaited: ReadonlySet<string>;
};

/** Services whose end is what another service waits for. */
export function awaitedServices(desired: DesiredState): Set<string> {
  const dependencies = desired.services.flatMap((service) => service.dependencies);
  return new Set(dependencies.filter(({ condition }) => condition === 'completed').map(({ service }) => service));
}

/** What to do about one container, looking at nothing but itself, its image and its networks. */
export function decideContainer({ wanted, found }: Pair, input: ContainerInput): Decision {
  if (found?.status === 'unknown') return only({ kind: 'untouched' });
  const decision = input.images.get(wanted.spec.image);
  if (!found) return only({ kind: 'create', because: [{ kind: 'not-found' }], when: null });
  const changes = input.policy.recreate === 'never' ? [] : diffContainers(found.spec, withImage(wanted.spec, decision));
  const reasons = reasonsToRecreate(found, { ...input, changes });
  if (reasons.length > 0)
    return only({ kind: 'recreate', because: reasons, unlessImageId: null, keepEnded: false, way: 'swap' });
  const otherwise = decideUnchanged(found, input);
  if (input.policy.recreate === 'never' || !mayChange(decision)) return only(otherwise);
  return recreateIfImageChanges({ wanted, found }, otherwise);
}

/** The spec with the id of its image, if that is the one it will have. */
export function withImage<Spec extends Pair['wanted']['spec']>(spec: Spec, decision: ImageDecision | undefined): Spec {
  return mayChange(decision) ? spec : { ...spec, imageId: decision?.imageId ?? spec.imageId };
}

type Planned = { readonly pair: Pair; readonly change: Change };

/** An error for every image that a container needs, is not here and must not be fetched. */
export function checkImages(
  containers: readonly Planned[],
  { images, policy }: Pick<ContainerInput, 'images' | 'policy'>,
): ImageError[] {
  const needed = new Set(containers.filter((one) => needsImage(one, policy)).map(({ pair }) => pair.wanted.spec.image));
  const missing = [...images.values()].filter(({ imageId, because }) => imageId === null && because === null);
  return missing.filter(({ image }) => needed.has(image.reference)).map(imageNotFound);
}

/** One that stays as it is keeps its image, whatever became of the reference. */
function needsImage({ pair: { wanted, found }, change }: Planned, { recreate }: PlanPolicy): boolean {
  if (change.kind === 'create' || change.kind === 'recreate' || change.kind === 'canary') return true;
  return found?.status !== 'unknown' && recreate !== 'never' && found?.spec.image !== wanted.spec.image;
}

function imageNotFound({ image }: ImageDecision): ImageError {
  const services = image.services.map((name) => `"${name}"`).join(', ');
  return new ImageError('image-not-found', {
    message: `image "${image.reference}" of service ${services} is not here and must not be pulled or built`,
    hint: `dockr pull ${image.reference}, or allow it with pull_policy, --pull or --build`,
  });
}

type Reasons = ContainerInput & { readonly changes: readonly Cause[] };

function reasonsToRecreate(found: ObservedContainer, { policy, changes, replacedNetworks, images }: Reasons): Cause[] {
  const never = policy.recreate === 'never';
  const replaced = isAlive(found) ? networksOf(found.spec).filter((name) => replacedNetworks.has(name)) : [];
  const asked = policy.recreate === 'always' && isAskedFor(found, policy);
  return [
    ...wreckage(found, { policy, same: changes.length === 0 && !mayChange(images.get(found.spec.image)) }),
    ...changes,
    ...(never ? [] : (found.damage ?? [])).map((text): Cause => ({ kind: 'drift', text })),
    ...replaced.map((name): Cause => ({ kind: 'dependency', on: `network ${name}` })),
    ...(asked ? [{ kind: 'asked', text: 'recreate' } satisfies Cause] : []),
  ];
}

/** Never started and half removed containers are what a crash leaves, unless nothing was to be started. */
function wreckage(
  { status }: ObservedContainer,
  { policy, same }: { readonly policy: PlanPolicy; readonly same: boolean },
): Cause[] {
  if (status === 'dead') return [{ kind: 'state', text: 'was half removed' }];
  if (status !== 'created') return [];
  const meant = (policy.noStart || policy.keepEnded) && same;
  return meant ? [] : [{ kind: 'state', text: 'was never started' }];
}

/** Dependencies that come along are recreated only when they differ. */
function isAskedFor({ spec }: ObservedContainer, { services }: PlanPolicy): boolean {
  return services.length === 0 || services.includes(spec.service ?? '');
}

/** What becomes of one that is as it should be, or may stay as it is. */
export function decideUnchanged(
  found: ObservedContainer,
  { policy, awaited }: Pick<ContainerInput, 'policy' | 'awaited'>,
): Change {
  if (found.status === 'exited') return decideEnded(found, { policy, awaited });
  const restarts = found.status === 'running' && found.drift.length > 0 && !policy.noStart;
  if (restarts) return { kind: 'restart', because: found.drift.map((text) => ({ kind: 'drift', text })), when: null };
  return { kind: 'none', note: found.status === 'created' ? 'not started' : null };
}

function decideEnded(
  found: ObservedContainer,
  { policy, awaited }: Pick<ContainerInput, 'policy' | 'awaited'>,
): Change {
  if (found.exitCode === 0 && awaited.has(found.spec.service ?? ''))
    return { kind: 'none', note: 'ended with 0, not run again' };
  if (policy.noStart || policy.keepEnded) return { kind: 'none', note: 'not started' };
  if (policy.keepStopped && (found.stoppedByUser || found.exitCode === 0)) return { kind: 'none', note: 'not started' };
  const text = found.stoppedByUser ? 'was stopped' : `exited with ${found.exitCode ?? 'an unknown code'}`;
  return { kind: 'start', because: [{ kind: 'state', text }] };
}

type FoundPair = Pair & { readonly found: ObservedContainer };

function recreateIfImageChanges({ wanted, found }: FoundPair, otherwise: Change): Decision {
  const [from, to] = [found.spec.image, wanted.spec.image];
  const because: Cause[] = [
    from === to ? { kind: 'state', text: 'image may change' } : { kind: 'changed', field: 'image', from, to },
  ];
  if (otherwise.kind === 'start') because.push(...otherwise.because);
  const keepEnded = otherwise.kind !== 'start';
  const change: Change = { kind: 'recreate', because, unlessImageId: found.spec.imageId, keepEnded, way: 'swap' };
  return { change, restart: otherwise.kind === 'restart' ? otherwise : null };
}

function only(change: Change): Decision {
  return { change, restart: null };
}
