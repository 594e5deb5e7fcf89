import type { Clock } from '../../core/clock.ts';
import { AddressLeases } from '../store/address-leases.ts';
import { EndpointRecords } from '../store/endpoint-records.ts';
import { HostSession } from '../store/host-session.ts';
import { NetworkDefinitions } from '../store/network-definitions.ts';
import type { OverlayStore } from '../store/overlay-store.ts';
import type { HostRecord } from '../store/records.ts';

/** The store as one host uses it. */
export type StoreParts = {
  readonly store: OverlayStore;
  readonly session: HostSession;
  readonly networks: NetworkDefinitions;
  readonly addresses: AddressLeases;
  readonly endpoints: EndpointRecords;
};

export function makeStoreParts(
  store: OverlayStore,
  { host, ttlSeconds, clock }: { readonly host: HostRecord; readonly ttlSeconds: number; readonly clock: Clock },
): StoreParts {
  const session = new HostSession({ store, host, ttlSeconds, clock });
  const access = { store, session };
  return {
    store,
    session,
    networks: new NetworkDefinitions(access),
    addresses: new AddressLeases(access),
    endpoints: new EndpointRecords(access),
  };
}
