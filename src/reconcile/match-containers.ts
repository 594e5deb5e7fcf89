// Which observed container is which desired one, by service and replica; what is left over is to be removed.
import type { ContainerSpec } from '../core/specs.ts';
import { canonicalSpec } from './canonical-spec.ts';
import type { DesiredContainer, DesiredState } from './desired.ts';
import type { Cause, PlanPolicy, PlanWarning } from './plan.ts';
import { isCanaryName, isNextName } from './replacement-names.ts';
import type { ServiceScope } from './scope.ts';
import type { ContainerStatus, ObservedContainer, Snapshot } from './snapshot.ts';
import { compareNames, groupBy, sortedBy } from './sorting.ts';

export type Pair = { readonly wanted: DesiredContainer; readonly found: ObservedContainer | undefined };

export type Removal = {
  readonly found: ObservedContainer;
  readonly cause: Cause /** One of several replicas too many: highest first. */;
  readonly surplus: boolean;
};

export type Matching = {
  /** By name of the desired one's service, then replica. */
  readonly pairs: readonly Pair[];
  readonly removals: readonly Removal[];
  /** Beside the replicas: what becomes of them is decided later. */
  readonly canaries: readonly ObservedContainer[];
  readonly warnings: readonly PlanWarning[];
};

/** The snapshot with canonical specs, containers by name: what older versions stored has every field from here on. */
export function canonicalSnapshot(snapshot: Snapshot): Snapshot {
  const containers = snapshot.containers.map((container) => ({ ...container, spec: canonicalSpec(container.spec) }));
  return {
    ...snapshot,
    containers: containers.sort((a, b) => compareNames(a.spec.name, b.spec.name) || compareNames(a.id, b.id)),
  };
}

/** Containers that belong to services of the stack; those of `run` have no replica number. */
export function ownContainers(stack: string, snapshot: Snapshot): ObservedContainer[] {
  return snapshot.containers.filter(({ spec }) => spec.stack === stack && spec.service !== null && spec.replica > 0);
}

/** What steps call each container: its name, or its id where the name does not tell it from another. */
export function containerReferences(snapshot: Snapshot): (container: ObservedContainer) => string {
  const byName = groupBy(snapshot.containers, ({ spec }) => spec.name);
  return ({ id, spec }) => ((byName.get(spec.name)?.length ?? 0) > 1 ? id : spec.name);
}

type MatchInput = { readonly desired: DesiredState; readonly scope: ServiceScope; readonly policy: PlanPolicy };

/** Pairs what should be with what is, in the services of the scope; orphans belong to no service of the stack. */
export function matchContainers(own: readonly ObservedContainer[], { desired, scope, policy }: MatchInput): Matching {
  const byService = groupBy(own, ({ spec }) => spec.service ?? '');
  const wantedByService = groupBy(desired.containers, ({ spec }) => spec.service ?? '');
  const matchings = scope.services.map((name) =>
    matchService(byService.get(name) ?? [], wantedByService.get(name) ?? []),
  );
  const known = new Set(desired.services.map(({ name }) => name));
  const orphans = judgeOrphans(
    own.filter(({ spec }) => !known.has(spec.service ?? '')),
    { desired, policy },
  );
  const all = [...matchings, orphans];
  return {
    pairs: all.flatMap(({ pairs }) => pairs),
    removals: all.flatMap(({ removals }) => removals),
    canaries: all.flatMap(({ canaries }) => canaries),
    warnings: all.flatMap(({ warnings }) => warnings),
  };
}

function matchService(found: readonly ObservedContainer[], wanted: readonly DesiredContainer[]): Matching {
  const canaries = found.filter(({ spec, status }) => isCanaryName(spec.name) && status !== 'unknown');
  // What never took the place of another has none: it goes, and its name is free for the next one.
  const leftOver = found.filter(({ spec }) => isNextName(spec.name)).map(leftOverRemoval);
  const replicas = found.filter(({ spec }) => !isCanaryName(spec.name) && !isNextName(spec.name));
  const byReplica = groupBy(replicas, ({ spec }) => String(spec.replica));
  const pairs: Pair[] = [];
  const removals: Removal[] = [];
  for (const container of sortedBy(wanted, ({ spec }) => spec.name)) {
    const key = String(container.spec.replica);
    const [best, ...others] = bestFirst(byReplica.get(key) ?? [], container.spec);
    byReplica.delete(key);
    pairs.push({ wanted: container, found: best });
    removals.push(...others.map(leftOverRemoval));
  }
  const cause: Cause = { kind: 'asked', text: `scale ${wanted.length}` };
  const surplus = [...byReplica.values()].flat().map((other) => ({ found: other, cause, surplus: true }));
  const warnings = pairs.flatMap(unknownWarning);
  return withoutUnknown({ pairs, removals: [...leftOver, ...removals, ...surplus], canaries, warnings });
}

const LEFT_OVER: Cause = { kind: 'state', text: 'left over from a change that was cut short' };

function leftOverRemoval(found: ObservedContainer): Removal {
  return { found, cause: LEFT_OVER, surplus: false };
}

const BY_USE: readonly ContainerStatus[] = ['running', 'restarting', 'exited', 'unknown', 'created', 'dead'];

function bestFirst(containers: readonly ObservedContainer[], wanted: ContainerSpec): ObservedContainer[] {
  const misnamed = (container: ObservedContainer): number => (container.spec.name === wanted.name ? 0 : 1);
  const rank = ({ status }: ObservedContainer): number => BY_USE.indexOf(status);
  return [...containers].sort((a, b) => rank(a) - rank(b) || misnamed(a) - misnamed(b) || compareNames(a.id, b.id));
}

function judgeOrphans(orphans: readonly ObservedContainer[], { desired, policy }: Omit<MatchInput, 'scope'>): Matching {
  const none: Matching = { pairs: [], removals: [], canaries: [], warnings: [] };
  if (orphans.length === 0) return none;
  const names = orphans.map(({ spec }) => spec.name).join(', ');
  if (!policy.removeOrphans) {
    if (policy.ignoreOrphans) return none;
    const message = `containers of services that are not in the stack: ${names} (--remove-orphans removes them)`;
    return { ...none, warnings: [{ code: 'orphans', message }] };
  }
  if (desired.services.length === 0 && !policy.allowEmpty) {
    const message = `the stack has no services: ${names} stay; "dockr down" removes them`;
    return { ...none, warnings: [{ code: 'empty-stack', message }] };
  }
  const mayGo = ({ spec }: ObservedContainer): boolean =>
    policy.prunable?.services.includes(spec.service ?? '') ?? true;
  return withoutUnknown({
    ...none,
    removals: orphans.filter(mayGo).map((found) => ({ found, cause: { kind: 'orphan' }, surplus: false })),
  });
}

/** What could not be read is not touched. */
function withoutUnknown(matching: Matching): Matching {
  const kept = matching.removals.filter(({ found }) => found.status === 'unknown');
  const warnings = kept.map(({ found }) => warnUnknown(found));
  const removals = matching.removals.filter(({ found }) => found.status !== 'unknown');
  return { ...matching, removals, warnings: [...matching.warnings, ...warnings] };
}

function unknownWarning({ found }: Pair): PlanWarning[] {
  return found?.status === 'unknown' ? [warnUnknown(found)] : [];
}

/** Says that a container is left alone. */
export function warnUnknown({ spec }: ObservedContainer): PlanWarning {
  return {
    code: 'container-unknown',
    message: `the state of container "${spec.name}" could not be read: it is left as it is`,
  };
}
