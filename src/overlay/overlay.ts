// What the engine of one host needs of networks over several hosts. `host/host-overlay.ts` has it; a daemon that is told of no
// store has none, and loads nothing of it.
import type { WantedNetwork } from './store/choose-network.ts';
import type { NetworkRecord } from './store/records.ts';

/** A network as all hosts have it. */
export type OverlayDefinition = NetworkRecord;

/** A network that this host has, with all that is on it here. */
export type LocalNetwork = {
  readonly definition: OverlayDefinition;
  readonly bridge: string;
  readonly bridgeMac: string;
  readonly gateway: string;
  readonly mtu: number;
  readonly broadcast: boolean;
  readonly endpoints: readonly LocalEndpoint[];
};

export type LocalEndpoint = {
  readonly container: string;
  /** The container's own name first, then its others; none while it cannot be reached. */
  readonly names: readonly string[];
  readonly aliases: readonly string[];
  readonly address: string;
  readonly mac: string;
  /** How far from being in service: 0 is in it. */
  readonly rank: number;
};

/** A container of another host. */
export type RemoteEndpoint = LocalEndpoint & { readonly node: string; readonly ipv6: string | null };

export type AddressWish = {
  readonly network: OverlayDefinition;
  readonly container: string;
  /** null takes any. */
  readonly address: string | null;
  /** A prefix that any address is to be of; null is the whole subnet. Each host may have its own. */
  readonly range: string | null;
};

export type OverlayNews =
  /** Who is on these networks on other hosts, all of them, by the network's name; networks where nothing changed are left out. */
  | { readonly kind: 'remote'; readonly networks: ReadonlyMap<string, readonly RemoteEndpoint[]> }
  /** The address is somebody else's since this host was cut off: the container must not go on with it. */
  | { readonly kind: 'address-lost'; readonly network: string; readonly container: string; readonly address: string };

/** A host that the store has, with who can be reached there. */
export type OverlayNode = {
  readonly node: string;
  readonly address: string;
  readonly isThis: boolean;
  readonly endpoints: readonly OverlayNodeEndpoint[];
};

/** A network that the store has, whether this host has it or not. */
export type OverlayNetworkView = {
  readonly definition: OverlayDefinition;
  /** Names of those that use it, sorted. */
  readonly hosts: readonly string[];
};

export type OverlayNodeEndpoint = {
  /** The network's name, or its id where that is not known. */
  readonly network: string;
  readonly container: string;
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly mac: string;
};

export type OverlayStatus = {
  readonly node: string;
  /** Undefined while this host does not have the address that it is to advertise. */
  readonly address: string | undefined;
  /** `away`: nothing new can be entered, and what is known of others may be old. */
  readonly store: 'joining' | 'joined' | 'away';
  /** Changes that are not in the store yet, in words. */
  readonly waiting: readonly string[];
  readonly problems: readonly OverlayProblem[];
};

export type OverlayProblem = { readonly code: string; readonly message: string; readonly hint?: string };

export interface Overlay {
  /** The largest packet that containers of the network may send each other; undefined while that cannot be known. */
  mtu(network: OverlayDefinition): number | undefined;

  /** The network as all hosts have it, defined if it is new. Waits for the store for a while, then `store-unreachable`. */
  use(wanted: Omit<WantedNetwork, 'pools'>): Promise<OverlayDefinition>;

  /** This host has it no more. What the store is not told now, it is told when it is back. */
  leave(definition: OverlayDefinition): Promise<void>;

  /** Throws what would keep `use` from it, as far as this host knows without asking: `overlay-network-differs` and others. */
  check(wanted: Omit<WantedNetwork, 'pools'>): void;

  /** An address that no other container has. Waits for the store for a while, then `store-unreachable`. */
  takeAddress(wish: AddressWish): Promise<string>;

  /** The container did not come to use it. Later on, `declare` tells. */
  giveBack(claim: Omit<AddressWish, 'range'> & { readonly address: string }): void;

  /** All that this host has of such networks. The store and the kernel are made to follow, now and from then on. */
  declare(networks: readonly LocalNetwork[]): void;

  listen(listener: (news: OverlayNews) => void): () => void;

  status(): OverlayStatus;

  /** All networks, by name, as the store told last. */
  networks(): readonly OverlayNetworkView[];

  /** By name of the network, what the kernel lacks of the ways to other hosts, in words. It is put back within half a minute. */
  look(): ReadonlyMap<string, readonly string[]>;

  /** Sends packets to the other hosts, as far as they can be asked: what is wrong with the ways there. Takes some seconds at most. */
  probe(): Promise<readonly OverlayProblem[]>;

  /** All hosts, by name, as the store told last. */
  nodes(): readonly OverlayNode[];

  /** This host is not there any more: nothing in the store and in the kernel says it is. For a host without containers. */
  withdraw(): Promise<void>;

  /** Ends what this process holds. Others go on as if the host were there, for as long as its lease lasts. */
  close(): Promise<void>;
}
