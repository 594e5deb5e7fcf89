// Keeps the table of known hosts in the kernel: made once as a whole, then its sets by difference.
import { digestOf } from '../../core/hash.ts';
import { isSameValue } from '../../core/is-same-value.ts';
import { AF_INET, addressFamily, canonicalAddress } from '../../os/ip-address.ts';
import { Nftables, type NftObject } from '../../os/nftables.ts';
import {
  type GuardedPorts,
  type HostGuardState,
  type HostSets,
  removeHostGuard,
  renderHostChanges,
  renderHostGuard,
} from './render-host-guard.ts';

export type HostGuardOptions = Pick<HostGuardState, 'table' | 'linkPrefix'>;

/** What had to be done: nothing, what was asked for, or putting back what somebody else had changed. */
export type GuardChange = 'none' | 'change' | 'repair';

export type DroppedPackets = {
  readonly unknownHosts: number;
  /** From containers of this host, or from them to other hosts. */
  readonly containers: number;
  /** From known hosts to the port of encrypted networks, and not encrypted. */
  readonly clear: number;
  /** From programs of this host's users to the port of encrypted networks elsewhere. */
  readonly users: number;
};

const NO_HOSTS: HostSets = { hosts4: new Set(), hosts6: new Set() };

export class HostGuard implements AsyncDisposable {
  readonly #options: HostGuardOptions;
  readonly #nft = new Nftables();
  /** Of the table when we made it, its hosts and what it counted left out. */
  #made: { readonly ports: GuardedPorts; readonly digest: string } | undefined;
  /** Those that were asked for last. */
  #hosts: string | undefined;

  constructor(options: HostGuardOptions) {
    this.#options = options;
  }

  /**
   * Lets packets to the ports in from these hosts and from no others. `trusts` that the kernel still has what was asked for
   * last: to list the table takes longer than most changes do.
   */
  async apply(ports: GuardedPorts, hosts: readonly string[], { trusts = false } = {}): Promise<GuardChange> {
    const wanted = toSets(hosts);
    const [before, now] = [this.#hosts, renderHostChanges('', NO_HOSTS, wanted)];
    const isSamePorts = isSameValue(this.#made?.ports, ports);
    if (trusts && isSamePorts && before === now) return 'none';
    const there = this.#list();
    // Not known until it worked.
    this.#hosts = undefined;
    // Of a table that an earlier process made we know only that it is there: it is replaced, in one transaction.
    if (!isSamePorts || digestOf(structureOf(there)) !== this.#made?.digest) {
      const change = isSamePorts ? 'repair' : 'change';
      await this.#nft.runAsync(renderHostGuard({ ...this.#options, ports, hosts: wanted }));
      this.#made = { ports, digest: digestOf(structureOf(this.#list())) };
      this.#hosts = now;
      return change;
    }
    const changes = renderHostChanges(this.#options.table, setsOf(there), wanted);
    if (changes !== '') await this.#nft.runAsync(changes);
    this.#hosts = now;
    if (changes === '') return 'none';
    return before === now ? 'repair' : 'change';
  }

  async remove(): Promise<void> {
    this.#made = undefined;
    this.#hosts = undefined;
    if (this.#list().length > 0) await this.#nft.runAsync(removeHostGuard(this.#options.table));
  }

  /** Packets that were dropped since the table was made. */
  dropped(): DroppedPackets {
    const counters = new Map(this.#list().map((object) => counterOf(object)));
    const count = (name: string) => counters.get(name) ?? 0;
    return {
      unknownHosts: count('unknown_hosts'),
      containers: count('containers'),
      clear: count('clear'),
      users: count('users'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#nft[Symbol.asyncDispose]();
  }

  #list(): readonly NftObject[] {
    return this.#nft.list(`list table inet ${this.#options.table}`);
  }
}

function toSets(hosts: readonly string[]): HostSets {
  const addresses = hosts.map(canonicalAddress);
  const isIpv4 = (address: string) => addressFamily(address) === AF_INET;
  return {
    hosts4: new Set(addresses.filter(isIpv4)),
    hosts6: new Set(addresses.filter((address) => !isIpv4(address))),
  };
}

function setsOf(objects: readonly NftObject[]): HostSets {
  const sets = new Map(objects.flatMap((object) => elementsOf(object['set'])));
  return { hosts4: new Set(sets.get('hosts4')), hosts6: new Set(sets.get('hosts6')) };
}

function elementsOf(set: unknown): [string, string[]][] {
  if (!isRecord(set) || typeof set['name'] !== 'string') return [];
  const elements: unknown[] = Array.isArray(set['elem']) ? set['elem'] : [];
  return [[set['name'], elements.filter((element) => typeof element === 'string').map(canonicalAddress)]];
}

/** A table without what changes by itself: handles, counts, and the sets' elements. */
function structureOf(objects: readonly NftObject[]): unknown {
  return objects.map((object) =>
    Object.entries(object).map(([kind, value]) => [kind, isRecord(value) ? withoutChanging(value) : value]),
  );
}

function withoutChanging(value: Readonly<Record<string, unknown>>): unknown {
  const { handle: _handle, elem: _elements, packets: _packets, bytes: _bytes, ...rest } = value;
  return rest;
}

function counterOf(object: NftObject): [string, number] {
  const counter = object['counter'];
  if (!isRecord(counter)) return ['', 0];
  return [String(counter['name']), Number(counter['packets'])];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
