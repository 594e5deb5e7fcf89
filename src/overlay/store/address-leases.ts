// Which container of which host has which address of a network. One key an address, made only where there is none: that is
// all that keeps two hosts from taking one.
import { createHash } from 'node:crypto';
import { NetworkError } from '../../core/errors.ts';
import { Semaphore } from '../../core/mutex.ts';
import { deleteEntry } from './delete-entry.ts';
import { changeNetworkAsHost, entryOf, type StoreAccess } from './host-change.ts';
import { addressesPrefix, addressKey, namesBeneath } from './keys.ts';
import type { CallOptions, StoreEntry } from './overlay-store.ts';
import { encodeRecord, type NetworkRecord, parseAddress } from './records.ts';
import { StoreError } from './store-error.ts';
import { assignableAddress, freeAddresses, parseSubnet, type Subnet } from './subnet.ts';

export type AddressRequest = CallOptions & {
  readonly network: NetworkRecord;
  /** One of the network's. */
  readonly subnet: string;
  readonly container: string;
  /** A static address. */
  readonly address?: string | undefined;
  /** Others may have these, although the store does not say so; given only if there is no other. */
  readonly avoid?: readonly string[];
  /** Any other is taken from this part of the subnet. */
  readonly range?: string | undefined;
};

export type AddressClaim = { readonly container: string; readonly address: string };

/** `lost`: somebody else has it; the container needs another. */
export type ReconciledAddresses = {
  readonly kept: readonly AddressClaim[];
  readonly lost: readonly (AddressClaim & { readonly takenBy: AddressClaim & { readonly host: string } })[];
  readonly freed: readonly AddressClaim[];
};

/** How often a host lists again because others were faster with all it tried. */
const ROUNDS = 20;
const TRIES_IN_A_ROUND = 8;
const TAKEN_AT_ONCE = 16;

export class AddressLeases {
  readonly #access: StoreAccess;
  /** Network and container of what was asked for and not given back: `reconcile` leaves that alone. */
  readonly #claimed = new Set<string>();
  /** Network and address of what is being tried: others of this host take another one, and do not race for it. */
  readonly #underway = new Set<string>();
  /** What was handed out last, by network and subnet. */
  readonly #previous = new Map<string, string>();

  constructor(access: StoreAccess) {
    this.#access = access;
  }

  /**
   * An address for the container, from now on and for as long as the host's lease lasts. Asked again it is the same one.
   * `no-free-address`; `address-in-use` or `invalid-address` of a static one; `store-conflict` if others were faster each time.
   */
  async allocate(request: AddressRequest): Promise<string> {
    const claim = claimOf(request.network, request.container);
    this.#claimed.add(claim);
    try {
      const address = await this.#allocate(request);
      this.#previous.set(`${request.network.id} ${request.subnet}`, address);
      return address;
    } catch (error) {
      this.#claimed.delete(claim);
      throw error;
    }
  }

  /** Gives the address back, if it is the container's. */
  async release(network: NetworkRecord, claim: AddressClaim, options: CallOptions = {}): Promise<void> {
    this.#claimed.delete(claimOf(network, claim.container));
    const own = this.#record(claim.container);
    const key = addressKey(network.id, claim.address);
    await this.#access.session.settle();
    await deleteEntry(this.#access.store, key, { ...options, isMeant: (value) => value === own });
  }

  /**
   * Makes the store say of this host what `known` says, which is all that its containers have: after a restart of the daemon,
   * after the lease was lost, and now and then, since the answer to an allocation may have been lost.
   */
  async reconcile(
    network: NetworkRecord,
    known: readonly AddressClaim[],
    options: CallOptions = {},
  ): Promise<ReconciledAddresses> {
    const result = {
      kept: [] as AddressClaim[],
      lost: [] as ReconciledAddresses['lost'][number][],
      freed: [] as AddressClaim[],
    };
    const turns = new Semaphore(TAKEN_AT_ONCE);
    const holders = await Promise.all(known.map((claim) => turns.run(() => this.#take(network, claim, options))));
    for (const [index, claim] of known.entries()) {
      const takenBy = holders[index];
      if (takenBy) result.lost.push({ ...claim, takenBy });
      else result.kept.push(claim);
    }
    const wanted = new Set(known.map(({ address }) => address));
    const { entries } = await this.#access.store.list(addressesPrefix(network.id), options);
    for (const entry of entries) {
      const found = readEntry(network, entry);
      if (found?.host !== this.#host || wanted.has(found.address)) continue;
      if (this.#claimed.has(claimOf(network, found.container))) continue;
      await this.release(network, found, options);
      result.freed.push({ container: found.container, address: found.address });
    }
    return result;
  }

  async #allocate(request: AddressRequest): Promise<string> {
    const { network, container } = request;
    const subnet = subnetOf(request);
    for (let round = 0; round < ROUNDS; round++) {
      const { entries } = await this.#access.store.list(addressesPrefix(network.id), request);
      const held = entries.flatMap((entry) => readEntry(network, entry) ?? []);
      for (const address of this.#candidates(request, { subnet, held })) {
        const key = `${network.id} ${address}`;
        // Since the candidates were chosen: a static one is tried in any case, and says whose it is.
        if (request.address === undefined && this.#underway.has(key)) continue;
        const holder = await this.#tryAddress(key, () => this.#take(network, { container, address }, request));
        if (!holder) return address;
        if (request.address !== undefined) throw taken(network, holder);
      }
    }
    throw new StoreError('store-conflict', {
      message: `take an address of "${network.name}": other hosts were faster ${ROUNDS * TRIES_IN_A_ROUND} times`,
    });
  }

  async #tryAddress<T>(key: string, work: () => Promise<T>): Promise<T> {
    this.#underway.add(key);
    try {
      return await work();
    } finally {
      this.#underway.delete(key);
    }
  }

  #triedOf({ id }: NetworkRecord): string[] {
    return [...this.#underway].filter((key) => key.startsWith(`${id} `)).map((key) => key.slice(id.length + 1));
  }

  /** What to try: what the container has already, or is to have, or some that are free. `no-free-address` if there is none. */
  #candidates(
    { network, container, address, range, subnet: subnetText, avoid = [] }: AddressRequest,
    { subnet, held }: { readonly subnet: Subnet; readonly held: readonly HeldAddress[] },
  ): readonly string[] {
    const own = held.find((it) => it.host === this.#host && it.container === container && isIn(subnet, it.address));
    if (address !== undefined) return [canonical(network, subnet, address)];
    if (own) return [own.address];
    const search = (used: readonly string[]) =>
      freeAddresses(subnet, {
        used: new Set(used),
        within: range === undefined ? undefined : parseSubnet(range),
        previous: this.#previous.get(`${network.id} ${subnetText}`),
        start: createHash('sha256').update(`${this.#host} ${network.id}`).digest().readUInt32BE(0),
        limit: TRIES_IN_A_ROUND,
      });
    const taken = held.map((it) => it.address);
    const unclaimed = search([...taken, ...this.#triedOf(network), ...avoid]);
    // What others of this host try may yet come free.
    const candidates = unclaimed.length > 0 ? unclaimed : search(taken);
    if (candidates.length > 0) return candidates;
    throw new NetworkError('no-free-address', {
      message: `all addresses of ${range ?? subnetText} in the overlay network "${network.name}" are taken`,
      hint: 'give the network a wider subnet',
    });
  }

  /** Undefined if the address is the container's now, and hangs on the present lease; else whose it is. */
  async #take(network: NetworkRecord, claim: AddressClaim, options: CallOptions): Promise<HeldAddress | undefined> {
    const key = addressKey(network.id, claim.address);
    const value = this.#record(claim.container);
    for (let round = 0; round < ROUNDS; round++) {
      const absent = await this.#put(network, { key, value, condition: { kind: 'absent', key } }, options);
      if (absent.kind === 'done') return undefined;
      const entry = entryOf(absent, key);
      if (!entry) continue;
      if (entry.value !== value) return readEntry(network, entry) ?? unreadable(claim);
      if (entry.lease === this.#access.session.lease) return undefined;
      const condition = { kind: 'unchanged', key, modRevision: entry.modRevision } as const;
      if ((await this.#put(network, { key, value, condition }, options)).kind === 'done') return undefined;
    }
    throw new StoreError('store-conflict', { message: `take ${claim.address} of "${network.name}": it came and went` });
  }

  #put(
    network: NetworkRecord,
    {
      key,
      value,
      condition,
    }: { key: string; value: string; condition: Parameters<typeof changeNetworkAsHost>[1]['conditions'][0] },
    options: CallOptions,
  ) {
    return changeNetworkAsHost(
      this.#access,
      {
        network,
        conditions: [condition],
        changes: (lease) => [{ kind: 'put', key, value, lease }],
        otherwiseGet: [key],
        whenUnknown: { kind: 'look-up', key },
      },
      options,
    );
  }

  get #host(): string {
    return this.#access.session.host.id;
  }

  #record(container: string): string {
    return encodeRecord({ host: this.#host, container });
  }
}

type HeldAddress = AddressClaim & { readonly host: string };

function claimOf(network: NetworkRecord, container: string): string {
  return `${network.id} ${container}`;
}

function readEntry(network: NetworkRecord, entry: StoreEntry): HeldAddress | undefined {
  const [address, ...rest] = namesBeneath(addressesPrefix(network.id), entry.key) ?? [];
  if (address === undefined || rest.length > 0) return undefined;
  // An address is taken whatever its record says.
  return { address, ...(parseAddress(entry.value) ?? { host: 'unknown', container: 'unknown' }) };
}

function unreadable({ address }: AddressClaim): HeldAddress {
  return { address, host: 'unknown', container: 'unknown' };
}

function subnetOf({ network, subnet }: AddressRequest): Subnet {
  const parsed = network.subnets.includes(subnet) ? parseSubnet(subnet) : undefined;
  if (parsed) return parsed;
  throw new NetworkError('invalid-subnet', {
    message: `${subnet} is no subnet of the overlay network "${network.name}": it has ${network.subnets.join(', ')}`,
  });
}

function canonical(network: NetworkRecord, subnet: Subnet, address: string): string {
  const found = assignableAddress(subnet, address);
  if (found !== undefined) return found;
  throw new NetworkError('invalid-address', {
    message: `${address} is no address that a container of the overlay network "${network.name}" may have`,
    hint: `choose one within ${network.subnets.join(' or ')}, but not the first two or the last`,
  });
}

function isIn(subnet: Subnet, address: string): boolean {
  return assignableAddress(subnet, address) !== undefined;
}

function taken(network: NetworkRecord, holder: HeldAddress): NetworkError {
  return new NetworkError('address-in-use', {
    message: `take ${holder.address} of the overlay network "${network.name}": container "${holder.container}" has it`,
    hint: 'choose another static address',
    facts: { host: holder.host },
  });
}
