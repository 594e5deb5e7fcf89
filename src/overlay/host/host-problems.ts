import { setTimeout as delay } from 'node:timers/promises';
import type { OverlayProblem } from '../overlay.ts';
import type { EndpointRecord, HostRecord } from '../store/records.ts';

export type HostsSeen = {
  readonly hosts: readonly HostRecord[];
  readonly endpoints: readonly EndpointRecord[];
  readonly lease: LeaseSeen | undefined;
};

/** Of this host: how long the store keeps what it entered, for certain, of how long in all. */
export type LeaseSeen = { readonly leftMs: number; readonly ttlMs: number };

const SETTLE_MS = 300;

/** Those that are there for a while: the store tells of hosts and of their containers separately, one a moment earlier. */
export async function lastingProblems(look: () => readonly OverlayProblem[]): Promise<readonly OverlayProblem[]> {
  const before = new Set(look().map(({ code }) => code));
  if (before.size === 0) return [];
  await delay(SETTLE_MS);
  return look().filter(({ code }) => before.has(code));
}

/** What the store says that cannot be right, and what is about to go wrong. Pure. */
export function hostProblems({ hosts, endpoints, lease }: HostsSeen): readonly OverlayProblem[] {
  return [...addressesTwice(hosts), ...unknownHosts(hosts, endpoints), ...leaseEnding(lease)];
}

function addressesTwice(hosts: readonly HostRecord[]): OverlayProblem[] {
  const byAddress = Map.groupBy(hosts, ({ address }) => address);
  return [...byAddress]
    .filter(([, some]) => some.length > 1)
    .map(([address, some]) => ({
      code: 'node-address-taken',
      message: `hosts ${quoted(some.map(({ node }) => node))} advertise one address, ${address}: packets reach one of them only`,
      hint: 'let each advertise an address of its own (DOCKR_OVERLAY_ADVERTISE)',
    }));
}

function unknownHosts(hosts: readonly HostRecord[], endpoints: readonly EndpointRecord[]): OverlayProblem[] {
  const known = new Set(hosts.map(({ node }) => node));
  const lost = Map.groupBy(
    endpoints.filter(({ node }) => !known.has(node)),
    ({ node }) => node,
  );
  return [...lost].map(([node, some]) => ({
    code: 'overlay-host-unknown',
    message: `the store has ${some.length} containers of host "${node}", and not the host: nobody knows the way to them`,
    hint: `the host enters itself again within half a minute; else run "dockr doctor" there`,
  }));
}

/** It is renewed after a third: with half of it gone, two attempts failed. */
function leaseEnding(lease: LeaseSeen | undefined): OverlayProblem[] {
  if (!lease || lease.leftMs <= 0 || lease.leftMs > lease.ttlMs / 2) return [];
  return [
    {
      code: 'overlay-lease-ending',
      message: `the lease of this host ends in ${Math.ceil(lease.leftMs / 1000)} s unless the store answers: others would take it for dead then`,
      hint: 'check that etcd runs, has a majority, and can be reached from this host',
    },
  ];
}

function quoted(names: readonly string[]): string {
  return names
    .toSorted()
    .map((name) => `"${name}"`)
    .join(' and ');
}
