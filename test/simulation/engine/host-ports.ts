// The ports of the host, as the daemon holds them: shared by those that belong together, refused to others.
import { NetworkError } from '../../../src/core/errors.ts';
import type { PortSpec } from '../../../src/core/specs.ts';
import type { PortRecord } from '../../../src/store/networks.ts';

export type Claim = {
  readonly containerId: string;
  readonly ports: readonly PortSpec[];
  /** Those that it had, or that one it takes the place of has. */
  readonly previous: readonly PortRecord[];
  readonly sharing: string | null;
};

type Held = { readonly sharing: string | null; readonly members: Set<string> };

const FIRST_EPHEMERAL = 40_000;

export class HostPorts {
  readonly #foreign: ReadonlySet<number>;
  readonly #held = new Map<number, Held>();
  readonly #byContainer = new Map<string, readonly PortRecord[]>();

  constructor(foreign: ReadonlySet<number>) {
    this.#foreign = foreign;
  }

  /** Which ports a container would get, all or none. Throws `port-in-use`. */
  choose(claim: Claim): readonly PortRecord[] {
    const known = this.#byContainer.get(claim.containerId);
    if (known) return known;
    const chosen: PortRecord[] = [];
    for (const spec of claim.ports) chosen.push(this.#chooseOne(spec, claim, chosen));
    return chosen;
  }

  take({ containerId, sharing }: Claim, records: readonly PortRecord[]): void {
    this.#byContainer.set(containerId, records);
    for (const { hostPort } of records) {
      const held = this.#held.get(hostPort) ?? { sharing, members: new Set<string>() };
      held.members.add(containerId);
      this.#held.set(hostPort, held);
    }
  }

  release(containerId: string): void {
    for (const { hostPort } of this.#byContainer.get(containerId) ?? []) {
      const held = this.#held.get(hostPort);
      held?.members.delete(containerId);
      if (held?.members.size === 0) this.#held.delete(hostPort);
    }
    this.#byContainer.delete(containerId);
  }

  servedBy(containerId: string): readonly PortRecord[] {
    return this.#byContainer.get(containerId) ?? [];
  }

  /** Ids of all containers that hold one. */
  holders(): readonly string[] {
    return [...this.#held.values()].flatMap(({ members }) => [...members]);
  }

  #chooseOne(spec: PortSpec, claim: Claim, chosen: readonly PortRecord[]): PortRecord {
    const { containerId, previous } = claim;
    const { protocol, hostIp, containerPort } = spec;
    const [first, last] = spec.hostPort ?? [FIRST_EPHEMERAL, FIRST_EPHEMERAL + 999];
    const before = previous
      .filter((port) => port.containerPort === containerPort && port.hostPort >= first && port.hostPort <= last)
      .map(({ hostPort }) => hostPort);
    const candidates = [...before, ...Array.from({ length: last - first + 1 }, (_, index) => first + index)];
    const mayShare = (port: number): boolean => first === last || before.includes(port);
    const isFree = (port: number): boolean =>
      !chosen.some(({ hostPort }) => hostPort === port) && this.#admits(port, mayShare(port) ? claim.sharing : null);
    const hostPort = candidates.find(isFree);
    if (hostPort !== undefined) return { containerId, protocol, hostIp, hostPort, containerPort };
    throw new NetworkError('port-in-use', { message: `port ${last}/${protocol} of the host is in use` });
  }

  #admits(port: number, sharing: string | null): boolean {
    if (this.#foreign.has(port)) return false;
    const held = this.#held.get(port);
    return !held || (sharing !== null && held.sharing === sharing);
  }
}
