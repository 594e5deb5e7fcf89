// One host port and the containers it leads to. It is held as long as there is one of them.
import type { PortSpec } from '../../core/specs.ts';
import { closeDescriptor } from '../../os/libc.ts';
import { PortProxy, type ProxyTarget } from './port-proxy.ts';
import type { FirewallPort } from './render-ports.ts';
import { type Choice, inService } from './traffic/backend-state.ts';
import { areWeighted, placesOf, ShareTurns } from './traffic/weights.ts';

/** What tells host ports apart. */
export type PortPlace = {
  readonly protocol: PortSpec['protocol'];
  /** null is every address of the host. */
  readonly hostIp: string | null;
  readonly hostPort: number;
};

export type SharedPortOptions = Choice & {
  readonly place: PortPlace;
  /** Bound, and taken over. */
  readonly descriptors: readonly number[];
};

export type PortBackend = ProxyTarget & {
  /** Only those with the same key may have the port in common; null with nobody. */
  readonly sharing: string | null;
  /** The same client gets the same container as long as the set of them stays. */
  readonly sticky: boolean;
};

export class SharedPort {
  readonly place: PortPlace;
  readonly #choice: Choice;
  readonly #shareTurns = new ShareTurns();
  readonly #backends = new Map<string, PortBackend>();
  readonly #proxies: readonly PortProxy[];
  readonly #bare: readonly number[];
  #turn = 0;

  constructor({ place, descriptors, ...choice }: SharedPortOptions) {
    this.place = place;
    this.#choice = choice;
    // TCP goes through the proxy; of others there is only the bare socket.
    const isTcp = place.protocol === 'tcp';
    this.#bare = isTcp ? [] : descriptors;
    const choose = (client: string): ProxyTarget[] => this.#candidates(client);
    this.#proxies = isTcp ? descriptors.map((descriptor) => new PortProxy(descriptor, choose)) : [];
  }

  get isIdle(): boolean {
    return this.#backends.size === 0;
  }

  get isBalanced(): boolean {
    return this.#backends.size > 1;
  }

  holder(): string | undefined {
    return this.#backends.keys().next().value;
  }

  /** A port whose last container has gone may be had by anybody. */
  admits(containerId: string, sharing: string | null): boolean {
    const others = [...this.#backends.values()].filter((backend) => backend.containerId !== containerId);
    return others.every((backend) => sharing !== null && backend.sharing === sharing);
  }

  join(backend: PortBackend): void {
    this.#backends.set(backend.containerId, backend);
  }

  /** Ends what is open to the container. */
  leave(containerId: string): void {
    this.#backends.delete(containerId);
    this.#shareTurns.forget(containerId);
    for (const proxy of this.#proxies) proxy.cut(containerId);
  }

  /** What the firewall translates; undefined for IPv6, which the proxy carries, and for a port without containers. */
  firewallPort(): FirewallPort | undefined {
    const { protocol, hostIp, hostPort } = this.place;
    if (this.isIdle || hostIp?.includes(':')) return undefined;
    const backends = this.#serving();
    return {
      protocol,
      hostIp: hostIp === '0.0.0.0' ? null : hostIp,
      hostPort,
      sticky: backends.some(({ sticky }) => sticky),
      backends: backends.map(({ containerId, address, port }) => {
        const share = this.#choice.shareOf(containerId);
        return { address, containerPort: port, ...(share === null ? {} : { share }) };
      }),
    };
  }

  /** The ports from which the proxy carries connections to a container. */
  proxiedTo(containerId: string): number[] {
    return this.#proxies.flatMap((proxy) => proxy.portsTo(containerId));
  }

  /** Ends every connection and frees the port. */
  async close(): Promise<void> {
    this.#backends.clear();
    for (const descriptor of this.#bare) closeDescriptor(descriptor);
    await Promise.all(this.#proxies.map((proxy) => proxy.close()));
  }

  #serving(): PortBackend[] {
    return inService(this.#backends.values(), ({ containerId }) => this.#choice.rankOf(containerId));
  }

  #candidates(client: string): PortBackend[] {
    const serving = this.#serving();
    const shares = serving.map(({ containerId }) => this.#choice.shareOf(containerId));
    if (areWeighted(shares)) return this.#weighted(serving, client);
    return this.#rotated(serving, client);
  }

  /** One with a share comes first as often as that, and else last: it is better than nobody. */
  #weighted(serving: readonly PortBackend[], client: string): PortBackend[] {
    const shares = serving.map(({ containerId }) => this.#choice.shareOf(containerId));
    const equals = this.#rotated(
      serving.filter((_, index) => shares[index] === null),
      client,
    );
    const shared = serving.filter((_, index) => shares[index] !== null);
    const place = hashOf(client) % 1000;
    const isSticky = serving.some(({ sticky }) => sticky);
    const places = placesOf([...shared.map(({ containerId }) => this.#choice.shareOf(containerId)), null]);
    const first = isSticky
      ? shared.find((_, index) => place >= (places[index]?.[0] ?? 0) && place <= (places[index]?.[1] ?? -1))
      : this.#shareTurns.take(shared, ({ containerId }) => ({
          id: containerId,
          share: this.#choice.shareOf(containerId),
        }));
    const rest = shared.filter((backend) => backend !== first);
    return [...(first ? [first] : []), ...equals, ...rest];
  }

  #rotated(serving: readonly PortBackend[], client: string): PortBackend[] {
    const isSticky = serving.some(({ sticky }) => sticky);
    const start = (isSticky ? hashOf(client) : this.#turn++) % Math.max(1, serving.length);
    return [...serving.slice(start), ...serving.slice(0, start)];
  }
}

/** FNV-1a: spreads addresses that differ in their last digits only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
