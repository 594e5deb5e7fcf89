// Who is called what on which network. A container sees the names of its own networks only.
import { isIPv4 } from 'node:net';
import { isSameValue } from '../../../core/is-same-value.ts';
import { type Choice, EQUALS, inService } from '../traffic/backend-state.ts';
import { areWeighted, ShareTurns } from '../traffic/weights.ts';

export type ZoneEndpoint = {
  readonly containerId: string;
  readonly network: string;
  readonly ipv4: string;
  /** Not there for null. */
  readonly ipv6?: string | null;
  /** Name of the container, also in replies to reverse queries. */
  readonly containerName: string;
  /** What else it answers to: service, aliases, 12 digits of its id. */
  readonly names: readonly string[];
};

/** A container of another host. */
export type RemoteName = Omit<ZoneEndpoint, 'network'> & { readonly rank: number };

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
  /** How far containers of other hosts are from being in service, by what they are called here. */
  readonly #remoteRanks = new Map<string, number>();

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

  /** Replaces what is known of the containers of other hosts on a network. */
  setRemote(network: string, endpoints: readonly RemoteName[]): void {
    const present = new Map(endpoints.map((endpoint) => [keyOf(network, endpoint.containerId), endpoint]));
    for (const key of this.#remoteRanks.keys())
      if (key.startsWith(keyOf(network, '')) && !present.has(key)) this.#removeRemote(key);
    for (const [key, { rank, ...endpoint }] of present) {
      this.#remoteRanks.set(key, rank);
      const [before] = this.#byContainer.get(key) ?? [];
      const now = { ...endpoint, containerId: key, network };
      if (!before || !isSameValue(before, now)) this.setEndpoints(key, [now]);
    }
  }

  /** What a container of this host is called on a network, its own name first; none while it is not reachable. */
  namesOf(containerId: string, network: string): readonly string[] {
    if (!this.#reachable.has(containerId)) return [];
    const endpoint = this.#byContainer.get(containerId)?.find((candidate) => candidate.network === network);
    return endpoint ? [endpoint.containerName, ...endpoint.names] : [];
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
  lookup(containerId: string, name: string, takeTurn = false, family: 4 | 6 = 4): Lookup {
    let found = UNKNOWN;
    for (const network of this.#networksOf(containerId)) {
      const label = name.endsWith(`.${network.toLowerCase()}`) ? name.slice(0, -network.length - 1) : undefined;
      if (label !== undefined) found = { kind: 'known', addresses: [] };
      const full = keyOf(network, name);
      const key = label && !this.#byName.has(full) ? keyOf(network, label) : full;
      const endpoints = this.#byName.get(key);
      if (!endpoints) continue;
      const reachable = [...endpoints].filter((endpoint) => this.#isReachable(endpoint.containerId));
      const ranked = inService(reachable, (endpoint) => this.#rankOf(endpoint.containerId));
      const serving = this.#sharing(ranked, takeTurn);
      for (const { containerId: given } of takeTurn ? serving : []) this.#givenAt.set(given, performance.now());
      if (serving.length > 0)
        return { kind: 'known', addresses: this.#nearestFirst(key, serving, { takeTurn, family }) };
      found = { kind: 'known', addresses: [] };
    }
    return found;
  }

  /** `name.network` of an address, or undefined if it is nobody's on this container's networks. */
  reverse(containerId: string, address: string): string | undefined {
    for (const network of this.#networksOf(containerId)) {
      const endpoint = this.#byAddress.get(keyOf(network, address));
      if (endpoint && this.#isReachable(endpoint.containerId)) return `${endpoint.containerName}.${network}`;
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

  #isReachable(containerId: string): boolean {
    return this.#reachable.has(containerId) || this.#remoteRanks.has(containerId);
  }

  #rankOf(containerId: string): number {
    return this.#remoteRanks.get(containerId) ?? this.#choice.rankOf(containerId);
  }

  #removeRemote(key: string): void {
    this.#remoteRanks.delete(key);
    this.remove(key);
  }

  /** Containers of this host before those of others: a packet that need not leave does not. Each kind takes turns. */
  #nearestFirst(
    key: string,
    serving: readonly ZoneEndpoint[],
    { takeTurn, family }: { readonly takeTurn: boolean; readonly family: 4 | 6 },
  ): readonly string[] {
    const turnKey = family === 4 ? key : `${key}\0ipv6`;
    const turn = this.#turns.get(turnKey) ?? 0;
    if (takeTurn) this.#turns.set(turnKey, turn + 1);
    const addressOf = ({ ipv4, ipv6 }: ZoneEndpoint) => (family === 4 ? [ipv4] : ipv6 ? [ipv6] : []);
    const isFar = ({ containerId }: ZoneEndpoint) => this.#remoteRanks.has(containerId);
    const near = serving.filter((endpoint) => !isFar(endpoint)).flatMap(addressOf);
    const far = serving.filter(isFar).flatMap(addressOf);
    return takeTurn ? [...rotated(near, turn), ...rotated(far, turn)] : [...near, ...far];
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
      this.#turns.delete(`${key}\0ipv6`);
    }
  }
}

/** `4.3.2.1.in-addr.arpa` as `1.2.3.4`, or undefined. */
export function reverseAddress(name: string): string | undefined {
  const match = /^((?:[0-9]{1,3}\.){4})in-addr\.arpa$/.exec(name);
  const address = match?.[1]?.slice(0, -1).split('.').reverse().join('.');
  return address !== undefined && isIPv4(address) ? address : undefined;
}

function rotated(addresses: readonly string[], turn: number): readonly string[] {
  const start = addresses.length === 0 ? 0 : turn % addresses.length;
  return [...addresses.slice(start), ...addresses.slice(0, start)];
}

function keysOf({ network, containerName, names }: ZoneEndpoint): Set<string> {
  return new Set([containerName, ...names].map((name) => keyOf(network, name.toLowerCase())));
}

function keyOf(network: string, name: string): string {
  return `${network}\0${name}`;
}
