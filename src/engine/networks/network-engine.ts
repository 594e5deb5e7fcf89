import { NetworkError } from '../../core/errors.ts';
import type { BridgeNetworkSpec, NetworkSpec, PortSpec } from '../../core/specs.ts';
import { LinkChanges } from '../../os/link-changes.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { Overlay, OverlayNews } from '../../overlay/overlay.ts';
import type { Database } from '../../store/database.ts';
import type { NetworkRecord, PortRecord } from '../../store/networks.ts';
import { loadTrafficIntents } from '../../store/traffic.ts';
import { AttachedContainers } from './attached-containers.ts';
import { ChangeRounds } from './change-rounds.ts';
import { NameService } from './dns/name-service.ts';
import { UpstreamServers } from './dns/upstream-servers.ts';
import { explainPortTaken } from './explain-port-taken.ts';
import { Firewall } from './firewall.ts';
import { FirewallGuard } from './firewall-guard.ts';
import { PortTakenError } from './held-ports.ts';
import { LinkRemover } from './link-remover.ts';
import { messageOf } from './message-of.ts';
import { NamespacePaths } from './namespace-paths.ts';
import { foreignFinding, type NetworkFinding, sizeFindings } from './network-findings.ts';
import { NetworkObserver } from './network-observer.ts';
import { NetworkRegistry } from './network-registry.ts';
import { Networks } from './networks.ts';
import { type OwnedState, observeOrphans } from './orphans.ts';
import { overlayFindings } from './overlay/overlay-findings.ts';
import { OverlayMembership } from './overlay/overlay-membership.ts';
import { remoteNames } from './overlay/remote-names.ts';
import { PublishedPorts, releaseHeld } from './published-ports.ts';
import type { AttachRequest } from './resolve-attachment.ts';
import type { Choice, Health } from './traffic/backend-state.ts';
import type { Traffic } from './traffic/traffic.ts';
import { TrafficDirector } from './traffic/traffic-director.ts';
import { TrafficStates } from './traffic/traffic-states.ts';
import { Warnings } from './warnings.ts';
import type { Endpoint } from './wire-endpoints.ts';

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
  /** For networks over several hosts; without it there are none. Whoever opened it closes it. */
  readonly overlay?: Overlay | undefined;
  readonly onWarning?: (code: string, message: string) => void;
  readonly now?: () => number;
};

const MAX_PREFIX_LENGTH = 5;
const DOOMED = 0x10000;

export class NetworkEngine implements AsyncDisposable {
  readonly #options: NetworkEngineOptions;
  readonly #registry: NetworkRegistry;
  readonly #upstream: UpstreamServers;
  readonly #names: NameService;
  readonly #ports: PublishedPorts;
  readonly #firewall: Firewall;
  readonly #guard: FirewallGuard;
  readonly #host = new NetlinkSocket();
  readonly #linkChanges = new LinkChanges();
  readonly #remover: LinkRemover;
  readonly #rounds = new ChangeRounds(() => this.#commit());
  readonly #networks: Networks;
  readonly #endpoints = new Map<string, readonly Endpoint[]>();
  readonly #warnings: Warnings;
  readonly #namespaces: NamespacePaths;
  readonly #attached: AttachedContainers;
  readonly #overlays: OverlayMembership;
  readonly #stopListening: () => void;
  readonly #director: TrafficDirector;
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
    this.#warnings = new Warnings(options.onWarning);
    this.#namespaces = new NamespacePaths(options.runDir);
    this.#registry = new NetworkRegistry(options.database);
    this.#upstream = new UpstreamServers(options.resolvConfPath ?? '/etc/resolv.conf', options.now ?? Date.now);
    this.observer = new NetworkObserver({
      host: this.#host,
      changes: this.#linkChanges,
      registry: this.#registry,
      endpoints: this.#endpoints,
      namespacePath: (containerId) => this.#namespaces.of(containerId),
      lookAtOverlays: () => options.overlay?.look() ?? new Map(),
    });
    const states = new TrafficStates(loadTrafficIntents(options.database));
    const choice: Choice = { rankOf: (id) => states.rankOf(id), shareOf: (id) => states.shareOf(id) };
    this.#names = new NameService(this.#upstream, choice);
    this.#ports = new PublishedPorts(choice);
    this.#director = new TrafficDirector({
      states,
      registry: this.#registry,
      names: this.#names,
      ports: this.#ports,
      rounds: this.#rounds,
      endpointsOf: (containerId) => this.endpointsOf(containerId),
      namespacePath: (containerId) => this.#namespaces.of(containerId),
      isRestoring: () => this.#isRestoring,
      warn: (code, message) => this.#warnings.give(code, message),
    });
    this.#firewall = new Firewall(options.tableName);
    this.#guard = new FirewallGuard(() => this.#afterForeignChange());
    this.#remover = new LinkRemover(options.linkGroup + DOOMED);
    this.#attached = new AttachedContainers({
      database: options.database,
      registry: this.#registry,
      host: this.#host,
      rounds: this.#rounds,
      names: this.#names,
      ports: this.#ports,
      director: this.#director,
      remover: this.#remover,
      namespaces: this.#namespaces,
      warnings: this.#warnings,
      endpoints: this.#endpoints,
      linkPrefix: options.bridgePrefix,
      linkGroup: options.linkGroup,
      mtuOf: (network) => this.#networks.mtuOf(network),
    });
    this.#overlays = new OverlayMembership({
      overlay: options.overlay,
      registry: this.#registry,
      names: this.#names,
      endpoints: this.#endpoints,
      rankOf: choice.rankOf,
      mtuOf: (network) => this.#networks.mtuOf(network),
      observeUsed: () => this.#networks.observeUsed(),
      bridgePrefix: options.bridgePrefix,
      now: options.now ?? Date.now,
    });
    this.#networks = new Networks({
      options,
      registry: this.#registry,
      host: this.#host,
      rounds: this.#rounds,
      remover: this.#remover,
      overlays: this.#overlays,
      warnings: this.#warnings,
      endpoints: this.#endpoints,
      nameServers: () => this.#upstream.current(),
    });
    this.#stopListening = options.overlay?.listen((news) => this.#onOverlay(news)) ?? (() => undefined);
  }

  /** Makes a network as `createNetwork` does, or one over several hosts, for which the store is asked first. */
  provideNetwork(spec: NetworkSpec): Promise<NetworkRecord> {
    return this.#networks.provide(spec);
  }

  /** Makes a network. If there is one that was asked for in the same words, mends that; `network-exists` if it differs. */
  createNetwork(spec: BridgeNetworkSpec): NetworkRecord {
    return this.#networks.create(spec);
  }

  /** Throws what would keep a network from being made, as far as that can be told beforehand. Nothing is changed. */
  checkNetwork(spec: NetworkSpec): void {
    if (spec.driver === 'overlay') this.#overlays.check(spec);
  }

  /** Makes the bridge, its addresses and its ports what they should be, after a crash, a reboot or somebody's deletion. */
  ensureNetwork(name: string): NetworkRecord {
    return this.#networks.ensure(name);
  }

  /** Removes a network that no container is on; `network-in-use` names those that are. Gone already is success. */
  removeNetwork(name: string): Promise<void> {
    return this.#networks.remove(name);
  }

  /** Networks over several hosts; undefined where the daemon was told of no store. */
  get overlay(): Pick<Overlay, 'status' | 'nodes' | 'networks'> | undefined {
    return this.#options.overlay;
  }

  listNetworks(): readonly NetworkRecord[] {
    return this.#registry.networks();
  }

  /** Where a container's network namespace is mounted, for the runtime. It outlives the container's runs. */
  namespacePath(containerId: string): string {
    return this.#namespaces.of(containerId);
  }

  /**
   * Gives a container its namespace, links, addresses, ports and names; may be run again. All ports are bound first, so that
   * `port-in-use` comes before anything is changed. Resolves when the firewall lets traffic through. Others find the
   * container by name only after `setReachable`.
   */
  async attachContainer(request: AttachRequest): Promise<readonly Endpoint[]> {
    const leased = await this.#overlays.lease(request);
    try {
      return await this.#attached.attach(leased?.request ?? request);
    } catch (error) {
      leased?.giveBack();
      throw error;
    }
  }

  /** Takes all of that back; what is gone already is none the worse. Many at once cost little more than one. */
  detachContainer(containerId: string): Promise<void> {
    return this.#attached.detach(containerId);
  }

  /** Who gets new connections. */
  get traffic(): Traffic {
    return this.#director.traffic;
  }

  /** Whether other containers get this one's address for its names: while it runs. Resolves when shared ports follow. */
  setReachable(containerId: string, isReachable: boolean): Promise<void> {
    const followed = this.#director.setReachable(containerId, isReachable);
    this.#declare();
    return followed;
  }

  /** Told by whoever runs the container's health check; without one it is `none`. */
  setHealth(containerId: string, health: Health): Promise<void> {
    const followed = this.#director.setHealth(containerId, health);
    this.#declare();
    return followed;
  }

  /** Others find the container by its new name from now on. */
  rename(containerId: string, name: string): void {
    this.#names.rename(containerId, name);
    this.#declare();
  }

  /** After the removal of a container: what was told about it is void. */
  forget(containerId: string): void {
    this.#director.forget(containerId);
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
    this.#director.keepDraining(live);
    for (const network of this.#registry.networks())
      await this.#warnings.attempt(`network "${network.name}"`, () => this.ensureNetwork(network.name));
    for (const containerId of live) await this.#attached.restore(containerId);
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
    const overlay = this.#options.overlay ? overlayFindings(this.#options.overlay.status()) : [];
    return [...this.#firewall.foreignChains().map(foreignFinding), ...sizeFindings(counts), ...overlay];
  }

  /** What packets to other hosts tell that looking does not. Takes some seconds at most. */
  async probe(): Promise<readonly NetworkFinding[]> {
    return (await this.#options.overlay?.probe()) ?? [];
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
    this.#stopListening();
    this.#names.close();
    this.#guard[Symbol.dispose]();
    await this.#ports.close();
    this.#firewall[Symbol.dispose]();
    this.#remover[Symbol.dispose]();
    this.#linkChanges[Symbol.dispose]();
    this.#host[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
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
    this.#director.forgetStaleFlows();
    this.#declare();
  }

  /** Not before all is back: what is not told of counts as gone. */
  #declare(): void {
    if (!this.#isRestoring) this.#overlays.declare();
  }

  #onOverlay(news: OverlayNews): void {
    switch (news.kind) {
      case 'address-lost':
        this.#cutOff(news.container, news.network);
        break;
      case 'remote':
        for (const [network, endpoints] of news.networks) this.#names.setRemote(network, remoteNames(endpoints));
    }
  }

  /** Without its link it is a damaged container like any other: mended by a start, which finds another address. */
  #cutOff(containerId: string, network: string): void {
    const endpoint = this.endpointsOf(containerId).find((candidate) => candidate.network === network);
    if (!endpoint) return;
    this.#remover.add([endpoint.hostLink]);
    this.#remover.flush().catch((error: unknown) => this.#warnings.give('overlay-address-lost', messageOf(error)));
  }

  #owned(containerIds: ReadonlySet<string>): OwnedState {
    const { bridgePrefix, linkGroup } = this.#options;
    const groups = [linkGroup, linkGroup + DOOMED];
    return {
      bridgePrefix,
      groups,
      namespaceDir: this.#namespaces.directory,
      networks: this.#registry.networks(),
      containerIds,
    };
  }

  async #afterForeignChange(): Promise<void> {
    const warn = (error: unknown) =>
      this.#warnings.give('firewall', `the rules could not be looked at: ${messageOf(error)}`);
    // Looked at in any case: our own changes are seen here, too, and what they made is what is compared with later.
    const look = () => (this.#mayRepairFirewall() ? this.verifyFirewall() : this.isFirewallIntact());
    await look().catch(warn);
  }
}
