// Every container that is stopped or removed ahead of what else happens, each once, however many reasons there are.
import type { Change } from './decide-containers.ts';
import { isAlive, networksOf } from './decide-networks.ts';
import { hasSuccessor, readyStepId } from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import { containerReferences } from './match-containers.ts';
import type { Cause } from './plan.ts';
import type { ObservedContainer, Snapshot } from './snapshot.ts';
import type { Teardown } from './teardown.ts';

type TeardownInput = {
  readonly snapshot: Snapshot /** Ids of all steps that bring images. */;
  readonly images: readonly string[];
};

/** What will run again is stopped only when every image is here. */
export function listTeardowns(decisions: Decisions, { snapshot, images }: TeardownInput): Teardown[] {
  const referenceOf = containerReferences(snapshot);
  const goesOn = new Set(decisions.containers.map(({ pair }) => pair.wanted.spec.service));
  const ahead = decisions.containers.flatMap(({ pair: { found }, reference }): Teardown[] => {
    const because = found ? reasonsToStop(found, decisions) : [];
    if (!found || because.length === 0) return [];
    const remove = decisions.claims.evict.has(found.id);
    const how = { remove, withAnonymousVolumes: false, surplus: false, drains: false };
    return [{ found, reference, because, ...how, after: images }];
  });
  const services = new Set(decisions.removals.map(({ found }) => found.spec.service));
  const isAlone = ahead.length === 0 && services.size === 1 && decisions.removals.every(({ surplus }) => surplus);
  const removals = decisions.removals.map(({ found, cause, surplus }): Teardown => {
    const reference = referenceOf(found);
    const drains = found.spec.ports.length > 0 && goesOn.has(found.spec.service);
    return {
      found,
      reference,
      because: [cause],
      remove: true,
      withAnonymousVolumes: false,
      surplus,
      drains,
      after: surplus ? replacementsOf(found.spec.service, decisions, isAlone) : [],
    };
  });
  return [...removals, ...ahead];
}

/** One too many serves until those that stay are there and right, unless something of it is needed for that. */
function replacementsOf(service: string | null, decisions: Decisions, isAlone: boolean): readonly string[] {
  const { containers, claims, networks } = decisions;
  if (claims.afterStopOf.size > 0 || networks.some(({ kind }) => kind === 'replace')) return [];
  const own = containers.filter(({ pair }) => pair.wanted.spec.service === service);
  // What is made in place may wait for others that go, and those for whoever leans on them: on this one, too.
  return own.flatMap((one) =>
    hasSuccessor(one.change) || (isAlone && isInPlace(one.change)) ? (readyStepId(one) ?? []) : [],
  );
}

function isInPlace(change: Change): boolean {
  return change.kind === 'recreate' && !hasSuccessor(change);
}

function reasonsToStop(found: ObservedContainer, { networks, claims }: Decisions): Cause[] {
  const replaced = networks.filter(
    ({ kind, spec }) => kind === 'replace' && networksOf(found.spec).includes(spec.name),
  );
  const moves = claims.stopAhead.has(found.id) || claims.evict.has(found.id);
  return [
    ...(isAlive(found) ? replaced : []).map(({ spec }): Cause => ({ kind: 'dependency', on: `network ${spec.name}` })),
    ...(moves ? [{ kind: 'state', text: 'another container takes its place' } satisfies Cause] : []),
  ];
}
