// The ports of all containers: held, shared by those that belong together, refused to others.
import type { PortSpec } from '../../core/specs.ts';
import type { PortRecord } from '../../store/networks.ts';
import { type BoundPort, bindPort, candidatePorts, previousPorts, releaseBound } from './held-ports.ts';
import type { FirewallPort } from './render-ports.ts';
import { type PortPlace, SharedPort } from './shared-port.ts';
import { type Choice, EQUALS } from './traffic/backend-state.ts';

export type PortClaim = {
  readonly containerId: string;
  readonly ports: readonly PortSpec[];
  /** Ports that it had, or that one it takes the place of has: taken again, and shared, where they fit. */
  readonly previous: readonly PortRecord[];
  readonly sharing: string | null;
};

/** A port that a container may be put behind: bound for it, or there already. */
export type HeldPort = {
  readonly record: PortRecord;
  readonly sharing: string | null;
  readonly sticky: boolean;
  /** Undefined if the port is there. */
  readonly bound: BoundPort | undefined;
};

export class PublishedPorts {
  readonly #choice: Choice;
  readonly #ports = new Map<string, SharedPort>();
  readonly #byContainer = new Map<string, readonly PortRecord[]>();

  constructor(choice: Choice = EQUALS) {
    this.#choice = choice;
  }

  /**
   * Binds what a container publishes, all or none; nothing if it is served already. A single port is shared with others of
   * the same key; of a range each container gets one of its own. Throws PortTakenError before anything changes.
   */
  hold(claim: PortClaim): readonly HeldPort[] {
    if (this.#byContainer.has(claim.containerId)) return [];
    const held: HeldPort[] = [];
    try {
      for (const spec of claim.ports) held.push(this.#holdOne(spec, claim, held));
      return held;
    } catch (error) {
      releaseHeld(held);
      throw error;
    }
  }

  /** Puts a container behind its ports; it stays where it is already. Returns what it has, and which are new to the host. */
  serve(
    containerId: string,
    held: readonly HeldPort[],
    address: string,
  ): { readonly records: readonly PortRecord[]; readonly opened: readonly PortRecord[] } {
    const known = this.#byContainer.get(containerId);
    if (known) return { records: known, opened: [] };
    const records = held.map(({ record }) => record);
    const opened = held.filter((port) => this.#serveOne(port, address)).map(({ record }) => record);
    this.#byContainer.set(containerId, records);
    return { records, opened };
  }

  /** Takes a container out; ports that lead nowhere then are closed by `closeIdle`. Returns those, and what it had. */
  withdraw(containerId: string): { readonly records: readonly PortRecord[]; readonly idle: readonly PortRecord[] } {
    const records = this.#byContainer.get(containerId) ?? [];
    this.#byContainer.delete(containerId);
    for (const record of records) this.#ports.get(keyOf(record))?.leave(containerId);
    return { records, idle: records.filter((record) => this.#ports.get(keyOf(record))?.isIdle) };
  }

  /** Frees the ports that lead nowhere: once the firewall has no rules to them any more. */
  async closeIdle(): Promise<void> {
    const idle = [...this.#ports].filter(([, port]) => port.isIdle);
    for (const [key] of idle) this.#ports.delete(key);
    await Promise.all(idle.map(([, port]) => port.close()));
  }

  /** What the firewall translates. */
  firewallPorts(): FirewallPort[] {
    return [...this.#ports.values()].map((port) => port.firewallPort()).filter((port) => port !== undefined);
  }

  /** Whether the rules depend on the state of a container: it has a port in common with another. */
  isBalanced(containerId: string): boolean {
    return (this.#byContainer.get(containerId) ?? []).some((record) => this.#ports.get(keyOf(record))?.isBalanced);
  }

  publishesUdp(containerId: string): boolean {
    return (this.#byContainer.get(containerId) ?? []).some(({ protocol }) => protocol === 'udp');
  }

  /** Those of a container's ports that are held and lead to it. */
  servedBy(containerId: string): readonly PortRecord[] {
    const records = this.#byContainer.get(containerId) ?? [];
    return records.filter((record) => this.#ports.get(keyOf(record))?.isIdle === false);
  }

  /** The ports of the host from which connections to a container are carried. */
  proxiedTo(containerId: string): number[] {
    const records = this.#byContainer.get(containerId) ?? [];
    return records.flatMap((record) => this.#ports.get(keyOf(record))?.proxiedTo(containerId) ?? []);
  }

  /** One of our containers that a port leads to. */
  holderOf(protocol: PortSpec['protocol'], hostPort: number): string | undefined {
    for (const port of this.#ports.values())
      if (port.place.protocol === protocol && port.place.hostPort === hostPort && !port.isIdle) return port.holder();
    return undefined;
  }

  async close(): Promise<void> {
    const all = [...this.#ports.values()];
    this.#ports.clear();
    this.#byContainer.clear();
    await Promise.all(all.map((port) => port.close()));
  }

  #holdOne(spec: PortSpec, claim: PortClaim, held: readonly HeldPort[]): HeldPort {
    const { containerId, previous, sharing } = claim;
    const { protocol, hostIp, containerPort } = spec;
    const make = (hostPort: number, bound?: BoundPort): HeldPort => ({
      record: { containerId, protocol, hostIp, hostPort, containerPort },
      sharing,
      sticky: spec.sticky ?? false,
      bound,
    });
    const [first, last] = spec.hostPort ?? [0, 0];
    const shareable = new Set([...previousPorts(spec, previous), ...(first === last ? [first] : [])]);
    const candidates = candidatePorts(spec, previous);
    const there = candidates.find((hostPort) => {
      const place = { protocol, hostIp, hostPort };
      return this.#admits(place, { ...claim, sharing: shareable.has(hostPort) ? sharing : null }, held);
    });
    if (there !== undefined) return make(there);
    // What is there and does not admit it is refused by the kernel.
    const bound = bindPort(spec, candidates);
    return make(bound.hostPort, bound);
  }

  #admits(place: PortPlace, { containerId, sharing }: PortClaim, held: readonly HeldPort[]): boolean {
    const key = keyOf(place);
    const isTwice = held.some(({ record }) => keyOf(record) === key);
    return !isTwice && (this.#ports.get(key)?.admits(containerId, sharing) ?? false);
  }

  /** True if the port is new. */
  #serveOne({ record, sharing, sticky, bound }: HeldPort, address: string): boolean {
    const { protocol, hostIp, hostPort, containerPort, containerId } = record;
    const key = keyOf(record);
    const known = this.#ports.get(key);
    const port =
      known ??
      new SharedPort({
        place: { protocol, hostIp, hostPort },
        descriptors: bound?.descriptors ?? [],
        ...this.#choice,
      });
    const isNew = port.isIdle;
    this.#ports.set(key, port);
    port.join({ containerId, address, port: containerPort, sharing, sticky });
    return isNew;
  }
}

/** Frees ports that were never served. */
export function releaseHeld(held: readonly HeldPort[]): void {
  for (const { bound } of held) if (bound) releaseBound(bound);
}

function keyOf({ protocol, hostIp, hostPort }: PortPlace): string {
  return `${protocol} ${hostIp ?? '*'} ${hostPort}`;
}
