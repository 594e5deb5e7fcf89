// The overlay networks of one host: puts together what is in the store (membership), what is known of other hosts
// (others-side) and what the engine has.
import { Emitter } from '../../core/emitter.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { observeKernelLinks } from '../data-plane/kernel-links.ts';
import { largestMtus } from '../data-plane/underlay.ts';
import { EncryptionSide } from '../encryption/encryption-side.ts';
import { isEncrypted } from '../encryption/is-encrypted.ts';
import { KernelAssociations } from '../encryption/kernel-associations.ts';
import type {
  AddressWish,
  LocalNetwork,
  Overlay,
  OverlayDefinition,
  OverlayNetworkView,
  OverlayNews,
  OverlayNode,
  OverlayProblem,
  OverlayStatus,
} from '../overlay.ts';
import { probeHosts } from '../probe/probe-hosts.ts';
import type { WantedNetwork } from '../store/choose-network.ts';
import { forgetStoreIfEmpty } from '../store/store-identity.ts';
import { claimKey, goneClaims } from './claims.ts';
import { type Claim, GivenUpAddresses } from './given-up-addresses.ts';
import { type HostOverlayOptions, LOOK_AT_KERNEL_MS, LOOK_AT_STORE_MS } from './host-overlay-options.ts';
import { hostProblems, lastingProblems } from './host-problems.ts';
import { checkWanted } from './known-networks.ts';
import { type Joined, Membership } from './membership.ts';
import { OthersSide } from './others-side.ts';
import { poolsFor } from './pools-for.ts';
import { Problems } from './problems.ts';
import { StoreWaits } from './store-waits.ts';
import { Timers } from './timers.ts';

const PATIENCE_MS = 30_000;
/** How long the removal of a network waits for the store; later on it is told by itself. */
const LEAVE_PATIENCE_MS = 5000;
const RETRY_MS = 1000;

export class HostOverlay implements Overlay {
  readonly #options: HostOverlayOptions;
  readonly #socket = new NetlinkSocket();
  readonly #problems: Problems;
  readonly #others: OthersSide;
  readonly #membership: Membership;
  readonly #encryption: EncryptionSide;
  readonly #waits: StoreWaits;
  readonly #givenUp = new GivenUpAddresses();
  readonly #news = new Emitter<OverlayNews>();
  readonly #closed = new AbortController();
  readonly #timers: Timers;
  /** What somebody else has now, although a container of this host still has it, too. */
  readonly #lostClaims = new Set<string>();
  #networks: readonly LocalNetwork[] | undefined;
  #isWithdrawn = false;

  /** Begins at once; nothing waits for it. */
  constructor(options: HostOverlayOptions) {
    const { settings, clock, warn } = options;
    const local = () => this.#networks;
    this.#options = options;
    this.#timers = new Timers(clock);
    this.#problems = new Problems(warn);
    this.#membership = new Membership({
      host: options,
      socket: this.#socket,
      problems: this.#problems,
      timers: this.#timers,
      side: {
        givenUp: this.#givenUp,
        local,
        onLost: (claim) => this.#lost(claim),
      },
    });
    this.#others = new OthersSide({
      host: options,
      problems: this.#problems,
      local,
      address: () => this.#joined?.address,
      onRemote: (networks) => this.#news.emit({ kind: 'remote', networks }),
      onGap: () => void this.#joined?.storeSide.followThoroughly(),
    });
    const { encryptedPort: port, rotationSeconds } = settings;
    this.#encryption = new EncryptionSide({
      table: new KernelAssociations({ reqid: options.linkGroup, port }),
      problems: this.#problems,
      clock,
      rotationMs: rotationSeconds * 1000,
      isWanted: () => local()?.some(({ definition }) => isEncrypted(definition)),
      access: () => this.#joined?.parts,
      later: (work) => this.#timers.after(RETRY_MS, work),
    });
    this.#waits = new StoreWaits({
      clock,
      patienceMs: options.patienceMs ?? PATIENCE_MS,
      signal: this.#closed.signal,
      onWaiting: (what) =>
        warn('overlay-waiting', `${what}: waits for the store (${settings.store.endpoints.join(', ')})`),
    });
    this.#membership.begin();
    this.#timers.every(options.reconcileMs ?? LOOK_AT_KERNEL_MS, () => {
      void this.#others.followThoroughly();
      void this.#encryption.followThoroughly();
    });
    this.#timers.every(options.reconcileMs ?? LOOK_AT_STORE_MS, () => void this.#joined?.storeSide.followThoroughly());
  }

  mtu(network: OverlayDefinition): number | undefined {
    if (!this.#joined) return undefined;
    try {
      const { clear, encrypted } = largestMtus(observeKernelLinks(this.#socket), this.#joined.address);
      this.#problems.clear('underlay');
      return isEncrypted(network) ? encrypted : clear;
    } catch (error) {
      this.#problems.fail('underlay', error);
      return undefined;
    }
  }

  async use(wanted: Omit<WantedNetwork, 'pools'>): Promise<OverlayDefinition> {
    this.#encryption.check(wanted);
    return this.#waits.run(`use the overlay network "${wanted.name}"`, () =>
      this.#membership.access().storeSide.use(this.#withPools(wanted)),
    );
  }

  check(wanted: Omit<WantedNetwork, 'pools'>): void {
    this.#encryption.check(wanted);
    checkWanted(this.#withPools(wanted), this.networks(), this.#options.settings.node);
  }

  async leave(definition: OverlayDefinition): Promise<void> {
    this.#networks = this.#networks?.filter((network) => network.definition.id !== definition.id);
    if (!this.#joined) return;
    this.#joined.storeSide.leave(definition);
    const { promise: patience, resolve } = Promise.withResolvers<void>();
    const callOff = this.#options.clock.after(LEAVE_PATIENCE_MS, resolve);
    const followed = [this.#joined.storeSide.follow(), this.#others.follow(), this.#encryption.follow()];
    await Promise.race([Promise.all(followed), patience]);
    callOff();
  }

  takeAddress({ network, container, address, range }: AddressWish): Promise<string> {
    const subnet = network.subnets[0] ?? '';
    return this.#givenUp.take({ network, container, address }, () =>
      this.#waits.run(`take an address of the overlay network "${network.name}"`, () => {
        const { addresses } = this.#membership.access().parts;
        const avoid = this.#others.doubtfulAddresses(network.id);
        const wish = { address: address ?? undefined, range: range ?? undefined };
        return addresses.allocate({ network, subnet, container, ...wish, avoid });
      }),
    );
  }

  giveBack(claim: Claim): void {
    this.#givenUp.add(claim);
    void this.#joined?.storeSide.follow();
  }

  declare(networks: readonly LocalNetwork[]): void {
    // The engine closes after it, and says once more what it has.
    if (this.#isWithdrawn) return;
    const before = this.#networks ?? [];
    this.#networks = networks;
    for (const claim of goneClaims(before, networks))
      if (!this.#lostClaims.delete(claimKey(claim))) this.#givenUp.add(claim);
    void this.#encryption.follow();
    void this.#joined?.storeSide.follow();
    void this.#others.follow();
  }

  listen(listener: (news: OverlayNews) => void): () => void {
    return this.#news.listen(listener);
  }

  status(): OverlayStatus {
    return {
      node: this.#options.settings.node,
      address: this.#joined?.address,
      store: this.#standing(),
      waiting: [...this.#waits.list(), ...(this.#joined?.storeSide.waiting() ?? [])],
      problems: this.#problems.list(),
    };
  }

  networks(): readonly OverlayNetworkView[] {
    return this.#others.networks();
  }

  look(): ReadonlyMap<string, readonly string[]> {
    return this.#others.look();
  }

  async probe(): Promise<readonly OverlayProblem[]> {
    const known = this.#others.known();
    const ways = known ? await probeHosts(known, this.#options.linkPrefix) : [];
    const seen = () => hostProblems({ ...this.#others.seen(), lease: this.#joined?.parts.session.leaseTime });
    return [...ways, ...(await lastingProblems(seen))];
  }

  nodes(): readonly OverlayNode[] {
    return this.#others.nodes();
  }

  async withdraw(): Promise<void> {
    const joined = this.#joined;
    if (!joined) return;
    this.#isWithdrawn = true;
    this.#networks = [];
    await joined.storeSide.settled();
    await this.#encryption.follow();
    await this.#others.clear(joined.address);
    await joined.parts.session.leave();
    await joined.parts.networks.sweep();
    await forgetStoreIfEmpty(joined.parts.store);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#timers[Symbol.dispose]();
    await this.#others.stop();
    await this.#joined?.parts.session[Symbol.asyncDispose]();
    // Before its calls are waited for: that ends them, should it be away.
    await this.#options.store[Symbol.asyncDispose]();
    await this.#joined?.storeSide.settled();
    await this.#encryption[Symbol.asyncDispose]();
    await this.#others[Symbol.asyncDispose]();
    this.#socket[Symbol.dispose]();
  }

  get #joined(): Joined | undefined {
    return this.#membership.joined;
  }

  #lost(claim: Claim): void {
    const { network, container, address } = claim;
    this.#lostClaims.add(claimKey(claim));
    const about = `container ${container.slice(0, 12)}`;
    this.#options.warn(
      'overlay-address-lost',
      `${about} has lost ${address} of network "${network.name}" to another host`,
    );
    this.#news.emit({ kind: 'address-lost', network: network.name, container, address });
  }

  #withPools(wanted: Omit<WantedNetwork, 'pools'>): WantedNetwork {
    return { ...wanted, pools: poolsFor(wanted, this.#options.settings.pools) };
  }

  #standing(): OverlayStatus['store'] {
    if (this.#others.isAway) return 'away';
    return this.#joined?.parts.session.lease === undefined ? 'joining' : 'joined';
  }
}
