// Who is called what on which network. A container sees the names of its own networks only.
import { isIPv4 } from 'node:net';
import { type Choice, EQUALS, inService } from '../traffic/backend-state.ts';
import { areWeighted, ShareTurns } from '../traffic/weights.ts';

export type ZoneEndpoint = {
  readonly containerId: string;
  readonly network: string;
  readonly ipv4: string;
  /** Name of the container, also in replies to reverse queries. */
  readonly containerName: string;
  /** What else it answers to: service, aliases, 12 digits of its id. */
  readonly names: readonly string[];
};

/** `unknown` is not ours to answer; `known` may have no address, because nobody who has the name runs. */
export type Lookup = { readonly kind: 'unknown' } | { readonly kind: 'known'; readonly addresses: readonly string[] };

const UNKNOWN: Lookup = { kind: 'unknown' };

export class DnsZone {
  readonly #byContainer = new Map<string, readonly ZoneEndpoint[]>();
  readonly #byName = new Map<string, ReadonlySet<ZoneEndpoint>>();
  readonly #byAddress = new Map<string, ZoneEndpoint>();
  readonly #reachable = new Set<string>();
  readonly #turns = new Map<string, number>();
  /** When somebody was last given a container's address. */
  readonly #givenAt = new Map<string, number>();
  readonly #choice: Choice;
  readonly #shareTurns = new ShareTurns();

  /** Of those who have a name, the ones of the best rank are given; one with a share as often as that, by itself. */
  constructor(choice: Choice = EQUALS) {
    this.#choice = choice;
  }

  /** Replaces what is known of a container. It is not found until it is reachable. */
  setEndpoints(containerId: string, endpoints: readonly ZoneEndpoint[]): void {
    this.#drop(containerId);
    this.#byContainer.set(containerId, endpoints);
    for (const endpoint of endpoints) {
      this.#byAddress.set(keyOf(endpoint.network, endpoint.ipv4), endpoint);
      for (const key of keysOf(endpoint)) this.#add(key, endpoint);
    }
  }

  remove(containerId: string): void {
    this.#drop(containerId);
    this.#reachable.delete(containerId);
    this.#givenAt.delete(containerId);
    this.#shareTurns.forget(containerId);
  }

  /** Gives a container another name of its own, on all its networks. */
  rename(containerId: string, name: string): void {
    const known = this.#byContainer.get(containerId) ?? [];
    const renamed = known.map((endpoint) => ({ ...endpoint, containerName: name }));
    if (renamed.length > 0) this.setEndpoints(containerId, renamed);
  }

  /** Milliseconds since somebody was given its address; Infinity if nobody was. */
  sinceGiven(containerId: string): number {
    return performance.now() - (this.#givenAt.get(containerId) ?? -Infinity);
  }

  setReachable(containerId: string, isReachable: boolean): void {
    if (isReachable) this.#reachable.add(containerId);
    else this.#reachable.delete(containerId);
  }

  /**
   * Addresses for a name in lower case, as this container sees it, from the first of its networks that knows the name.
   * With `takeTurn` another one is first the next time: only for queries whose answer has them, because resolvers ask for
   * A and AAAA in turns, and would get the same order for ever.
   */
  lookup(containerId: string, name: string, takeTurn = false): Lookup {
    let found = UNKNOWN;
    for (const network of this.#networksOf(containerId)) {
      const label = name.endsWith(`.${network.toLowerCase()}`) ? name.slice(0, -network.length - 1) : undefined;
      if (label !== undefined) found = { kind: 'known', addresses: [] };
      const full = keyOf(network, name);
      const key = label && !this.#byName.has(full) ? keyOf(network, label) : full;
      const endpoints = this.#byName.get(key);
      if (!endpoints) continue;
      const reachable = [...endpoints].filter((endpoint) => this.#reachable.has(endpoint.containerId));
      const ranked = inService(reachable, (endpoint) => this.#choice.rankOf(endpoint.containerId));
      const serving = this.#sharing(ranked, takeTurn);
      const addresses = serving.map(({ ipv4 }) => ipv4);
      for (const { containerId: given } of takeTurn ? serving : []) this.#givenAt.set(given, performance.now());
      if (addresses.length > 0)
        return { kind: 'known', addresses: takeTurn ? this.#rotate(key, addresses) : addresses };
      found = { kind: 'known', addresses: [] };
    }
    return found;
  }

  /** `name.network` of an address, or undefined if it is nobody's on this container's networks. */
  reverse(containerId: string, address: string): string | undefined {
    for (const network of this.#networksOf(containerId)) {
      const endpoint = this.#byAddress.get(keyOf(network, address));
      if (endpoint && this.#reachable.has(endpoint.containerId)) return `${endpoint.containerName}.${network}`;
    }
    return undefined;
  }

  #sharing(serving: readonly ZoneEndpoint[], takeTurn: boolean): readonly ZoneEndpoint[] {
    const { shareOf } = this.#choice;
    if (!areWeighted(serving.map(({ containerId }) => shareOf(containerId)))) return serving;
    const turn = takeTurn
      ? this.#shareTurns.take(serving, ({ containerId: id }) => ({ id, share: shareOf(id) }))
      : undefined;
    return turn ? [turn] : serving.filter(({ containerId }) => shareOf(containerId) === null);
  }

  #networksOf(containerId: string): string[] {
    return (this.#byContainer.get(containerId) ?? []).map((endpoint) => endpoint.network);
  }

  #rotate(key: string, addresses: readonly string[]): readonly string[] {
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    const start = turn % addresses.length;
    return [...addresses.slice(start), ...addresses.slice(0, start)];
  }

  #add(key: string, endpoint: ZoneEndpoint): void {
    this.#byName.set(key, new Set([...(this.#byName.get(key) ?? []), endpoint]));
  }

  #drop(containerId: string): void {
    for (const endpoint of this.#byContainer.get(containerId) ?? []) {
      this.#byAddress.delete(keyOf(endpoint.network, endpoint.ipv4));
      for (const key of keysOf(endpoint)) this.#dropName(key, endpoint);
    }
    this.#byContainer.delete(containerId);
  }

  #dropName(key: string, endpoint: ZoneEndpoint): void {
    const left = new Set(this.#byName.get(key));
    left.delete(endpoint);
    if (left.size > 0) this.#byName.set(key, left);
    else {
      this.#byName.delete(key);
      this.#turns.delete(key);
    }
  }
}

/** `4.3.2.1.in-addr.arpa` as `1.2.3.4`, or undefined. */
export function reverseAddress(name: string): string | undefined {
  const match = /^((?:[0-9]{1,3}\.){4})in-addr\.arpa$/.exec(name);
  const address = match?.[1]?.slice(0, -1).split('.').reverse().join('.');
  return address !== undefined && isIPv4(address) ? address : undefined;
}

function keysOf({ network, containerName, names }: ZoneEndpoint): Set<string> {
  return new Set([containerName, ...names].map((name) => keyOf(network, name.toLowerCase())));
}

function keyOf(network: string, name: string): string {
  return `${network}\0${name}`;
}
