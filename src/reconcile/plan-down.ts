// Taking a stack away: dependents before what they depend on, then networks, then, if asked for, volumes.
import { findCycle, type Graph, topologicalOrder } from '../core/graph.ts';
import { isAlive, networksOf } from './decide-networks.ts';
import type { DesiredDependency } from './desired.ts';
import { canonicalSnapshot, containerReferences, warnUnknown } from './match-containers.ts';
import type { Cause, Plan } from './plan.ts';
import { PlanDraft } from './plan-draft.ts';
import { dependentsOf, type ServiceScope } from './scope.ts';
import type { ObservedContainer, Snapshot } from './snapshot.ts';
import { groupBy, sortedBy } from './sorting.ts';
import { addTeardowns, type Dependents } from './teardown.ts';

export type DownOptions = {
  /** Also named and anonymous volumes; this is the consent. */
  readonly volumes: boolean;
  /** Service -> services it depends on, as far as known: they stop after it. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  /** Only these services; empty is all. */
  readonly services?: readonly string[];
  /** Services of the stack file: containers of others, and those of `run`, stay. Left out, everything of the stack goes. */
  readonly known?: readonly string[];
  /** Names of networks and volumes that the stack file calls external: they stay, whoever made them. */
  readonly external?: readonly string[];
};

type Down = { readonly stack: string; readonly options: DownOptions; readonly snapshot: Snapshot };

/** Removes what belongs to the stack by its record; what is still used by what stays is left. */
export function planDown(stack: string, observed: Snapshot, options: DownOptions): Plan {
  const down: Down = { stack, options, snapshot: canonicalSnapshot(observed) };
  const draft = new PlanDraft();
  const { leaving, staying } = chooseContainers(down, draft);
  const because: readonly Cause[] = [{ kind: 'asked', text: 'down' }];
  const referenceOf = containerReferences(down.snapshot);
  const teardowns = leaving.map((found) => ({
    found,
    reference: referenceOf(found),
    because,
    remove: true,
    withAnonymousVolumes: options.volumes,
    surplus: false,
    drains: false,
    after: [],
  }));
  const gone = addTeardowns(draft, teardowns, stopOrder(leaving, options.dependencies ?? {}));
  addNetworks(draft, down, { staying, gone, because });
  if (options.volumes) addVolumes(draft, down, { staying, gone, because });
  return draft.finish(stack);
}

/** What the stack file said and who shares whose namespace; an order that is none does not keep anything from stopping. */
function stopOrder(
  leaving: readonly ObservedContainer[],
  declared: Readonly<Record<string, readonly string[]>>,
): Dependents {
  const shared = leaving.flatMap(({ spec }): [string, string][] => {
    const { network, service } = spec;
    const owner = network.kind === 'container' && leaving.find((other) => other.spec.name === network.container);
    return owner && owner.spec.service !== service ? [[service ?? '', owner.spec.service ?? '']] : [];
  });
  const edges = Object.entries(declared).flatMap(([from, to]) =>
    to.map((service): [string, string] => [from, service]),
  );
  const orders = [[...edges, ...shared], edges, []].map(graphOf);
  const graph = orders.find((order) => findCycle(order) === undefined) ?? new Map<string, string[]>();
  return dependentsOf(scopeOf(graph));
}

function graphOf(edges: readonly (readonly [string, string])[]): Map<string, string[]> {
  const grouped = groupBy(edges, ([from]) => from);
  return new Map([...grouped].map(([from, pairs]) => [from, pairs.map(([, to]) => to)]));
}

function scopeOf(graph: Graph): ServiceScope {
  const services = topologicalOrder(graph);
  const plain = { condition: 'started', restart: false, required: true } as const;
  const dependencies = services.map((name): [string, DesiredDependency[]] => [
    name,
    (graph.get(name) ?? []).map((service) => ({ service, ...plain })),
  ]);
  return { services, dependencies: new Map(dependencies) };
}

type Chosen = { readonly leaving: readonly ObservedContainer[]; readonly staying: readonly ObservedContainer[] };

function chooseContainers(down: Down, draft: PlanDraft): Chosen {
  const leaving: ObservedContainer[] = [];
  const staying: ObservedContainer[] = [];
  const orphans: string[] = [];
  for (const container of down.snapshot.containers) {
    const verdict = judge(container, down);
    if (verdict === 'unknown') draft.warnings.push(warnUnknown(container));
    if (verdict === 'orphan') orphans.push(container.spec.name);
    (verdict === 'leaves' ? leaving : staying).push(container);
  }
  if (orphans.length > 0) {
    draft.warn(
      'orphans',
      `containers of services that are not in the stack stay: ${orphans.join(', ')} (--remove-orphans removes them)`,
    );
  }
  return { leaving, staying };
}

function judge(
  { spec, status }: ObservedContainer,
  { stack, options }: Down,
): 'leaves' | 'stays' | 'unknown' | 'orphan' {
  if (spec.stack !== stack) return 'stays';
  const asked = options.services ?? [];
  if (asked.length > 0 && !asked.includes(spec.service ?? '')) return 'stays';
  if (status === 'unknown') return 'unknown';
  const known = options.known === undefined || (spec.replica > 0 && options.known.includes(spec.service ?? ''));
  return known ? 'leaves' : 'orphan';
}

type Rest = {
  readonly staying: readonly ObservedContainer[];
  readonly gone: ReadonlyMap<string, string>;
  readonly because: readonly Cause[];
};

function addNetworks(draft: PlanDraft, { stack, options, snapshot }: Down, { staying, gone, because }: Rest): void {
  const own = snapshot.networks.filter(({ spec }) => spec.stack === stack && !options.external?.includes(spec.name));
  for (const { spec } of sortedBy(own, (network) => network.spec.name)) {
    const users = (container: ObservedContainer): boolean => networksOf(container.spec).includes(spec.name);
    const blockers = staying.filter(
      (container) =>
        users(container) && (isAlive(container) || container.status === 'unknown' || container.spec.stack === stack),
    );
    if (blockers.length > 0) {
      if ((options.services ?? []).length === 0)
        draft.warn('network-in-use', `network "${spec.name}" stays: ${names(blockers)} is attached to it`);
      continue;
    }
    const after = snapshot.containers.filter(users).flatMap(({ id }) => gone.get(id) ?? []);
    draft.add({ kind: 'remove-network', id: `remove-network ${spec.name}`, name: spec.name, because }, after);
  }
}

function addVolumes(draft: PlanDraft, { stack, options, snapshot }: Down, { staying, gone, because }: Rest): void {
  const own = snapshot.volumes.filter(({ spec }) => spec.stack === stack && !options.external?.includes(spec.name));
  for (const { spec } of sortedBy(own, (volume) => volume.spec.name)) {
    const uses = (container: ObservedContainer): boolean =>
      container.spec.mounts.some((mount) => mount.kind === 'volume' && mount.volume === spec.name);
    const blockers = staying.filter(uses);
    if (blockers.length > 0) {
      if ((options.services ?? []).length === 0)
        draft.warn('volume-in-use', `volume "${spec.name}" stays: ${names(blockers)} uses it`);
      continue;
    }
    const after = snapshot.containers.filter(uses).flatMap(({ id }) => gone.get(id) ?? []);
    draft.add({ kind: 'remove-volume', id: `remove-volume ${spec.name}`, name: spec.name, because }, after);
  }
}

function names(containers: readonly ObservedContainer[]): string {
  return containers.map(({ spec }) => spec.name).join(', ');
}
