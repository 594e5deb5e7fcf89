// Hosts of an overlay as far as the store is concerned.
import type { Clock } from '../../src/core/clock.ts';
import { AddressLeases } from '../../src/overlay/store/address-leases.ts';
import { EndpointRecords } from '../../src/overlay/store/endpoint-records.ts';
import { HostSession } from '../../src/overlay/store/host-session.ts';
import { NetworkDefinitions } from '../../src/overlay/store/network-definitions.ts';
import type { OverlayStore } from '../../src/overlay/store/overlay-store.ts';

/** A host that may be there several times, one after the other: its daemon was started anew. */
export type TestHost = AsyncDisposable & {
  readonly node: string;
  readonly session: HostSession;
  readonly addresses: AddressLeases;
  readonly networks: NetworkDefinitions;
  readonly endpoints: EndpointRecords;
};

export type TestHostOptions = {
  readonly store: OverlayStore;
  readonly clock: Clock;
  readonly node: string;
  readonly ttlSeconds?: number;
  /** Where others send packets for it. */
  readonly address?: string;
};

/** Joins the store. Disposing of it is a crash: the lease stays until it runs out. */
export async function startHost({
  store,
  clock,
  node,
  ttlSeconds = 30,
  address = '192.0.2.1',
}: TestHostOptions): Promise<TestHost> {
  const host = { node, id: `id-of-${node}`, address };
  const session = new HostSession({ store, host, ttlSeconds, clock });
  await session.join();
  const access = { store, session };
  return {
    node,
    session,
    addresses: new AddressLeases(access),
    networks: new NetworkDefinitions(access),
    endpoints: new EndpointRecords(access),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

export const WANTED = { name: 'shop', options: {}, pools: ['10.90.0.0/16'], avoid: [] } as const;
