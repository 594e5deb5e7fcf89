// Networking over the simulated kernel: the real records and rules of who gets what, with links that are only noted down.
import { NetworkError } from '../../../src/core/errors.ts';
import type { BridgeNetworkSpec, NetworkSpec, PortSpec } from '../../../src/core/specs.ts';
import { stableJson } from '../../../src/core/stable-json.ts';
import { parsePools } from '../../../src/engine/networks/address-pool.ts';
import { parseCidr } from '../../../src/engine/networks/cidr.ts';
import type { NetworkLook } from '../../../src/engine/networks/network-observer.ts';
import { NetworkRegistry } from '../../../src/engine/networks/network-registry.ts';
import {
  type AttachRequest,
  findNetwork,
  leasesFor,
  recordedRequest,
  resolveAttachments,
} from '../../../src/engine/networks/resolve-attachment.ts';
import { networkInUse, resolveNetwork } from '../../../src/engine/networks/resolve-network.ts';
import type { Health } from '../../../src/engine/networks/traffic/backend-state.ts';
import { Traffic, type TrafficChange } from '../../../src/engine/networks/traffic/traffic.ts';
import { TrafficStates } from '../../../src/engine/networks/traffic/traffic-states.ts';
import type { Endpoint } from '../../../src/engine/networks/wire-endpoints.ts';
import type { NetworkRecord, PortRecord } from '../../../src/store/networks.ts';
import { findHealth, loadTrafficIntents } from '../../../src/store/traffic.ts';
import type { SimulatedDatabase } from '../machine/disk.ts';
import type { Life } from '../machine/life.ts';
import type { Machine } from '../machine/machine.ts';
import { HostPorts } from './host-ports.ts';

const PREFIX = 'dk';
const POOLS = parsePools(['10.89.0.0/16', '10.90.0.0/16']);
/** For how long at most somebody stays connected to a container that gets no new connections. */
const LONGEST_CONNECTION_MS = 3000;

export class SimulatedNetworks {
  readonly #machine: Machine;
  readonly #life: Life;
  readonly #database: SimulatedDatabase;
  readonly #registry: NetworkRegistry;
  readonly #states: TrafficStates;
  readonly #ports: HostPorts;
  readonly #endpoints = new Map<string, readonly Endpoint[]>();
  readonly #predecessors = new Map<string, string>();
  /** When the last connection to a container that is drained ends. */
  readonly #connectedUntil = new Map<string, number>();
  readonly traffic: Traffic;
  readonly observer = {
    look: () => this.#look(),
    problemsIn: ({ networks, containers }: NetworkLook, id: string) => [
      ...this.endpointsOf(id).flatMap(({ network }) => networks.get(network) ?? []),
      ...(containers.get(id)?.links ?? []),
    ],
  };

  constructor(machine: Machine, life: Life, database: SimulatedDatabase) {
    this.#machine = machine;
    this.#life = life;
    this.#database = database;
    this.#registry = new NetworkRegistry(database);
    this.#states = new TrafficStates(loadTrafficIntents(database));
    this.#ports = new HostPorts(machine.foreignPorts);
    this.traffic = new Traffic({
      change: (changes) => this.#changeTraffic(changes),
      stateOf: (id) => this.#states.stateOf(id),
      intentOf: (id) => this.#states.get(id).intent,
      look: (id) => ({ open: this.#countConnections(id), mayCome: false }),
      succeed: (id, inPlaceOf) => void this.#predecessors.set(id, inPlaceOf),
    });
  }

  /** One host alone has no networks over several. */
  async provideNetwork(spec: NetworkSpec): Promise<NetworkRecord> {
    if (spec.driver === 'bridge') return this.createNetwork(spec);
    throw notConfigured(spec);
  }

  checkNetwork(spec: NetworkSpec): void {
    if (spec.driver === 'overlay') throw notConfigured(spec);
  }

  createNetwork(spec: BridgeNetworkSpec): NetworkRecord {
    const known = this.#registry.network(spec.name);
    if (known && stableJson(known.spec) === stableJson(spec)) return this.ensureNetwork(spec.name);
    if (known) throw new NetworkError('network-exists', { message: `there is a network "${spec.name}" already` });
    const used = this.#registry.networks().flatMap(({ subnet, name }) => {
      const cidr = parseCidr(subnet);
      return cidr ? [{ cidr, by: name, isExclusive: true }] : [];
    });
    const { now } = this.#machine.time;
    const about = { id: this.#machine.newId(), createdAt: now, bridgePrefix: PREFIX, pools: POOLS, used };
    const record = resolveNetwork(spec, about);
    this.#life.mark('network:record');
    this.#registry.addNetwork(record);
    return this.ensureNetwork(record.name);
  }

  ensureNetwork(name: string): NetworkRecord {
    const record = findNetwork(this.#registry, name);
    if (this.#life.mark('network:bridge')) this.#machine.kernel.bridges.add(name);
    return record;
  }

  async removeNetwork(name: string): Promise<void> {
    if (!this.#registry.network(name)) return;
    await this.#life.work('network:remove', this.#machine.around(3));
    const leases = this.#registry.leasesOf(name);
    const users = leases.map(({ containerId }) => this.#registry.nameOf(containerId));
    if (leases.length > 0) throw networkInUse(name, users);
    this.#registry.removeNetwork(name);
    this.#registry.flush();
    if (this.#life.mark('network:remove bridge')) this.#machine.kernel.bridges.delete(name);
  }

  listNetworks(): readonly NetworkRecord[] {
    return this.#registry.networks();
  }

  async attachContainer(request: AttachRequest): Promise<readonly Endpoint[]> {
    const isNew = !this.#endpoints.has(request.containerId);
    await this.#life.work('network:attach', this.#machine.around(3));
    try {
      return this.#attach(request);
    } catch (error) {
      if (isNew) await this.detachContainer(request.containerId);
      throw error;
    }
  }

  async detachContainer(containerId: string): Promise<void> {
    const { namespaces } = this.#machine.kernel;
    const hasAnything = this.#endpoints.has(containerId) || this.#registry.isKnown(containerId);
    if (!hasAnything && !namespaces.has(containerId)) return;
    await this.#life.work('network:detach', this.#machine.around(2));
    this.#ports.release(containerId);
    this.#endpoints.delete(containerId);
    this.#registry.release(containerId);
    this.#stopDraining(containerId);
    this.#states.leave(containerId);
    this.#registry.flush();
    if (this.#life.mark('network:remove links')) namespaces.delete(containerId);
  }

  async setReachable(containerId: string, isReachable: boolean): Promise<void> {
    this.#states.setRunning(containerId, isReachable);
  }

  async setHealth(containerId: string, health: Health): Promise<void> {
    this.#states.setHealth(containerId, health);
  }

  forget(containerId: string): void {
    this.#states.forget(containerId);
    this.#predecessors.delete(containerId);
    this.#connectedUntil.delete(containerId);
  }

  endpointsOf(containerId: string): readonly Endpoint[] {
    return this.#endpoints.get(containerId) ?? [];
  }

  portsOf(containerId: string): readonly PortRecord[] {
    return this.#registry.portsOf(containerId);
  }

  servedPorts(containerId: string): readonly PortRecord[] {
    return this.#ports.servedBy(containerId);
  }

  async checkPorts(ports: readonly PortSpec[], sharing: string | null = null): Promise<void> {
    this.#ports.choose({ containerId: '', ports, previous: [], sharing });
  }

  async isFirewallIntact(): Promise<boolean> {
    await this.#life.work('firewall:look', 2);
    return this.#machine.kernel.areRulesIntact;
  }

  async verifyFirewall(): Promise<boolean> {
    if (await this.isFirewallIntact()) return false;
    if (this.#life.mark('firewall:apply')) this.#machine.kernel.areRulesIntact = true;
    return true;
  }

  repairFirewallIf(): void {}

  /** Everything of those that run comes back, what belongs to nobody goes. */
  async restore(liveIds: readonly string[]): Promise<void> {
    const live = new Set(liveIds);
    for (const id of this.#registry.containerIds()) if (!live.has(id)) this.#registry.release(id);
    for (const id of this.#states.draining()) if (!live.has(id)) this.#stopDraining(id);
    for (const { name } of this.#registry.networks()) this.ensureNetwork(name);
    for (const id of live) await this.#restoreContainer(id);
    this.#registry.flush();
    const { namespaces, bridges } = this.#machine.kernel;
    for (const id of namespaces.keys()) if (!live.has(id) && this.#life.mark('network:orphan')) namespaces.delete(id);
    const known = new Set(this.#registry.networks().map(({ name }) => name));
    for (const name of bridges) if (!known.has(name) && this.#life.mark('network:orphan')) bridges.delete(name);
  }

  /** What belongs to nobody that is there, in words. */
  leaks(containerIds: ReadonlySet<string>): string[] {
    const { namespaces, bridges } = this.#machine.kernel;
    const stray = (ids: Iterable<string>): string[] => [...new Set(ids)].filter((id) => !containerIds.has(id));
    const networks = new Set(this.#registry.networks().map(({ name }) => name));
    return [
      ...stray(this.#registry.containerIds()).map((id) => `addresses or ports of ${id.slice(0, 8)} in the records`),
      ...stray(this.#ports.holders()).map((id) => `a host port of ${id.slice(0, 8)}`),
      ...stray(namespaces.keys()).map((id) => `the network namespace of ${id.slice(0, 8)}`),
      ...[...bridges].filter((name) => !networks.has(name)).map((name) => `bridge of network ${name}`),
    ];
  }

  #attach(request: AttachRequest): readonly Endpoint[] {
    const endpoints = resolveAttachments(this.#registry, request, PREFIX);
    const { containerId, sharing } = request;
    const ports = endpoints.some(({ internal }) => !internal) ? request.ports : [];
    const claim = { containerId, ports, sharing, previous: this.#previousPorts(containerId) };
    const records = this.#ports.choose(claim);
    if (this.#life.mark('network:namespace'))
      this.#machine.kernel.wire(
        containerId,
        endpoints.map(({ network }) => network),
      );
    this.#ports.take(claim, records);
    this.#endpoints.set(containerId, endpoints);
    this.#registry.assign(containerId, leasesFor(containerId, endpoints), records);
    this.#predecessors.delete(containerId);
    this.#registry.flush();
    return endpoints;
  }

  #previousPorts(containerId: string): readonly PortRecord[] {
    const own = this.#registry.portsOf(containerId);
    const before = this.#predecessors.get(containerId);
    return own.length > 0 || before === undefined ? own : this.#registry.portsOf(before);
  }

  async #restoreContainer(id: string): Promise<void> {
    const request = recordedRequest(this.#database, id);
    if (!request || !this.#machine.kernel.namespaces.has(id)) return;
    try {
      this.#attach(request);
    } catch {
      this.#attach({ ...request, ports: [] });
    }
    await this.setHealth(id, findHealth(this.#database, id));
    await this.setReachable(id, true);
  }

  async #changeTraffic(changes: readonly TrafficChange[]): Promise<void> {
    await this.#life.work('traffic', this.#machine.around(2));
    for (const { containerId, intent } of changes) {
      this.#states.setIntent(containerId, intent);
      this.#registry.setIntent(containerId, intent === 'auto' ? null : intent);
    }
    this.#registry.flush();
  }

  #stopDraining(id: string): void {
    if (this.#states.get(id).intent !== 'draining') return;
    this.#states.setIntent(id, 'auto');
    this.#registry.setIntent(id, null);
  }

  #countConnections(id: string): number {
    const { time, random } = this.#machine;
    const until = this.#connectedUntil.get(id) ?? time.now + random.between(0, LONGEST_CONNECTION_MS);
    this.#connectedUntil.set(id, until);
    return time.now < until ? 1 : 0;
  }

  #look(): NetworkLook {
    const { bridges, namespaces } = this.#machine.kernel;
    const networks = this.#registry
      .networks()
      .map(({ name }) => [name, bridges.has(name) ? [] : ['its bridge is missing']] as const);
    const containers = [...this.#endpoints].map(([id, endpoints]) => {
      const lost = endpoints.filter(({ network }) => !namespaces.get(id)?.links.has(network));
      const links = lost.map(({ network }) => `the link of network "${network}" is missing`);
      return [id, { links, routes: [] }] as const;
    });
    return { networks: new Map(networks), overlays: new Map(), containers: new Map(containers) };
  }
}

function notConfigured({ name }: NetworkSpec): NetworkError {
  return new NetworkError('overlay-not-configured', { message: `network "${name}" needs a store` });
}
