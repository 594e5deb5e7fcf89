// What would keep a step from being carried out on a snapshot. The runner's engine finds the same by trying.
import type { ContainerSpec } from '../../src/core/specs.ts';
import { claimsOf, collides, describeClaim } from '../../src/reconcile/claims.ts';
import { isAlive, networksOf } from '../../src/reconcile/decide-networks.ts';
import { findContainer } from '../../src/reconcile/find-container.ts';
import type { Step } from '../../src/reconcile/plan.ts';
import { canaryName, nextName } from '../../src/reconcile/replacement-names.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';

/** For people; undefined when nothing is in the way. */
export function findObstacle(snapshot: Snapshot, step: Step): string | undefined {
  switch (step.kind) {
    case 'pull-image':
    case 'build-image':
      return undefined;
    case 'create-network':
      return hasNamed(snapshot.networks, step.spec.name) ? `network "${step.spec.name}" is there already` : undefined;
    case 'repair-network':
      return hasNamed(snapshot.networks, step.name) ? undefined : `no network "${step.name}"`;
    case 'remove-network':
      return attachedTo(snapshot, step.name);
    case 'create-volume':
      return hasNamed(snapshot.volumes, step.spec.name) ? `volume "${step.spec.name}" is there already` : undefined;
    case 'remove-volume':
      return usedBy(snapshot, step.name);
    case 'create-container':
      return missingFor(snapshot, step.spec) ?? takenFor(snapshot, step.spec, undefined);
    case 'recreate-container':
      return withContainer(
        snapshot,
        step.container,
        (old) => missingFor(snapshot, step.spec) ?? takenFor(snapshot, step.spec, old),
      );
    case 'start-successor':
      return withContainer(
        snapshot,
        step.container,
        () =>
          missingFor(snapshot, step.spec) ??
          takenFor(snapshot, { ...step.spec, name: nextName(step.spec.name) }, undefined),
      );
    case 'start-canary':
      return withContainer(
        snapshot,
        step.container,
        () => missingFor(snapshot, step.spec) ?? takenBesideCanary(snapshot, step.spec),
      );
    case 'switch-traffic':
      return withContainer(snapshot, step.container, () =>
        withContainer(snapshot, step.successor, (next) => (isReady(next) ? undefined : 'its successor is not ready')),
      );
    case 'switch-together':
      // Those that turned out to need none have no successor.
      return step.switches.some(({ successor }) => {
        const next = findContainer(snapshot, successor);
        return next !== undefined && !isReady(next);
      })
        ? 'a successor is not ready'
        : undefined;
    case 'share-traffic':
    case 'wait-ready':
    case 'drain-container':
      return withContainer(snapshot, step.container, () => undefined);
    case 'pause':
      return undefined;
    case 'start-container':
    case 'restart-container':
      return withContainer(
        snapshot,
        step.container,
        (old) => missingFor(snapshot, { ...old.spec, image: '' }) ?? takenFor(snapshot, old.spec, old),
      );
    case 'stop-container':
      return withContainer(snapshot, step.container, () => undefined);
    case 'remove-container':
      return withContainer(snapshot, step.container, (old) =>
        // One whose successor took its place is stopped on the way.
        isAlive(old) && !step.when ? `container "${step.container}" runs` : undefined,
      );
    case 'wait-service':
      return step.containers
        .map((name) => withContainer(snapshot, name, () => undefined))
        .find((obstacle) => obstacle !== undefined);
  }
}

/** An earlier canary makes room for it. */
function takenBesideCanary(snapshot: Snapshot, spec: ContainerSpec): string | undefined {
  const name = canaryName(spec.name);
  return takenFor(snapshot, { ...spec, name }, findContainer(snapshot, name));
}

function isReady(container: ObservedContainer): boolean {
  return container.status === 'running' && (container.health === 'healthy' || container.health === 'none');
}

function hasNamed(resources: readonly { readonly spec: { readonly name: string } }[], name: string): boolean {
  return resources.some(({ spec }) => spec.name === name);
}

function attachedTo(snapshot: Snapshot, network: string): string | undefined {
  if (!hasNamed(snapshot.networks, network)) return `no network "${network}"`;
  const holder = snapshot.containers.find(
    (container) => isAlive(container) && networksOf(container.spec).includes(network),
  );
  return holder && `container "${holder.spec.name}" is attached to network "${network}"`;
}

function usedBy(snapshot: Snapshot, volume: string): string | undefined {
  if (!hasNamed(snapshot.volumes, volume)) return `no volume "${volume}"`;
  const user = snapshot.containers.find(({ spec }) =>
    spec.mounts.some((mount) => mount.kind === 'volume' && mount.volume === volume),
  );
  return user && `container "${user.spec.name}" uses volume "${volume}"`;
}

function withContainer(
  snapshot: Snapshot,
  reference: string,
  check: (container: ObservedContainer) => string | undefined,
): string | undefined {
  const container = findContainer(snapshot, reference);
  return container ? check(container) : `no container "${reference}"`;
}

function missingFor(snapshot: Snapshot, spec: ContainerSpec): string | undefined {
  const network = networksOf(spec).find((name) => name !== 'bridge' && !hasNamed(snapshot.networks, name));
  if (network !== undefined) return `no network "${network}"`;
  const broken = snapshot.networks.find(
    ({ spec: { name, stack }, intact }) => !intact && stack === spec.stack && networksOf(spec).includes(name),
  );
  if (broken) return `network "${broken.spec.name}" is broken`;
  const volume = spec.mounts.find((mount) => mount.kind === 'volume' && !hasNamed(snapshot.volumes, mount.volume));
  if (volume?.kind === 'volume') return `no volume "${volume.volume}"`;
  const image =
    spec.image === '' || spec.imageId !== '' || snapshot.images.some(({ reference }) => reference === spec.image);
  if (!image) return `no image "${spec.image}"`;
  const { network: mode } = spec;
  const own = mode.kind === 'container' && spec.stack !== null && !findContainer(snapshot, mode.container);
  return own ? `no container "${mode.container}" to share the network of` : undefined;
}

/** Names are taken by every container, ports and addresses by those that run. */
function takenFor(snapshot: Snapshot, spec: ContainerSpec, self: ObservedContainer | undefined): string | undefined {
  for (const other of snapshot.containers) {
    if (other.id === self?.id) continue;
    const held = claimsOf(other.spec).filter((claim) => claim.kind === 'name' || isAlive(other));
    const taken = claimsOf(spec).find((claim) => held.some((claimed) => collides(claim, claimed)));
    if (taken) return `container "${other.spec.name}" has ${describeClaim(taken)}`;
  }
  return undefined;
}
