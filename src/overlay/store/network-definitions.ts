// The overlay networks that there are: whoever needs one first defines it, all others take it as it is.
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { NetworkError } from '../../core/errors.ts';
import { backoffMs } from './backoff.ts';
import { checkDefinition } from './check-definition.ts';
import { chooseNetwork, type WantedNetwork } from './choose-network.ts';
import { deleteEntry } from './delete-entry.ts';
import { changeAsHost, changeNetworkAsHost, type StoreAccess } from './host-change.ts';
import {
  addressesPrefix,
  endpointsPrefix,
  NETWORKS_PREFIX,
  networkKey,
  USERS_PREFIX,
  userKey,
  usersPrefix,
} from './keys.ts';
import type { CallOptions, StoreEntry } from './overlay-store.ts';
import { encodeRecord, type NetworkRecord, parseNetwork } from './records.ts';
import { StoreError } from './store-error.ts';

const ROUNDS = 30;

export class NetworkDefinitions {
  readonly #access: StoreAccess;

  constructor(access: StoreAccess) {
    this.#access = access;
  }

  async list(options: CallOptions = {}): Promise<readonly NetworkRecord[]> {
    return readAll((await this.#access.store.list(NETWORKS_PREFIX, options)).entries);
  }

  /**
   * The network of that name, which this host uses from now on: the one there is, or a new one. Hosts that ask at once get
   * the same. `overlay-network-differs` if there is one that cannot be what is wanted; `no-free-subnet`; `no-free-vni`.
   */
  async use(wanted: WantedNetwork, options: CallOptions = {}): Promise<NetworkRecord> {
    for (let round = 0; round < ROUNDS; round++) {
      const listing = await this.#access.store.list(NETWORKS_PREFIX, options);
      const networks = readAll(listing.entries);
      const existing = networks.find(({ name }) => name === wanted.name);
      const found = existing
        ? await this.#join(checkDefinition(existing, wanted), options)
        : await this.#define(chooseNetwork(wanted, { networks, id: randomBytes(8).toString('hex') }), listing.revision);
      if (found) return found;
      await delay(backoffMs(Math.min(round, 3)), undefined, options.signal ? { signal: options.signal } : {});
    }
    throw new StoreError('store-conflict', {
      message: `define the overlay network "${wanted.name}": other hosts changed networks ${ROUNDS} times meanwhile`,
    });
  }

  /** This host uses it no more; if no other does, it goes, with all that is left of it. True if it went. */
  async leave(network: NetworkRecord, options: CallOptions = {}): Promise<boolean> {
    const { store, session } = this.#access;
    await session.settle();
    await deleteEntry(store, userKey(network.id, session.host.node), { ...options, isMeant: () => true });
    return this.#removeIfUnused(network, options);
  }

  /** Removes what nobody uses: the last host that did may have died. Gives what went. */
  async sweep(options: CallOptions = {}): Promise<readonly NetworkRecord[]> {
    const { store } = this.#access;
    const users = await store.list(USERS_PREFIX, { ...options, keysOnly: true });
    const networks = readAll((await store.list(NETWORKS_PREFIX, options)).entries);
    const unused = networks.filter(({ id }) => !users.entries.some(({ key }) => key.startsWith(usersPrefix(id))));
    const removed: NetworkRecord[] = [];
    for (const network of unused) if (await this.#removeIfUnused(network, options)) removed.push(network);
    return removed;
  }

  async #join(network: NetworkRecord, options: CallOptions): Promise<NetworkRecord | undefined> {
    const key = userKey(network.id, this.#access.session.host.node);
    try {
      await changeNetworkAsHost(
        this.#access,
        {
          network,
          conditions: [],
          changes: (lease) => [{ kind: 'put', key, value: '', lease }],
          otherwiseGet: [],
          whenUnknown: { kind: 'repeat' },
        },
        options,
      );
      return network;
    } catch (error) {
      // Its last user left between the listing and this.
      if (error instanceof NetworkError && error.code === 'overlay-network-gone') return undefined;
      throw error;
    }
  }

  // Whatever else was defined since the listing may have the same VXLAN id or subnet. The record has a random id, so that its
  // author knows it again.
  async #define(network: NetworkRecord, revision: number): Promise<NetworkRecord | undefined> {
    const key = networkKey(network.name);
    const outcome = await changeAsHost(this.#access, {
      conditions: [
        { kind: 'absent', key },
        { kind: 'none-newer-beneath', prefix: NETWORKS_PREFIX, revision },
      ],
      changes: (lease) => [
        { kind: 'put', key, value: encodeRecord(network) },
        { kind: 'put', key: userKey(network.id, this.#access.session.host.node), value: '', lease },
      ],
      otherwiseGet: [],
      whenUnknown: { kind: 'look-up', key },
    });
    return outcome.kind === 'done' ? network : undefined;
  }

  async #removeIfUnused(network: NetworkRecord, options: CallOptions): Promise<boolean> {
    const key = networkKey(network.name);
    const outcome = await this.#access.store.transact(
      {
        conditions: [
          { kind: 'has-value', key, value: encodeRecord(network) },
          { kind: 'none-beneath', prefix: usersPrefix(network.id) },
        ],
        changes: [
          { kind: 'delete', key },
          { kind: 'delete-beneath', prefix: addressesPrefix(network.id) },
          { kind: 'delete-beneath', prefix: endpointsPrefix(network.id) },
        ],
        otherwiseGet: [],
        whenUnknown: { kind: 'repeat' },
      },
      options,
    );
    return outcome.kind === 'done';
  }
}

// What cannot be read may have any VXLAN id and any subnet: better nothing is defined than something twice.
function readAll(entries: readonly StoreEntry[]): readonly NetworkRecord[] {
  return entries.map(({ key, value }) => {
    const network = parseNetwork(value);
    if (network && networkKey(network.name) === key) return network;
    throw new StoreError('store-bad-answer', {
      message: `read the overlay network at "${key}": its record is not one of this version`,
      hint: 'remove the key from etcd if dockr did not make it',
    });
  });
}
