// A name, a host port or an address moves from one container to another: the one that gives it up comes first. Where that
// is impossible (two change places, or the giver waits for the taker), the giver is stopped or removed ahead.
import { ContainerError, type DockrError } from '../core/errors.ts';
import type { ContainerSpec } from '../core/specs.ts';
import { ClaimIndex } from './claim-index.ts';
import { type Claim, claimsOf, collides, describeClaim } from './claims.ts';
import { isAlive } from './decide-networks.ts';
import { type PlannedContainer, specAfter } from './decide-restarts.ts';
import type { Removal } from './match-containers.ts';
import type { PlanWarning } from './plan.ts';
import type { ServiceScope } from './scope.ts';
import type { ObservedContainer } from './snapshot.ts';

export type ClaimOrder = {
  /** By name of the desired container: names of desired ones that come before it. */
  readonly after: ReadonlyMap<string, ReadonlySet<string>>;
  /** By name of the desired container: ids of observed ones that must be stopped, or removed, before it. */
  readonly afterStopOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of observed ones to stop ahead of their own recreation. */
  readonly stopAhead: ReadonlySet<string>;
  /** Ids of observed ones to stop and remove ahead, their place taken by a new one. */
  readonly evict: ReadonlySet<string>;
  readonly warnings: readonly PlanWarning[];
  readonly errors: readonly DockrError[];
};

type ClaimInput = {
  readonly containers: readonly PlannedContainer[];
  readonly removals: readonly Removal[];
  /** Every container of the snapshot, of other stacks, too. */
  readonly observed: readonly ObservedContainer[];
  readonly scope: ServiceScope;
};

/** Looks at every container that is about to start with something it does not have yet. */
export function orderClaims({ containers, removals, observed, scope }: ClaimInput): ClaimOrder {
  const after = new Map<string, Set<string>>();
  const afterStopOf = new Map<string, Set<string>>();
  const [stopAhead, evict] = [new Set<string>(), new Set<string>()];
  const warnings: PlanWarning[] = [];
  const errors: DockrError[] = [];
  const byFound = new Map(
    containers.flatMap((container) => (container.pair.found ? [[container.pair.found.id, container] as const] : [])),
  );
  const removed = new Set(removals.map(({ found }) => found.id));

  for (const { needer, claim, holder } of findCollisions(containers, observed)) {
    const name = needer.pair.wanted.spec.name;
    const giver = byFound.get(holder.id);
    if (removed.has(holder.id)) addTo(afterStopOf, name, holder.id);
    else if (!giver || !givesUp(giver, claim)) report({ needer, claim, holder });
    else if (!comesAfter(giver, needer, { scope, after, containers })) addTo(after, name, giver.pair.wanted.spec.name);
    else {
      (claim.kind === 'port' ? stopAhead : evict).add(holder.id);
      addTo(afterStopOf, name, holder.id);
    }
  }
  warnings.push(...findRivals(containers));
  return { after, afterStopOf, stopAhead, evict, warnings, errors };

  function report(collision: Collision): void {
    if (collision.claim.kind === 'name') errors.push(nameTaken(collision));
    else warnings.push({ code: `${collision.claim.kind}-taken`, message: describeCollision(collision) });
  }
}

type Collision = { readonly needer: PlannedContainer; readonly claim: Claim; readonly holder: ObservedContainer };

function findCollisions(containers: readonly PlannedContainer[], observed: readonly ObservedContainer[]): Collision[] {
  const held = new ClaimIndex<ObservedContainer>();
  for (const holder of observed)
    for (const claim of claimsOf(holder.spec)) if (claim.kind === 'name' || isAlive(holder)) held.add(claim, holder);
  return containers.filter(needsAnything).flatMap((needer) =>
    claimsOf(specAfter(needer)).flatMap((claim) =>
      held
        .against(claim)
        .filter((holder) => holder.id !== needer.pair.found?.id)
        .map((holder) => ({ needer, claim, holder })),
    ),
  );
}

/** Two that are both about to start cannot have the same: the second one will fail. */
function findRivals(containers: readonly PlannedContainer[]): PlanWarning[] {
  const wanted = new ClaimIndex<PlannedContainer>();
  const needs = containers
    .filter(needsAnything)
    .flatMap((needer) => claimsOf(specAfter(needer)).map((claim) => ({ needer, claim })));
  const scarce = needs.filter(({ claim }) => claim.kind !== 'name');
  return scarce.flatMap(({ needer, claim }) => {
    const rival = wanted.against(claim).find((other) => other !== needer);
    wanted.add(claim, needer);
    if (!rival) return [];
    const message = `containers "${nameOf(rival)}" and "${nameOf(needer)}" both need ${describeClaim(claim)}`;
    return [{ code: `${claim.kind}-taken`, message }];
  });
}

function nameOf({ pair }: PlannedContainer): string {
  return pair.wanted.spec.name;
}

/** One that keeps running, or that may be recreated as it is, has all it needs. */
function needsAnything({ change }: PlannedContainer): boolean {
  return (
    change.kind === 'create' ||
    change.kind === 'start' ||
    ((change.kind === 'recreate' || change.kind === 'canary') && change.unlessImageId === null)
  );
}

function givesUp({ change, pair }: PlannedContainer, claim: Claim): boolean {
  if (change.kind !== 'recreate' || change.unlessImageId !== null) return false;
  return !claimsOf(pair.wanted.spec).some((kept) => collides(claim, kept));
}

type OrderSoFar = {
  readonly scope: ServiceScope;
  readonly after: ReadonlyMap<string, ReadonlySet<string>>;
  readonly containers: readonly PlannedContainer[];
};

/** Whether `later` waits for `earlier` by services' dependencies and the orders found so far. */
function comesAfter(
  later: PlannedContainer,
  earlier: PlannedContainer,
  { scope, after, containers }: OrderSoFar,
): boolean {
  const byName = new Map(containers.map((container) => [container.pair.wanted.spec.name, container]));
  const seen = new Set<string>();
  const waiting = [`container ${later.pair.wanted.spec.name}`];
  const goal = `container ${earlier.pair.wanted.spec.name}`;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === goal) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    const [kind, name = ''] = node.split(' ', 2);
    if (kind === 'service') {
      for (const { pair } of containers)
        if (pair.wanted.spec.service === name) waiting.push(`container ${pair.wanted.spec.name}`);
      for (const { service } of scope.dependencies.get(name) ?? []) waiting.push(`service ${service}`);
    } else {
      for (const other of after.get(name) ?? []) waiting.push(`container ${other}`);
      for (const { service } of scope.dependencies.get(byName.get(name)?.pair.wanted.spec.service ?? '') ?? [])
        waiting.push(`service ${service}`);
    }
  }
  return false;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

function describeCollision({ needer, claim, holder }: Collision): string {
  const { spec } = needer.pair.wanted;
  return `container "${spec.name}"${ownerOf(spec, spec)} needs ${describeClaim(claim)}, which container "${holder.spec.name}"${ownerOf(holder.spec, spec)} has`;
}

function ownerOf({ service, stack }: ContainerSpec, beside: ContainerSpec): string {
  const ofStack = stack === null || stack === beside.stack ? '' : ` of stack "${stack}"`;
  return `${service === null ? '' : ` of service "${service}"`}${ofStack}`;
}

function nameTaken(collision: Collision): ContainerError {
  return new ContainerError('name-taken', {
    message: describeCollision(collision),
    hint: 'remove that container (--remove-orphans, if its service is gone from the stack), or choose another name',
  });
}
