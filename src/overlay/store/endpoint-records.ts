// Which containers can be reached on which host. They hang on the host's lease, and only a container that has its address in
// the store is in it.
import { NetworkError } from '../../core/errors.ts';
import { pairedAddress } from '../../core/paired-address.ts';
import { deleteEntry } from './delete-entry.ts';
import { changeNetworkAsHost, entryOf, type StoreAccess } from './host-change.ts';
import { addressKey, endpointKey } from './keys.ts';
import type { CallOptions } from './overlay-store.ts';
import { type EndpointRecord, encodeRecord, type NetworkRecord, parseEndpoint } from './records.ts';

/** An endpoint of this host. */
export type OwnEndpoint = Omit<EndpointRecord, 'network' | 'node'>;

export class EndpointRecords {
  readonly #access: StoreAccess;

  constructor(access: StoreAccess) {
    this.#access = access;
  }

  /** Enters it, or what became of it. `overlay-address-lost` if one of its addresses is not the container's. */
  async publish(network: NetworkRecord, endpoint: OwnEndpoint, options: CallOptions = {}): Promise<void> {
    const { host } = this.#access.session;
    const key = endpointKey(network.id, endpoint.container);
    const value = encodeRecord({ ...endpoint, network: network.id, node: host.node });
    const claim = encodeRecord({ host: host.id, container: endpoint.container });
    const claims = claimedAddresses(network, endpoint).map((address) => ({
      address,
      key: addressKey(network.id, address),
    }));
    const outcome = await changeNetworkAsHost(
      this.#access,
      {
        network,
        conditions: claims.map((it) => ({ kind: 'has-value', key: it.key, value: claim })),
        changes: (lease) => [{ kind: 'put', key, value, lease }],
        otherwiseGet: claims.map((it) => it.key),
        whenUnknown: { kind: 'repeat' },
      },
      options,
    );
    if (outcome.kind === 'done') return;
    const lost = claims.filter((it) => entryOf(outcome, it.key)?.value !== claim).map(({ address }) => address);
    throw new NetworkError('overlay-address-lost', {
      message: `enter container "${endpoint.container}" into "${network.name}": ${lost.join(', ')} is not its address there`,
    });
  }

  /** Takes it out. It is none the worse if it was not there. */
  async withdraw(network: NetworkRecord, container: string, options: CallOptions = {}): Promise<void> {
    const { store, session } = this.#access;
    await session.settle();
    await deleteEntry(store, endpointKey(network.id, container), {
      ...options,
      isMeant: (value) => parseEndpoint(value)?.node === session.host.node,
    });
  }
}

/** An IPv6 address that follows from an IPv4 address of the container is not claimed for itself. */
function claimedAddresses({ subnets }: NetworkRecord, { addresses }: OwnEndpoint): readonly string[] {
  const following = new Set(addresses.map((address) => pairedAddress(subnets, address)?.address));
  return addresses.filter((address) => !following.has(address));
}
