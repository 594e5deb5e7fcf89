// Keeps the store as this host is: which networks it uses, which addresses its containers have, where they can be reached.
import { NetworkError } from '../../core/errors.ts';
import { KeyedMutex } from '../../core/mutex.ts';
import type { LocalNetwork, OverlayDefinition } from '../overlay.ts';
import type { WantedNetwork } from '../store/choose-network.ts';
import { namesBeneath, USERS_PREFIX } from '../store/keys.ts';
import type { Claim, GivenUpAddresses } from './given-up-addresses.ts';
import type { Problems } from './problems.ts';
import { PublishedEndpoints } from './published-endpoints.ts';
import { Repeater } from './repeater.ts';
import type { StoreParts } from './store-parts.ts';
import { isPassing } from './store-waits.ts';

export type StoreSideOptions = {
  readonly parts: StoreParts;
  readonly givenUp: GivenUpAddresses;
  readonly problems: Problems;
  /** What the engine has; undefined until it told. */
  readonly local: () => readonly LocalNetwork[] | undefined;
  readonly onLost: (claim: Claim) => void;
  /** Something could not be entered now: it is to be tried again soon. */
  readonly onUnfinished: () => void;
};

export class StoreSide {
  readonly #options: StoreSideOptions;
  readonly #published: PublishedEndpoints;
  readonly #repeater = new Repeater(() => this.#pass());
  /** By name of the network. */
  readonly #turns = new KeyedMutex();
  readonly #leaving = new Map<string, OverlayDefinition>();
  /** Networks that were asked for and not left since, by id: the engine may not have told of them yet. */
  readonly #using = new Set<string>();
  /** Claims that somebody else has; until the engine has another. */
  readonly #lost = new Set<string>();
  #isThorough = true;

  constructor(options: StoreSideOptions) {
    this.#options = options;
    this.#published = new PublishedEndpoints(options.parts);
  }

  /** Resolves when the store has all, or when why not is among the problems. */
  follow(): Promise<void> {
    return this.#repeater.ask();
  }

  /** As `follow`, but believes nothing of what was entered before. */
  followThoroughly(): Promise<void> {
    this.#isThorough = true;
    return this.follow();
  }

  /** The lease is over: nothing of what was entered counts. */
  forget(): void {
    this.#published.forgetAll();
    this.#isThorough = true;
  }

  leave(definition: OverlayDefinition): void {
    this.#using.delete(definition.id);
    this.#leaving.set(definition.id, definition);
  }

  /** As `NetworkDefinitions.use`; a network that was to be left is kept. */
  use(wanted: WantedNetwork): Promise<OverlayDefinition> {
    return this.#turns.run(wanted.name, async () => {
      const definition = await this.#options.parts.networks.use(wanted);
      this.#leaving.delete(definition.id);
      // In the same turn: whoever looks for networks that were left would find this one else.
      this.#using.add(definition.id);
      return definition;
    });
  }

  settled(): Promise<void> {
    return this.#repeater.settled();
  }

  /** What the store does not have yet, in words. */
  waiting(): readonly string[] {
    const { givenUp, local } = this.#options;
    return [
      ...(local() ?? []).flatMap(({ definition, endpoints }) =>
        endpoints
          .filter((endpoint) => !this.#published.isPublished(definition, endpoint))
          .map(({ container }) => `enter container ${container.slice(0, 12)} into network "${definition.name}"`),
      ),
      ...givenUp.list().map(({ address, network }) => `give address ${address} of network "${network.name}" back`),
      ...[...this.#leaving.values()].map(({ name }) => `leave network "${name}"`),
    ];
  }

  async #pass(): Promise<void> {
    const { local, parts } = this.#options;
    const networks = local();
    if (!networks || parts.session.lease === undefined) return;
    const isThorough = this.#isThorough;
    this.#isThorough = false;
    try {
      for (const network of networks) await this.#followNetwork(network, isThorough);
      await this.#tidy(networks, isThorough);
    } catch (error) {
      this.#isThorough ||= isThorough;
      this.#unfinished('store', error);
      return;
    }
    this.#options.problems.clear('store');
  }

  async #followNetwork(network: LocalNetwork, isThorough: boolean): Promise<void> {
    const { problems } = this.#options;
    const about = `network ${network.definition.name}`;
    try {
      if (isThorough) await this.#enterNetwork(network);
      const endpoints = network.endpoints.filter((endpoint) => !this.#lost.has(lostKey(network.definition, endpoint)));
      await this.#published.follow(network, endpoints);
      problems.clear(about);
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#isThorough = true;
      this.#unfinished(about, error);
    }
  }

  /** The network, under its own id and numbers, and the addresses of all containers. */
  async #enterNetwork({ definition, endpoints }: LocalNetwork): Promise<void> {
    const { parts, onLost } = this.#options;
    await parts.networks.use({ ...definition, pools: [], avoid: [] });
    const known = endpoints.map(({ container, address }) => ({ container, address }));
    const { lost, kept } = await parts.addresses.reconcile(definition, known);
    for (const claim of kept) this.#lost.delete(lostKey(definition, claim));
    for (const { container, address } of lost) {
      const key = lostKey(definition, { container, address });
      if (this.#lost.has(key)) continue;
      this.#lost.add(key);
      onLost({ network: definition, container, address });
    }
    await this.#published.look(definition);
  }

  async #tidy(networks: readonly LocalNetwork[], isThorough: boolean): Promise<void> {
    const { parts, givenUp } = this.#options;
    await givenUp.release(({ network, ...claim }) => parts.addresses.release(network, claim));
    if (isThorough) await this.#findLeft(networks);
    for (const definition of [...this.#leaving.values()])
      await this.#turns.run(definition.name, () => this.#leave(definition));
    if (isThorough) await parts.networks.sweep();
  }

  async #leave(definition: OverlayDefinition): Promise<void> {
    // It may be in use again meanwhile, or have come into use since it was found in the store.
    if (this.#isInUse(definition.id)) this.#leaving.delete(definition.id);
    if (!this.#leaving.has(definition.id)) return;
    await this.#options.parts.networks.leave(definition);
    this.#leaving.delete(definition.id);
    this.#published.forget(definition.id);
  }

  /** Networks that the store has this host for, and that it does not have: it was away, or died, when they were removed. */
  async #findLeft(networks: readonly LocalNetwork[]): Promise<void> {
    const { parts } = this.#options;
    const { entries } = await parts.store.list(USERS_PREFIX, { keysOnly: true });
    const used = entries.flatMap(({ key }) => {
      const [id, node] = namesBeneath(USERS_PREFIX, key) ?? [];
      return id !== undefined && node === parts.session.host.node ? [id] : [];
    });
    const own = new Set(networks.map(({ definition }) => definition.id));
    const left = new Set(used.filter((id) => !own.has(id) && !this.#using.has(id)));
    if (left.size === 0) return;
    // It may have come into use since the listing.
    for (const definition of await parts.networks.list())
      if (left.has(definition.id) && !this.#isInUse(definition.id)) this.#leaving.set(definition.id, definition);
  }

  #isInUse(id: string): boolean {
    return this.#using.has(id) || (this.#options.local() ?? []).some(({ definition }) => definition.id === id);
  }

  #unfinished(about: string, error: unknown): void {
    // Whose the address is tells the next look, which begins with the addresses; that the store is away tells the view.
    const isLost = error instanceof NetworkError && error.code === 'overlay-address-lost';
    if (!isLost && !isPassing(error)) this.#options.problems.fail(about, error);
    this.#options.onUnfinished();
  }
}

function lostKey({ id }: OverlayDefinition, { container, address }: Pick<Claim, 'container' | 'address'>): string {
  return `${id} ${container} ${address}`;
}
