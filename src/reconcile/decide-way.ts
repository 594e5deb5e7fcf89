// How a container is replaced: by a successor that is ready before it goes, or stopped first.
import type { ContainerSpec } from '../core/specs.ts';
import { claimsOf, collides, describeClaim } from './claims.ts';
import type { ReplacementWay } from './decide-containers.ts';
import { networksOf } from './decide-networks.ts';
import { changeStepId, type PlannedContainer } from './decide-restarts.ts';
import type { DesiredState, UpdateStrategy } from './desired.ts';
import type { ClaimOrder } from './order-claims.ts';
import type { PlanPolicy, PlanWarning } from './plan.ts';
import type { ObservedContainer, Snapshot } from './snapshot.ts';

export type WayInput = {
  readonly desired: DesiredState;
  readonly snapshot: Snapshot;
  readonly policy: PlanPolicy;
  /** Names of networks that are made anew. */
  readonly replacedNetworks: ReadonlySet<string>;
  /** Services that others wait for to complete: they never get ready. */
  readonly awaited: ReadonlySet<string>;
};

/** By service. */
export function strategiesOf(
  { services }: DesiredState,
  { isRollback }: PlanPolicy,
): ReadonlyMap<string, UpdateStrategy> {
  return new Map(services.map(({ name, update, rollback }) => [name, isRollback ? rollback : update]));
}

/** The containers, with the way each recreation goes; a warning for each that was to be without downtime and cannot be. */
export function decideWays(
  containers: readonly PlannedContainer[],
  input: WayInput,
): { readonly containers: readonly PlannedContainer[]; readonly warnings: readonly PlanWarning[] } {
  const strategies = strategiesOf(input.desired, input.policy);
  const sharers = sharedNames(input);
  const tried = new Set(input.desired.services.flatMap(({ name, canary }) => (canary ? [name] : [])));
  const warnings: PlanWarning[] = [];
  const decided = containers.map((container): PlannedContainer => {
    const { change, pair } = container;
    const strategy = strategies.get(pair.wanted.spec.service ?? '');
    if (change.kind !== 'recreate' || !pair.found || !strategy) return container;
    const found = pair.found;
    const isTried = tried.has(pair.wanted.spec.service ?? '');
    const { way, refused } = chooseWay({ ...input, strategy, isTried, sharers, wanted: pair.wanted.spec, found });
    if (refused !== null) warnings.push(downtime(pair.wanted.spec.name, refused));
    return withWay(container, way);
  });
  return { containers: decided, warnings };
}

/** Those that are stopped ahead of their own recreation have no connections to keep. */
export function withoutStopped(
  containers: readonly PlannedContainer[],
  stopAhead: ReadonlySet<string>,
  input: Pick<WayInput, 'desired' | 'policy'>,
): { readonly containers: readonly PlannedContainer[]; readonly warnings: readonly PlanWarning[] } {
  const strategies = strategiesOf(input.desired, input.policy);
  const warnings: PlanWarning[] = [];
  const decided = containers.map((container): PlannedContainer => {
    const { change, pair } = container;
    if (change.kind !== 'recreate' || !pair.found || !stopAhead.has(pair.found.id)) return container;
    const order = strategies.get(pair.wanted.spec.service ?? '')?.order;
    const wasAsked = order === 'start-first' || (order === null && input.desired.switching === 'together');
    if (change.way === 'start-first' && wasAsked)
      warnings.push(downtime(pair.wanted.spec.name, 'another container takes its place'));
    return withWay(container, 'swap');
  });
  return { containers: decided, warnings };
}

/** Of a stack that is switched as one: those that can wait with their connections for all others. */
export function switchTogether(
  containers: readonly PlannedContainer[],
  { desired, claims }: { readonly desired: DesiredState; readonly claims: ClaimOrder },
): readonly PlannedContainer[] {
  if (desired.switching !== 'together') return containers;
  // The one that takes something over waits for the end of the one that has it.
  const givers = new Set([...claims.after.values()].flatMap((names) => [...names]));
  let count = 0;
  const switched = containers.map((container): PlannedContainer => {
    const { change, pair } = container;
    const joins = change.kind === 'recreate' && change.way === 'start-first' && !givers.has(pair.wanted.spec.name);
    if (!joins) return container;
    count++;
    return { ...container, change: { ...change, way: 'together' } };
  });
  return count > 1 ? switched : containers;
}

function withWay(container: PlannedContainer, way: ReplacementWay): PlannedContainer {
  const { change, restart } = container;
  if (change.kind !== 'recreate') return container;
  const next: PlannedContainer = { ...container, change: { ...change, way } };
  if (!restart) return next;
  // What was not replaced after all may have to be restarted for a reason of its own.
  return { ...next, restart: { ...restart, when: { done: [], notDone: [changeStepId(next) ?? ''] } } };
}

type Choice = WayInput & {
  readonly strategy: UpdateStrategy;
  /** Its service has canaries. */
  readonly isTried: boolean;
  readonly wanted: ContainerSpec;
  readonly found: ObservedContainer;
  /** Names of containers whose network others are in. */
  readonly sharers: ReadonlySet<string>;
};

type Chosen = { readonly way: ReplacementWay; readonly refused: string | null };

function chooseWay(choice: Choice): Chosen {
  const { strategy, wanted, found, policy } = choice;
  if (found.status !== 'running' || policy.recreate === 'never') return { way: 'swap', refused: null };
  const byName = strategy.order === 'start-first';
  const asked = byName || (strategy.order === null && (choice.desired.switching === 'together' || choice.isTried));
  const isWished = asked || (strategy.order === null && isChecked(wanted, found));
  const obstacle = findReason(choice) ?? (byName ? undefined : dataReason(wanted));
  if (isWished && obstacle === undefined) return { way: 'start-first', refused: null };
  return { way: stopFirst(choice), refused: asked ? (obstacle ?? null) : null };
}

function stopFirst({ strategy, wanted, found, policy, replacedNetworks, awaited, sharers }: Choice): ReplacementWay {
  const stopped = networksOf(found.spec).some((name) => replacedNetworks.has(name));
  // Whoever is in its network may be what it needs to get ready.
  const alone = !sharers.has(wanted.name) && !sharers.has(found.spec.name);
  const isJudged = strategy.isMonitored || isChecked(wanted, found);
  const proves = isJudged && !policy.noStart && !stopped && !awaited.has(wanted.service ?? '') && alone;
  return proves ? 'keep-old' : 'swap';
}

/** Whether it has a health check; that of an image is known by the container that runs from it, or one like it. */
function isChecked({ healthcheck }: ContainerSpec, found: ObservedContainer): boolean {
  const test = healthcheck?.test ?? null;
  if (test !== null) return test[0] !== 'NONE';
  return (found.spec.healthcheck?.test ?? null) === null && found.health !== 'none';
}

/** Why two of them cannot be there at once; undefined if they can. */
function findReason({ wanted, found, policy, replacedNetworks, awaited, sharers }: Choice): string | undefined {
  if (policy.noStart) return 'nothing is to be started';
  if (awaited.has(wanted.service ?? '')) return 'other services wait for it to complete';
  if (wanted.network.kind === 'host' || found.spec.network.kind === 'host') return 'it is in the network of the host';
  if (wanted.network.kind === 'container' || found.spec.network.kind === 'container')
    return 'it is in the network of another container';
  if (sharers.has(wanted.name) || sharers.has(found.spec.name)) return 'another container is in its network';
  const replaced = networksOf(found.spec).find((name) => replacedNetworks.has(name));
  if (replaced !== undefined) return `network "${replaced}" is made anew`;
  return claimReason(wanted, found.spec) ?? anonymousReason(wanted, found, policy);
}

function claimReason(wanted: ContainerSpec, old: ContainerSpec): string | undefined {
  const held = claimsOf(old);
  const scarce = claimsOf(wanted).find((claim) => claim.kind !== 'name' && held.some((one) => collides(claim, one)));
  if (scarce) return `both need ${describeClaim(scarce)}`;
  const macs = new Set(macsOf(old));
  const mac = macsOf(wanted).find((one) => macs.has(one));
  return mac === undefined ? undefined : `both need the MAC address ${mac}`;
}

function macsOf({ network }: ContainerSpec): string[] {
  return network.kind === 'networks' ? network.attachments.flatMap(({ mac }) => (mac === null ? [] : [mac])) : [];
}

function anonymousReason(wanted: ContainerSpec, found: ObservedContainer, policy: PlanPolicy): string | undefined {
  if (policy.renewAnonymousVolumes) return undefined;
  const has =
    found.anonymousVolumes || [...wanted.mounts, ...found.spec.mounts].some(({ kind }) => kind === 'anonymous');
  return has ? 'it keeps its anonymous volumes' : undefined;
}

/** Two versions that write the same files are nothing to try unasked. */
function dataReason({ mounts }: ContainerSpec): string | undefined {
  const written = mounts.find((mount) => (mount.kind === 'volume' || mount.kind === 'bind') && !mount.readOnly);
  return written && `both would write to ${written.target}`;
}

/** Names of containers whose network others are in, or will be. */
function sharedNames({ desired, snapshot }: WayInput): Set<string> {
  const specs = [...desired.containers, ...snapshot.containers].map(({ spec }) => spec);
  return new Set(specs.flatMap(({ network }) => (network.kind === 'container' ? [network.container] : [])));
}

function downtime(name: string, reason: string): PlanWarning {
  return { code: 'downtime', message: `container "${name}" is stopped before its successor starts: ${reason}` };
}
