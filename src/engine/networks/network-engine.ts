// The front door of networking: networks, what containers have on them, published ports, names, the firewall.
//
// On the machine: one bridge a network, one namespace a container at <runDir>/netns/<container id>, one nft table. All of it
// follows from the database; the kernel is only made equal to it, by the same functions after any loss.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NetworkError } from '../../core/errors.ts';
import { failpoint } from '../../core/failpoint.ts';
import type { NetworkSpec, PortSpec } from '../../core/specs.ts';
import { stableJson } from '../../core/stable-json.ts';
import { linkIndex } from '../../os/netlink-links.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { createNetworkNamespace, isNetworkNamespace } from '../../os/network-namespace.ts';
import type { Database } from '../../store/database.ts';
import type { NetworkRecord, PortRecord } from '../../store/networks.ts';
import { findHealth, loadTrafficIntents } from '../../store/traffic.ts';
import { parsePools } from './address-pool.ts';
import { ensureBridge } from './bridge.ts';
import { ChangeRounds } from './change-rounds.ts';
import type { Cidr } from './cidr.ts';
import { NameService } from './dns/name-service.ts';
import { UpstreamServers } from './dns/upstream-servers.ts';
import { explainPortTaken } from './explain-port-taken.ts';
import { Firewall } from './firewall.ts';
import { FirewallGuard } from './firewall-guard.ts';
import { PortTakenError } from './held-ports.ts';
import { LinkRemover } from './link-remover.ts';
import { namedContainer } from './named-container.ts';
import { foreignFinding, type NetworkFinding, sizeFindings } from './network-findings.ts';
import { hostLinkName } from './network-names.ts';
import { NetworkObserver } from './network-observer.ts';
import { NetworkRegistry } from './network-registry.ts';
import { type OwnedState, observeOrphans } from './orphans.ts';
import { type HeldPort, PublishedPorts, releaseHeld } from './published-ports.ts';
import {
  type AttachRequest,
  findNetwork,
  leasesFor,
  recordedRequest,
  resolveAttachments,
} from './resolve-attachment.ts';
import { networkInUse, resolveNetwork } from './resolve-network.ts';
import { StaleUdpFlows } from './stale-udp-flows.ts';
import { ensureSysctl, readSysctl } from './sysctl.ts';
import type { Choice, Health } from './traffic/backend-state.ts';
import { countConnections } from './traffic/observe-connections.ts';
import { Traffic, type TrafficChange } from './traffic/traffic.ts';
import { TrafficStates } from './traffic/traffic-states.ts';
import { observeUsedPrefixes } from './used-prefixes.ts';
import { type Endpoint, returnPorts, wireEndpoints } from './wire-endpoints.ts';

export type NetworkEngineOptions = {
  readonly database: Database;
  /** On tmpfs: what is in it means nothing after a reboot. */
  readonly runDir: string;
  /** At most 5 characters; of links and bridges. */
  readonly bridgePrefix: string;
  readonly tableName: string;
  /** Prefixes that networks without a subnet of their own are cut from. */
  readonly pools: readonly string[];
  /** Of our links; the group `linkGroup + 0x10000` is ours, too, for links on their way out. */
  readonly linkGroup: number;
  readonly resolvConfPath?: string;
  readonly onWarning?: (code: string, message: string) => void;
  readonly now?: () => number;
};

const MAX_PREFIX_LENGTH = 5;
const DOOMED = 0x10000;

export class NetworkEngine implements AsyncDisposable {
  readonly #options: NetworkEngineOptions;
  readonly #pools: readonly Cidr[];
  readonly #registry: NetworkRegistry;
  readonly #upstream: UpstreamServers;
  readonly #names: NameService;
  readonly #states: TrafficStates;
  readonly #ports: PublishedPorts;
  readonly #firewall: Firewall;
  readonly #guard: FirewallGuard;
  readonly #host = new NetlinkSocket();
  readonly #remover: LinkRemover;
  readonly #rounds = new ChangeRounds(() => this.#commit());
  readonly #staleUdp = new StaleUdpFlows();
  readonly #mtus = new Map<string, number>();
  readonly #endpoints = new Map<string, readonly Endpoint[]>();
  readonly #warned = new Set<string>();
  /** By container that is to take the place of another: that one. Until it is attached. */
  readonly #predecessors = new Map<string, string>();
  /** Who gets new connections. */
  readonly traffic = new Traffic({
    change: (changes) => this.#changeTraffic(changes),
    stateOf: (containerId) => this.#states.stateOf(containerId),
    intentOf: (containerId) => this.#states.get(containerId).intent,
    look: (containerId) => ({
      open: this.#countConnections(containerId),
      mayCome: this.#names.mayBeCached(containerId),
    }),
    succeed: (containerId, inPlaceOf) => void this.#predecessors.set(containerId, inPlaceOf),
  });
  readonly observer: NetworkObserver;
  #isRestoring = false;
  #mayRepairFirewall: () => boolean = () => true;

  constructor(options: NetworkEngineOptions) {
    if (options.bridgePrefix.length === 0 || options.bridgePrefix.length > MAX_PREFIX_LENGTH) {
      throw new NetworkError('invalid-prefix', {
        message: `prefix "${options.bridgePrefix}" of links must have 1 to ${MAX_PREFIX_LENGTH} characters`,
      });
    }
    this.#options = options;
    this.#pools = parsePools(options.pools);
    this.#registry = new NetworkRegistry(options.database);
    this.#upstream = new UpstreamServers(options.resolvConfPath ?? '/etc/resolv.conf', options.now ?? Date.now);
    this.observer = new NetworkObserver({
      host: this.#host,
      registry: this.#registry,
      endpoints: this.#endpoints,
      namespacePath: (containerId) => this.namespacePath(containerId),
    });
    this.#states = new TrafficStates(loadTrafficIntents(options.database));
    const choice: Choice = { rankOf: (id) => this.#states.rankOf(id), shareOf: (id) => this.#states.shareOf(id) };
    this.#names = new NameService(this.#upstream, choice);
    this.#ports = new PublishedPorts(choice);
    this.#firewall = new Firewall(options.tableName);
    this.#guard = new FirewallGuard(() => this.#afterForeignChange());
    this.#remover = new LinkRemover(options.linkGroup + DOOMED);
    mkdirSync(this.#namespaceDir(), { recursive: true, mode: 0o700 });
  }

  /** Makes a network. If there is one that was asked for in the same words, mends that; `network-exists` if it differs. */
  createNetwork(spec: NetworkSpec): NetworkRecord {
    const known = this.#registry.network(spec.name);
    if (known) return this.#keepNetwork(known, spec);
    const used = observeUsedPrefixes(this.#host, {
      networks: this.#registry.networks(),
      servers: this.#upstream.current(),
    });
    const record = resolveNetwork(spec, {
      id: randomBytes(32).toString('hex'),
      createdAt: (this.#options.now ?? Date.now)(),
      bridgePrefix: this.#options.bridgePrefix,
      pools: this.#pools,
      used,
    });
    failpoint('network:record');
    this.#registry.addNetwork(record);
    try {
      this.ensureNetwork(record.name);
    } catch (error) {
      this.#registry.removeNetwork(record.name);
      this.#registry.flush();
      this.#remover.add([record.bridge]);
      throw error;
    }
    return record;
  }

  /** Makes the bridge, its addresses and its ports what they should be, after a crash, a reboot or somebody's deletion. */
  ensureNetwork(name: string): NetworkRecord {
    const network = findNetwork(this.#registry, name);
    this.#ensureForwarding();
    failpoint('network:bridge');
    const { mtu, index } = ensureBridge(this.#host, network, this.#options.linkGroup);
    this.#mtus.set(name, mtu);
    const endpoints = [...this.#endpoints.values()].flat().filter((endpoint) => endpoint.network === name);
    returnPorts(this.#host, endpoints, index);
    // The firewall follows in a round of its own; a failure there shows in verifyFirewall and in the next attach.
    this.#rounds.run(() => undefined).catch((error: unknown) => this.#warn('firewall', messageOf(error)));
    return network;
  }

  /** Removes a network that no container is on; `network-in-use` names those that are. Gone already is success. */
  async removeNetwork(name: string): Promise<void> {
    const network = this.#registry.network(name);
    if (!network) return;
    await this.#rounds.run(() => {
      const leases = this.#registry.leasesOf(name);
      if (leases.length > 0)
        throw networkInUse(
          name,
          leases.map(({ containerId }) => this.#registry.nameOf(containerId)),
        );
      failpoint('network:remove');
      this.#registry.removeNetwork(name);
      this.#mtus.delete(name);
      this.#remover.add([network.bridge]);
    });
    await this.#remover.flush();
  }

  listNetworks(): readonly NetworkRecord[] {
    return this.#registry.networks();
  }

  /** Where a container's network namespace is mounted, for the runtime. It outlives the container's runs. */
  namespacePath(containerId: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(containerId)) {
      throw new NetworkError('invalid-container-id', { message: `"${containerId}" is not a container id` });
    }
    return join(this.#namespaceDir(), containerId);
  }

  /**
   * Gives a container its namespace, links, addresses, ports and names; may be run again. All ports are bound first, so that
   * `port-in-use` comes before anything is changed. Resolves when the firewall lets traffic through. Others find the
   * container by name only after `setReachable`.
   */
  async attachContainer(request: AttachRequest): Promise<readonly Endpoint[]> {
    const isNew = !this.#endpoints.has(request.containerId);
    try {
      return await this.#rounds.run(() => this.#attach(request));
    } catch (error) {
      if (error instanceof PortTakenError)
        throw await explainPortTaken(error, this.#ports, (id) => this.#registry.nameOf(id));
      if (isNew) await this.detachContainer(request.containerId).catch(() => undefined);
      throw error;
    }
  }

  /** Takes all of that back; what is gone already is none the worse. Many at once cost little more than one. */
  async detachContainer(containerId: string): Promise<void> {
    if (!this.#hasAnythingOf(containerId)) return;
    await this.#rounds.run(() => this.#detach(containerId));
    await this.#remover.flush();
  }

  /** Whether other containers get this one's address for its names: while it runs. Resolves when shared ports follow. */
  async setReachable(containerId: string, isReachable: boolean): Promise<void> {
    this.#names.setReachable(containerId, isReachable);
    if (this.#states.setRunning(containerId, isReachable)) await this.#followState(containerId);
  }

  /** Told by whoever runs the container's health check; without one it is `none`. */
  async setHealth(containerId: string, health: Health): Promise<void> {
    if (this.#states.setHealth(containerId, health)) await this.#followState(containerId);
  }

  /** Others find the container by its new name from now on. */
  rename(containerId: string, name: string): void {
    this.#names.rename(containerId, name);
  }

  /** After the removal of a container: what was told about it is void. */
  forget(containerId: string): void {
    this.#states.forget(containerId);
    this.#predecessors.delete(containerId);
  }

  endpointsOf(containerId: string): readonly Endpoint[] {
    return this.#endpoints.get(containerId) ?? [];
  }

  portsOf(containerId: string): readonly PortRecord[] {
    return this.#registry.portsOf(containerId);
  }

  /**
   * Brings everything back at the start of the daemon, before anything else is asked of it: bridges, the leases, ports, names and rules of these containers, which
   * run. What belongs to nobody goes. One thing that fails is a warning, and the rest is restored.
   */
  async restore(liveContainerIds: readonly string[]): Promise<void> {
    const live = new Set(liveContainerIds);
    this.#isRestoring = true;
    for (const containerId of this.#registry.containerIds())
      if (!live.has(containerId)) this.#registry.release(containerId);
    for (const containerId of this.#states.draining()) if (!live.has(containerId)) this.#stopDraining(containerId);
    for (const network of this.#registry.networks())
      await this.#attempt(`network "${network.name}"`, () => this.ensureNetwork(network.name));
    for (const containerId of live) await this.#restoreContainer(containerId);
    const { links, namespaces } = observeOrphans(this.#host, this.#owned(live));
    this.#remover.add(links, namespaces);
    this.#isRestoring = false;
    await this.#rounds.run(() => undefined);
    await this.#remover.flush();
  }

  /** Those of a container's published ports that are held and lead to it. */
  servedPorts(containerId: string): readonly PortRecord[] {
    return this.#ports.servedBy(containerId);
  }

  /** Whether the rules are what they should be; nothing is changed. */
  isFirewallIntact(): Promise<boolean> {
    return this.#firewall.isIntact();
  }

  /** Whether somebody on this machine wants rules put back that were changed. */
  get mayRepairFirewall(): boolean {
    return this.#mayRepairFirewall();
  }

  /** Asked before rules that somebody else changed are put back unasked. */
  repairFirewallIf(may: () => boolean): void {
    this.#mayRepairFirewall = may;
  }

  /** Throws `port-in-use` if one of these ports could not be published now. Nothing is held afterwards. */
  async checkPorts(ports: readonly PortSpec[], sharing: string | null = null): Promise<void> {
    try {
      releaseHeld(this.#ports.hold({ containerId: '', ports, previous: [], sharing }));
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
      throw await explainPortTaken(error, this.#ports, (id) => this.#registry.nameOf(id));
    }
  }

  /** Applies the rules again if somebody flushed or changed them. True if it had to. */
  verifyFirewall(): Promise<boolean> {
    return this.#firewall.verify();
  }

  /** What `doctor` tells about this machine's network. */
  findings(): readonly NetworkFinding[] {
    const counts = this.#registry.networks().map(({ name }) => [name, this.#registry.leasesOf(name).length] as const);
    return [...this.#firewall.foreignChains().map(foreignFinding), ...sizeFindings(counts)];
  }

  /** Links and namespaces of ours that belong to no container and no network. */
  leftovers(): readonly string[] {
    const { links, namespaces } = observeOrphans(this.#host, this.#owned(new Set(this.#endpoints.keys())));
    return [...links.map((link) => `link ${link}`), ...namespaces.map((path) => `network namespace ${path}`)];
  }

  /** Ends what the daemon itself holds. Networks, links and rules stay: containers outlive it. */
  async close(): Promise<void> {
    await this.#rounds.run(() => undefined).catch(() => undefined);
    await this.#remover.flush().catch(() => undefined);
    this.#names.close();
    this.#guard[Symbol.dispose]();
    await this.#ports.close();
    this.#firewall[Symbol.dispose]();
    this.#remover[Symbol.dispose]();
    this.#host[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #attach(request: AttachRequest): readonly Endpoint[] {
    const endpoints = resolveAttachments(this.#registry, request, this.#options.bridgePrefix);
    failpoint('network:attach');
    const main = endpoints.find((endpoint) => !endpoint.internal);
    const ports = main ? request.ports : this.#refusePorts(request);
    const { containerId, sharing } = request;
    const held = this.#ports.hold({ containerId, ports, previous: this.#previousPorts(containerId), sharing });
    try {
      this.#wire(request, endpoints);
      this.#serve(request, { endpoints, held, address: main?.ipv4 });
    } catch (error) {
      releaseHeld(held);
      throw error;
    }
    return endpoints;
  }

  #wire(request: AttachRequest, endpoints: readonly Endpoint[]): void {
    const namespace = this.namespacePath(request.containerId);
    if (!isNetworkNamespace(namespace)) createNetworkNamespace(namespace);
    wireEndpoints(this.#host, endpoints, {
      namespace,
      containerName: request.name,
      group: this.#options.linkGroup,
      mtuOf: (network) => this.#mtus.get(network) ?? 1500,
    });
    const subnets = endpoints.map(({ network }) => this.#registry.network(network)?.subnet ?? '');
    this.#names.add(namedContainer(request, { endpoints, subnets, namespace }));
  }

  #serve(
    request: AttachRequest,
    part: {
      readonly endpoints: readonly Endpoint[];
      readonly held: readonly HeldPort[];
      readonly address: string | undefined;
    },
  ): void {
    const { containerId } = request;
    const { records, opened } = this.#ports.serve(containerId, part.held, part.address ?? '');
    this.#endpoints.set(containerId, part.endpoints);
    this.#registry.assign(containerId, leasesFor(containerId, part.endpoints), records);
    this.#predecessors.delete(containerId);
    this.#staleUdp.addTo(opened);
  }

  /** The namespace is made first and goes last, after the links. */
  #hasAnythingOf(containerId: string): boolean {
    return (
      this.#endpoints.has(containerId) ||
      this.#registry.isKnown(containerId) ||
      existsSync(this.namespacePath(containerId))
    );
  }

  #detach(containerId: string): void {
    failpoint('network:detach');
    const namespace = this.namespacePath(containerId);
    // By name, not from memory: an attempt that was cut short may have left any of them.
    const links = this.#registry
      .networks()
      .map(({ name }) => hostLinkName(this.#options.bridgePrefix, containerId, name));
    this.#names.remove(containerId);
    this.#forgetUdpFrom(containerId);
    this.#staleUdp.addTo(this.#ports.withdraw(containerId).idle);
    this.#endpoints.delete(containerId);
    this.#registry.release(containerId);
    this.#stopDraining(containerId);
    this.#states.leave(containerId);
    this.#remover.add(
      links.filter((link) => linkIndex(link) !== 0),
      [namespace],
    );
  }

  /** What a round of changes has in common. Ports are free for others only after the rules to them are gone. */
  async #commit(): Promise<void> {
    this.#registry.flush();
    // The rules of the daemon before stay until all is known: half of them would cut off what runs.
    if (this.#isRestoring) return;
    const networks = this.#registry
      .networks()
      .map(({ bridge, subnet, spec }) => ({ bridge, subnet, internal: spec.internal }));
    await this.#firewall.apply({ networks, ports: this.#ports.firewallPorts() });
    await this.#ports.closeIdle();
    this.#forgetUdpFlows();
  }

  /** What a container does changed its rank: new connections follow, and UDP flows, which would stick to it for ever. */
  async #followState(containerId: string): Promise<void> {
    if (this.#isRestoring || !this.#ports.isBalanced(containerId)) return;
    if (this.#states.rankOf(containerId) > 0) this.#forgetUdpFrom(containerId);
    await this.#rounds.run(() => undefined).catch((error: unknown) => this.#warn('firewall', messageOf(error)));
  }

  #changeTraffic(changes: readonly TrafficChange[]): Promise<void> {
    return this.#rounds.run(() => {
      for (const { containerId, intent } of changes) {
        this.#states.setIntent(containerId, intent);
        this.#registry.setIntent(containerId, intent === 'auto' ? null : intent);
      }
    });
  }

  #countConnections(containerId: string): number {
    return countConnections({
      namespace: this.namespacePath(containerId),
      endpoints: this.endpointsOf(containerId),
      proxiedFrom: this.#ports.proxiedTo(containerId),
    });
  }

  #stopDraining(containerId: string): void {
    if (this.#states.get(containerId).intent !== 'draining') return;
    this.#states.setIntent(containerId, 'auto');
    this.#registry.setIntent(containerId, null);
  }

  #previousPorts(containerId: string): readonly PortRecord[] {
    const own = this.#registry.portsOf(containerId);
    const before = this.#predecessors.get(containerId);
    return own.length > 0 || before === undefined ? own : this.#registry.portsOf(before);
  }

  #forgetUdpFrom(containerId: string): void {
    if (!this.#ports.publishesUdp(containerId)) return;
    this.#staleUdp.addFrom(this.endpointsOf(containerId).map(({ ipv4 }) => ipv4));
  }

  #forgetUdpFlows(): void {
    try {
      this.#staleUdp.forget();
    } catch (error) {
      this.#warn('conntrack', `old UDP flows may stick to published ports: ${messageOf(error)}`);
    }
  }

  async #restoreContainer(containerId: string): Promise<void> {
    const request = recordedRequest(this.#options.database, containerId);
    if (!request) return;
    if (!isNetworkNamespace(this.namespacePath(containerId))) {
      this.#warn('namespace-lost', `container "${request.name}" has lost its network namespace`);
      return;
    }
    const attached = await this.#attempt(`container "${request.name}"`, () =>
      this.#rounds.run(() => this.#attach(request)),
    );
    if (!attached)
      await this.#attempt(`container "${request.name}" without its ports`, () =>
        this.#rounds.run(() => this.#attach({ ...request, ports: [] })),
      );
    void this.setHealth(containerId, findHealth(this.#options.database, containerId));
    void this.setReachable(containerId, true);
  }

  #owned(containerIds: ReadonlySet<string>): OwnedState {
    const { bridgePrefix, linkGroup } = this.#options;
    const groups = [linkGroup, linkGroup + DOOMED];
    return {
      bridgePrefix,
      groups,
      namespaceDir: this.#namespaceDir(),
      networks: this.#registry.networks(),
      containerIds,
    };
  }

  #keepNetwork(known: NetworkRecord, spec: NetworkSpec): NetworkRecord {
    if (stableJson(known.spec) === stableJson(spec)) return this.ensureNetwork(known.name);
    throw new NetworkError('network-exists', {
      message: `there is a network "${spec.name}" already, with other settings`,
      hint: 'remove it first, or choose another name',
    });
  }

  #refusePorts(request: AttachRequest): [] {
    if (request.ports.length > 0) {
      this.#warn(
        'ports-on-internal-network',
        `container "${request.name}" is on internal networks only: its ports are not published`,
      );
    }
    return [];
  }

  async #afterForeignChange(): Promise<void> {
    const warn = (error: unknown) => this.#warn('firewall', `the rules could not be looked at: ${messageOf(error)}`);
    // Looked at in any case: our own changes are seen here, too, and what they made is what is compared with later.
    const look = () => (this.#mayRepairFirewall() ? this.verifyFirewall() : this.isFirewallIntact());
    await look().catch(warn);
  }

  #ensureForwarding(): void {
    if (readSysctl('net/ipv4/ip_forward') !== '0') return;
    const isOn = ensureSysctl('net/ipv4/ip_forward', '1');
    const message = isOn
      ? 'switched net.ipv4.ip_forward on: containers need it to reach other machines'
      : 'cannot switch net.ipv4.ip_forward on';
    this.#warn(isOn ? 'ip-forward-enabled' : 'ip-forward-off', message);
  }

  async #attempt(what: string, work: () => unknown): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#warn('not-restored', `${what}: ${messageOf(error)}`);
      return false;
    }
  }

  /** Each warning is given once. */
  #warn(code: string, message: string): void {
    if (this.#warned.has(`${code} ${message}`)) return;
    this.#warned.add(`${code} ${message}`);
    this.#options.onWarning?.(code, message);
  }

  #namespaceDir(): string {
    return join(this.#options.runDir, 'netns');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
