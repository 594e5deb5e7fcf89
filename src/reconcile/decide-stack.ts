// Everything that is decided before a step is written down.
import { type DockrError, ErrorList } from '../core/errors.ts';
import { type CanaryDecisions, decideCanaries } from './decide-canaries.ts';
import { awaitedServices, checkImages, decideContainer } from './decide-containers.ts';
import { decideImages, type ImageDecision } from './decide-images.ts';
import {
  decideNetworks,
  type NetworkDecision,
  type NetworkDecisions,
  networksOf,
  repairKept,
} from './decide-networks.ts';
import { decideRestarts, type PlannedContainer } from './decide-restarts.ts';
import { decideVolumes, type VolumeDecisions } from './decide-volumes.ts';
import { decideWays, strategiesOf, switchTogether, withoutStopped } from './decide-way.ts';
import type { DesiredState, UpdateStrategy } from './desired.ts';
import {
  containerReferences,
  type Matching,
  matchContainers,
  ownContainers,
  type Pair,
  type Removal,
} from './match-containers.ts';
import { type ClaimOrder, orderClaims } from './order-claims.ts';
import type { PlanPolicy, PlanWarning } from './plan.ts';
import { resolveScope, type ServiceScope } from './scope.ts';
import type { ObservedContainer, Snapshot } from './snapshot.ts';

export type Decisions = {
  readonly policy: PlanPolicy;
  readonly scope: ServiceScope;
  readonly images: ReadonlyMap<string, ImageDecision>;
  readonly networks: readonly NetworkDecision[];
  readonly volumes: VolumeDecisions;
  /** In start order. */
  readonly containers: readonly PlannedContainer[];
  readonly removals: readonly Removal[];
  readonly claims: ClaimOrder;
  readonly warnings: readonly PlanWarning[];
  /** By service. */
  readonly strategies: ReadonlyMap<string, UpdateStrategy>;
};

/** Throws when something is in the way that no plan could move: all of it, at once. */
export function decideStack(desired: DesiredState, snapshot: Snapshot, policy: PlanPolicy): Decisions {
  const scope = resolveScope(desired.services, policy);
  const matching = matchContainers(ownContainers(desired.stack, snapshot), { desired, scope, policy });
  const context = { desired, snapshot, policy, scope, matching };
  const images = imagesInScope(context);
  const networks = networksInScope(context);
  const volumes = volumesInScope(context);
  const decided = planContainers(matching.pairs, { ...context, images, networks });
  const { containers: planned, warnings: waysRefused } = decided;
  const removals = [...matching.removals, ...decided.removals];
  const claims = orderClaims({
    containers: planned,
    removals,
    observed: snapshot.containers,
    scope,
  });
  throwErrors([...networks.errors, ...volumes.errors, ...checkImages(planned, { images, policy }), ...claims.errors]);
  const stopped = withoutStopped(planned, claims.stopAhead, { desired, policy });
  const { containers: kept, warnings } = evictContainers(stopped.containers, claims);
  const containers = switchTogether(kept, { desired, claims });
  return {
    policy,
    scope,
    images,
    networks: [...networks.decisions, ...repairKept(keptOf(planned), { stack: desired.stack, snapshot, ...networks })],
    volumes,
    containers,
    removals,
    claims,
    warnings: [
      ...matching.warnings,
      ...networks.warnings,
      ...volumes.warnings,
      ...claims.warnings,
      ...waysRefused,
      ...stopped.warnings,
      ...warnings,
    ],
    strategies: strategiesOf(desired, policy),
  };
}

type Context = {
  readonly desired: DesiredState;
  readonly snapshot: Snapshot;
  readonly policy: PlanPolicy;
  readonly scope: ServiceScope;
  readonly matching: Matching;
};

function imagesInScope({ desired, snapshot, scope }: Context): Map<string, ImageDecision> {
  const services = new Set(scope.services);
  const images = desired.images.filter((image) => image.services.some((service) => services.has(service)));
  return decideImages(images, snapshot);
}

function networksInScope({ desired, snapshot, policy, matching }: Context): NetworkDecisions {
  const names = new Set(matching.pairs.flatMap(({ wanted }) => networksOf(wanted.spec)));
  const networks = desired.networks.filter(({ spec }) => names.has(spec.name));
  return decideNetworks(networks, { stack: desired.stack, snapshot, matching, policy });
}

function volumesInScope({ desired, snapshot, matching }: Context): VolumeDecisions {
  const mounts = matching.pairs.flatMap(({ wanted }) => wanted.spec.mounts);
  const names = new Set(mounts.flatMap((mount) => (mount.kind === 'volume' ? [mount.volume] : [])));
  const volumes = desired.volumes.filter(({ spec }) => names.has(spec.name));
  return decideVolumes(volumes, desired.stack, snapshot);
}

type ContainerContext = Context & {
  readonly images: ReadonlyMap<string, ImageDecision>;
  readonly networks: NetworkDecisions;
};

function planContainers(pairs: readonly Pair[], context: ContainerContext): CanaryDecisions {
  const { desired, snapshot, policy, scope, matching, images, networks } = context;
  const replaced = networks.decisions.filter(({ kind }) => kind === 'replace');
  const replacedNetworks = new Set(replaced.map(({ spec }) => spec.name));
  const awaited = awaitedServices(desired);
  const input = { images, policy, replacedNetworks, awaited };
  const referenceOf = containerReferences(snapshot);
  const planned = pairs.map((pair): PlannedContainer => {
    const reference = pair.found ? referenceOf(pair.found) : '';
    return { pair, reference, ...decideContainer(pair, input) };
  });
  const ways = decideWays(planned, { desired, snapshot, policy, replacedNetworks, awaited });
  const { canaries } = matching;
  const decided = decideCanaries(ways.containers, { desired, policy, images, canaries });
  const containers = policy.noStart ? decided.containers : decideRestarts(decided.containers, scope);
  return { ...decided, containers, warnings: [...ways.warnings, ...decided.warnings] };
}

/** Those that no step replaces: a canary is tried beside the old version, and with `never` nothing is replaced. */
function keptOf(planned: readonly PlannedContainer[]): ObservedContainer[] {
  const kept = planned.filter(({ change }) => change.kind !== 'recreate' && change.kind !== 'untouched');
  return kept.flatMap(({ pair }) => pair.found ?? []);
}

/** Evicted ones are removed ahead and made anew, which is the one way for two to change places. */
function evictContainers(
  planned: readonly PlannedContainer[],
  { evict }: ClaimOrder,
): Pick<Decisions, 'containers' | 'warnings'> {
  const warnings: PlanWarning[] = [];
  const containers = planned.map((container): PlannedContainer => {
    const { change, pair } = container;
    if (!pair.found || !evict.has(pair.found.id) || change.kind !== 'recreate') return container;
    if (pair.found.spec.mounts.some(({ kind }) => kind === 'anonymous'))
      warnings.push(volumesLeft(pair.found.spec.name));
    return { ...container, change: { kind: 'create', because: change.because, when: null } };
  });
  return { containers, warnings };
}

function volumesLeft(name: string): PlanWarning {
  const message = `container "${name}" is removed before its successor is made, which gets new anonymous volumes; the old ones are kept`;
  return { code: 'anonymous-volumes-left', message };
}

function throwErrors([first, ...rest]: readonly DockrError[]): void {
  if (!first) return;
  throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
}
