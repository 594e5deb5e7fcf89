// Makes ports and names follow what containers do and what the runner tells: who serves, who is on the way in or out.
import type { PortRecord } from '../../../store/networks.ts';
import type { ChangeRounds } from '../change-rounds.ts';
import type { NameService } from '../dns/name-service.ts';
import type { NetworkRegistry } from '../network-registry.ts';
import type { PublishedPorts } from '../published-ports.ts';
import { StaleFlows } from '../stale-flows.ts';
import type { Endpoint } from '../wire-endpoints.ts';
import type { Health } from './backend-state.ts';
import { countConnections } from './observe-connections.ts';
import { Traffic, type TrafficChange } from './traffic.ts';
import type { TrafficStates } from './traffic-states.ts';

export type DirectorParts = {
  readonly states: TrafficStates;
  readonly registry: NetworkRegistry;
  readonly names: NameService;
  readonly ports: PublishedPorts;
  readonly rounds: ChangeRounds;
  readonly endpointsOf: (containerId: string) => readonly Endpoint[];
  readonly namespacePath: (containerId: string) => string;
  /** Until all containers are back, nothing is changed for one of them. */
  readonly isRestoring: () => boolean;
  readonly warn: (code: string, message: string) => void;
};

export class TrafficDirector {
  readonly traffic: Traffic;
  readonly #parts: DirectorParts;
  readonly #stale = new StaleFlows();
  /** By container that is to take the place of another: that one. Until it is attached. */
  readonly #predecessors = new Map<string, string>();

  constructor(parts: DirectorParts) {
    this.#parts = parts;
    const { states, names } = parts;
    this.traffic = new Traffic({
      change: (changes) => this.#change(changes),
      stateOf: (containerId) => states.stateOf(containerId),
      intentOf: (containerId) => states.get(containerId).intent,
      look: (containerId) => ({
        open: this.#countConnections(containerId),
        mayCome: names.mayBeCached(containerId),
      }),
      succeed: (containerId, inPlaceOf) => void this.#predecessors.set(containerId, inPlaceOf),
    });
  }

  /** Whether others get a container's address for its names: while it runs. Resolves when shared ports follow. */
  async setReachable(containerId: string, isReachable: boolean): Promise<void> {
    this.#parts.names.setReachable(containerId, isReachable);
    if (this.#parts.states.setRunning(containerId, isReachable)) await this.#follow(containerId);
  }

  async setHealth(containerId: string, health: Health): Promise<void> {
    if (this.#parts.states.setHealth(containerId, health)) await this.#follow(containerId);
  }

  /** The host ports that a container is to have again: its own, or those of the one whose place it takes. */
  previousPorts(containerId: string): readonly PortRecord[] {
    const { registry } = this.#parts;
    const own = registry.portsOf(containerId);
    const before = this.#predecessors.get(containerId);
    return own.length > 0 || before === undefined ? own : registry.portsOf(before);
  }

  /** It is attached, and these ports lead to it. */
  served(containerId: string, opened: readonly PortRecord[]): void {
    this.#predecessors.delete(containerId);
    this.#stale.addUdpTo(opened);
  }

  /** Its ports lead elsewhere or nowhere from the next round on. */
  withdraw(containerId: string): void {
    const { records, idle } = this.#parts.ports.withdraw(containerId);
    if (records.length > 0) this.#stale.addFrom(this.#addressesOf(containerId));
    this.#stale.addUdpTo(idle);
  }

  /** It has no network any more. */
  left(containerId: string): void {
    this.#stopDraining(containerId);
    this.#parts.states.leave(containerId);
  }

  /** After the removal of a container: what was told about it is void. */
  forget(containerId: string): void {
    this.#parts.states.forget(containerId);
    this.#predecessors.delete(containerId);
  }

  /** Nobody else is on the way out. */
  keepDraining(live: ReadonlySet<string>): void {
    for (const containerId of this.#parts.states.draining())
      if (!live.has(containerId)) this.#stopDraining(containerId);
  }

  /** Once the rules are there by which flows begin anew. */
  forgetStaleFlows(): void {
    try {
      this.#stale.forget();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#parts.warn('conntrack', `old flows may stick to published ports: ${message}`);
    }
  }

  /** What a container does changed its rank: new connections follow, and UDP flows, which would stick to it for ever. */
  async #follow(containerId: string): Promise<void> {
    const { states, ports, rounds, isRestoring, warn } = this.#parts;
    if (isRestoring() || !ports.isBalanced(containerId)) return;
    if (states.rankOf(containerId) > 0) this.#forgetUdpFrom(containerId);
    await rounds
      .run(() => undefined)
      .catch((error: unknown) => warn('firewall', error instanceof Error ? error.message : String(error)));
  }

  #change(changes: readonly TrafficChange[]): Promise<void> {
    const { states, registry, rounds } = this.#parts;
    return rounds.run(() => {
      for (const { containerId, intent } of changes) {
        states.setIntent(containerId, intent);
        registry.setIntent(containerId, intent === 'auto' ? null : intent);
      }
    });
  }

  #countConnections(containerId: string): number {
    const { ports, endpointsOf, namespacePath } = this.#parts;
    return countConnections({
      namespace: namespacePath(containerId),
      endpoints: endpointsOf(containerId),
      proxiedFrom: ports.proxiedTo(containerId),
    });
  }

  #stopDraining(containerId: string): void {
    const { states, registry } = this.#parts;
    if (states.get(containerId).intent !== 'draining') return;
    states.setIntent(containerId, 'auto');
    registry.setIntent(containerId, null);
  }

  #forgetUdpFrom(containerId: string): void {
    if (!this.#parts.ports.publishesUdp(containerId)) return;
    this.#stale.addUdpFrom(this.#addressesOf(containerId));
  }

  #addressesOf(containerId: string): string[] {
    return this.#parts.endpointsOf(containerId).map(({ ipv4 }) => ipv4);
  }
}
