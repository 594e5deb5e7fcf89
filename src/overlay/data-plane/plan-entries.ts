// Forwarding entries and neighbours: from what is wanted and what the kernel has to the fewest steps between. Pure.
//
// What we made is told by a mark: forwarding entries are sticky, neighbours carry our protocol number. What has no mark and
// is in nobody's way stays; what stands where an entry of ours should be is replaced.
import {
  FLOOD_MAC,
  type ForwardingTable,
  type ObservedForwarding,
  type ObservedNeighbour,
} from '../../os/netlink-neighbours.ts';
import type { SegmentEntries } from './segment-entries.ts';
import { type Because, type EntryStep, NEIGHBOUR_PROTOCOL } from './steps.ts';

/** What the kernel has of one segment. */
export type ObservedEntries = {
  readonly forwarding: readonly ObservedForwarding[];
  /** Of the bridge. */
  readonly neighbours: readonly ObservedNeighbour[];
};

/** Sorted as they are wanted. What goes comes first: a table that is full takes the new then. */
export function planEntries(wanted: SegmentEntries, observed: ObservedEntries): EntryStep[] {
  const byMac = Map.groupBy(
    observed.forwarding.filter(({ mac }) => mac !== FLOOD_MAC),
    ({ mac }) => mac,
  );
  const neighbours = new Map(observed.neighbours.map((neighbour) => [neighbour.address, neighbour]));
  return [
    ...[...byMac].flatMap(([mac, entries]) => (wanted.hostByMac.has(mac) ? [] : removeForwarding(mac, entries))),
    ...observed.neighbours.flatMap((neighbour) => removeNeighbour(wanted, neighbour)),
    ...planFloodTargets(
      wanted.floodTargets,
      observed.forwarding.filter(({ mac }) => mac === FLOOD_MAC),
    ),
    ...[...wanted.hostByMac].flatMap(([mac, host]) => ensureForwarding(mac, host, byMac.get(mac) ?? [])),
    ...[...wanted.macByAddress].flatMap(([address, mac]) => ensureNeighbour(address, mac, neighbours.get(address))),
  ];
}

function removeForwarding(mac: string, entries: readonly ObservedForwarding[]): EntryStep[] {
  const tables = entries.filter(({ sticky }) => sticky).map(({ table }) => table);
  if (tables.length === 0) return [];
  return [{ kind: 'delete-forwarding', mac, host: undefined, tables, because: 'left over' }];
}

function removeNeighbour(wanted: SegmentEntries, { address, protocol }: ObservedNeighbour): EntryStep[] {
  if (protocol !== NEIGHBOUR_PROTOCOL || wanted.macByAddress.has(address)) return [];
  return [{ kind: 'delete-neighbour', address, because: 'left over' }];
}

/** The list is one entry of the kernel's, and the mark is the whole list's. */
function planFloodTargets(wanted: ReadonlySet<string>, observed: readonly ObservedForwarding[]): EntryStep[] {
  const isOurs = observed.some(({ sticky }) => sticky);
  if (wanted.size === 0 && !isOurs) return [];
  const there = new Set(observed.map(({ vtep }) => vtep ?? ''));
  const missing = [...wanted].filter((host) => !isOurs || !there.has(host));
  const leftOver = [...there].filter((host) => !wanted.has(host));
  return [
    ...missing.map((host) => ({ kind: 'add-flood-target', host, because: 'missing' }) as const),
    ...leftOver.map(
      (host) =>
        ({ kind: 'delete-forwarding', mac: FLOOD_MAC, host, tables: ['device'], because: 'left over' }) as const,
    ),
  ];
}

function ensureForwarding(mac: string, host: string, entries: readonly ObservedForwarding[]): EntryStep[] {
  const wrong = (['bridge', 'device'] as const).flatMap((table) => {
    const problem = forwardingProblem(table, host, entries);
    return problem ? [{ table, problem }] : [];
  });
  if (wrong.length === 0) return [];
  const because = wrong.some(({ problem }) => problem === 'different') ? 'different' : 'missing';
  return [{ kind: 'set-forwarding', mac, host, tables: wrong.map(({ table }) => table), because }];
}

function forwardingProblem(
  table: ForwardingTable,
  host: string,
  entries: readonly ObservedForwarding[],
): Because | undefined {
  const there = entries.find((entry) => entry.table === table);
  if (!there) return 'missing';
  return there.sticky && (table === 'bridge' || there.vtep === host) ? undefined : 'different';
}

function ensureNeighbour(address: string, mac: string, there: ObservedNeighbour | undefined): EntryStep[] {
  const isIntact = there?.permanent && there.mac === mac && there.protocol === NEIGHBOUR_PROTOCOL;
  if (isIntact) return [];
  return [{ kind: 'set-neighbour', address, mac, before: there?.mac, because: there ? 'different' : 'missing' }];
}
