// What is known of other hosts, and what follows from it: the kernel's entries for their containers, and their names.
import { DataPlane } from '../data-plane/data-plane.ts';
import type { DesiredDataPlane } from '../data-plane/desired-state.ts';
import type { LocalNetwork, OverlayNetworkView, OverlayNode, RemoteEndpoint } from '../overlay.ts';
import { desiredDataPlane, type KnownState, remoteByNetwork } from './desired-state.ts';
import type { HostOverlayOptions } from './host-overlay-options.ts';
import { KernelSide } from './kernel-side.ts';
import { RemoteView, type ViewNews } from './known/remote-view.ts';
import { ViewFile } from './known/view-file.ts';
import { tellKept, tellView } from './known/view-problems.ts';
import { listOverlayNetworks } from './known-networks.ts';
import { listNodes } from './list-nodes.ts';
import type { Problems } from './problems.ts';

export type OthersSideOptions = {
  readonly host: HostOverlayOptions;
  readonly problems: Problems;
  /** What the engine has; undefined until it told. */
  readonly local: () => readonly LocalNetwork[] | undefined;
  /** Where others reach this host; undefined while it cannot be reached. */
  readonly address: () => string | undefined;
  readonly onRemote: (networks: ReadonlyMap<string, readonly RemoteEndpoint[]>) => void;
  /** Something may have been missed, and what this host entered may be gone. */
  readonly onGap: () => void;
};

/** Others notice within a third of a lease, and try every two seconds: a lease and this is enough for all of them. */
const GRACE_MS = 5000;

export class OthersSide implements AsyncDisposable {
  readonly #options: OthersSideOptions;
  readonly #dataPlane: DataPlane;
  readonly #view: RemoteView;
  readonly #kernel: KernelSide;
  /** MACs and addresses that the kernel knows the way to. */
  #reachable: ReadonlySet<string> = new Set();
  /** By name of the network, what was told last. */
  #told: ReadonlyMap<string, readonly RemoteEndpoint[]> = new Map();

  constructor(options: OthersSideOptions) {
    const { host, problems } = options;
    this.#options = options;
    this.#dataPlane = new DataPlane(host);
    this.#kernel = new KernelSide({
      dataPlane: this.#dataPlane,
      problems,
      warn: host.warn,
      desired: () => {
        const known = this.known();
        return known && desiredDataPlane(known);
      },
      onApplied: (applied) => {
        if (applied) this.#reachable = reachableIn(applied);
        this.#tell();
      },
    });
    this.#view = new RemoteView({
      store: host.store,
      clock: host.clock,
      node: host.settings.node,
      graceMs: host.settings.leaseSeconds * 1000 + GRACE_MS,
      file: new ViewFile(host.viewFile),
      onNews: (news) => this.#onView(news),
      onWritten: (failure) => tellKept(problems, failure),
    });
  }

  get isAway(): boolean {
    return this.#view.isAway;
  }

  /** Makes the kernel follow, and the names; resolves when they have, or when why not is among the problems. */
  follow(): Promise<void> {
    return this.#kernel.follow();
  }

  /** As `follow`, but looks at everything that somebody may have changed. */
  followThoroughly(): Promise<void> {
    return this.#kernel.followThoroughly();
  }

  nodes(): readonly OverlayNode[] {
    return listNodes({
      node: this.#options.host.settings.node,
      definitions: [...this.#view.networks(), ...this.#local().map(({ definition }) => definition)],
      ...this.seen(),
    });
  }

  /** Those of the store, as it told last. */
  networks(): readonly OverlayNetworkView[] {
    return listOverlayNetworks(this.#view.networks(), this.#view.users());
  }

  /** By name of a network, how the kernel differs from what it should be, in words. */
  look(): ReadonlyMap<string, readonly string[]> {
    const byVni = this.#kernel.look();
    const own = this.#local().map(({ definition }) => [definition.name, byVni.get(definition.vni) ?? []] as const);
    return new Map(own.filter(([, words]) => words.length > 0));
  }

  /** What is known of all hosts. */
  seen(): Pick<KnownState, 'hosts' | 'endpoints'> {
    return { hosts: this.#view.hosts(), endpoints: this.#view.endpoints() };
  }

  /** Undefined until both the engine and the store have told: nobody is taken away for not being known yet. */
  known(): KnownState | undefined {
    const { local, address, host } = this.#options;
    const [networks, own] = [local(), address()];
    if (!networks || own === undefined || !this.#view.isKnown) return undefined;
    return {
      node: host.settings.node,
      address: own,
      port: host.settings.port,
      encryptedPort: host.settings.encryptedPort,
      networks,
      ...this.seen(),
    };
  }

  /** Addresses that others may have although the store does not know of them, or not yet. */
  doubtfulAddresses(networkId: string): readonly string[] {
    if (!this.#view.isInGrace) return [];
    return this.#view
      .endpoints()
      .filter(({ network }) => network === networkId)
      .flatMap(({ addresses }) => addresses);
  }

  /** Nothing is left of it in the kernel. On disk it stays, for the machine may be on its way down. */
  clear(address: string): Promise<void> {
    const { port, encryptedPort } = this.#options.host.settings;
    return this.#kernel.clear({ address, port, encryptedPort });
  }

  /** Nothing is heard any more. */
  async stop(): Promise<void> {
    await this.#view[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#kernel.settled();
    await this.#dataPlane[Symbol.asyncDispose]();
  }

  #onView(news: ViewNews): void {
    const { host, problems, onGap } = this.#options;
    tellView(problems, this.#view, host.settings.store.endpoints);
    if (news === 'away') return;
    void this.#kernel.follow();
    if (news === 'gap') onGap();
  }

  /** Tells who can be reached on other hosts, where that is different. */
  #tell(): void {
    const known = this.known();
    if (!known) return;
    const isReachable = (mac: string, address: string) => this.#reachable.has(`${mac} ${address}`);
    const now = remoteByNetwork({ ...known, isReachable });
    const different = [...now].filter(([network, endpoints]) => !isSameList(endpoints, this.#told.get(network)));
    this.#told = now;
    if (different.length > 0) this.#options.onRemote(new Map(different));
  }

  #local(): readonly LocalNetwork[] {
    return this.#options.local() ?? [];
  }
}

/** Of the same objects: what has not changed in the store is the same one (`remoteByNetwork`). */
function isSameList(a: readonly RemoteEndpoint[], b: readonly RemoteEndpoint[] | undefined): boolean {
  return a.length === b?.length && a.every((endpoint, index) => endpoint === b[index]);
}

function reachableIn({ segments }: DesiredDataPlane): ReadonlySet<string> {
  const endpoints = segments.flatMap((segment) => segment.endpoints);
  return new Set(endpoints.flatMap(({ mac, addresses }) => addresses.map((address) => `${mac} ${address}`)));
}
