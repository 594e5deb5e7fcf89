// The networks themselves: made, mended and removed, in the database and on the machine.
import { randomBytes } from 'node:crypto';
import { NetworkError } from '../../core/errors.ts';
import { failpoint } from '../../core/failpoint.ts';
import type { BridgeNetworkSpec, NetworkSpec } from '../../core/specs.ts';
import { stableJson } from '../../core/stable-json.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import { ensureSysctl, readSysctl } from '../../os/sysctl.ts';
import type { Overlay } from '../../overlay/overlay.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { parsePools } from './address-pool.ts';
import { ensureBridge } from './bridge.ts';
import type { ChangeRounds } from './change-rounds.ts';
import type { Cidr } from './cidr.ts';
import type { UpstreamServers } from './dns/upstream-servers.ts';
import type { LinkRemover } from './link-remover.ts';
import { messageOf } from './message-of.ts';
import type { NetworkRegistry } from './network-registry.ts';
import type { OverlayMembership } from './overlay/overlay-membership.ts';
import { findNetwork } from './resolve-attachment.ts';
import { networkInUse, resolveNetwork, type UsedPrefix } from './resolve-network.ts';
import { observeUsedPrefixes } from './used-prefixes.ts';
import type { Warnings } from './warnings.ts';
import { type Endpoint, returnPorts } from './wire-endpoints.ts';

export type NetworksOptions = {
  readonly bridgePrefix: string;
  readonly pools: readonly string[];
  readonly linkGroup: number;
  readonly overlay?: Overlay | undefined;
  readonly now?: () => number;
};

export type NetworksParts = {
  readonly options: NetworksOptions;
  readonly registry: NetworkRegistry;
  readonly host: NetlinkSocket;
  readonly rounds: ChangeRounds;
  readonly remover: LinkRemover;
  readonly overlays: OverlayMembership;
  readonly warnings: Warnings;
  /** By container. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  readonly nameServers: () => ReturnType<UpstreamServers['current']>;
};

const USUAL_MTU = 1500;

export class Networks {
  readonly #parts: NetworksParts;
  readonly #pools: readonly Cidr[];
  readonly #mtus = new Map<string, number>();

  constructor(parts: NetworksParts) {
    this.#parts = parts;
    this.#pools = parsePools(parts.options.pools);
  }

  /** Of its bridge; the usual one until that is known. */
  mtuOf(network: string): number {
    return this.#mtus.get(network) ?? USUAL_MTU;
  }

  /** Makes a network as `create` does, or one over several hosts, for which the store is asked first. */
  async provide(spec: NetworkSpec): Promise<NetworkRecord> {
    if (spec.driver === 'bridge') return this.create(spec);
    return this.#parts.overlays.provide(spec, (record) =>
      this.#parts.registry.network(record.name) ? this.#keep(record, spec) : this.#add(record),
    );
  }

  /** Makes a network. If there is one that was asked for in the same words, mends that; `network-exists` if it differs. */
  create(spec: BridgeNetworkSpec): NetworkRecord {
    const known = this.#parts.registry.network(spec.name);
    if (known) return this.#keep(known, spec);
    const record = resolveNetwork(spec, {
      id: randomBytes(32).toString('hex'),
      createdAt: (this.#parts.options.now ?? Date.now)(),
      bridgePrefix: this.#parts.options.bridgePrefix,
      pools: this.#pools,
      used: this.observeUsed(),
    });
    return this.#add(record);
  }

  /** Makes the bridge, its addresses and its ports what they should be, after a crash, a reboot or somebody's deletion. */
  ensure(name: string): NetworkRecord {
    const network = findNetwork(this.#parts.registry, name);
    this.#ensureForwarding();
    failpoint('network:bridge');
    const { mtu, index } = ensureBridge(this.#parts.host, network, {
      group: this.#parts.options.linkGroup,
      underlayMtu: network.overlay ? this.#parts.options.overlay?.mtu(network.overlay) : undefined,
    });
    this.#mtus.set(name, mtu);
    const endpoints = [...this.#parts.endpoints.values()].flat().filter((endpoint) => endpoint.network === name);
    returnPorts(this.#parts.host, endpoints, index);
    // The firewall follows in a round of its own; a failure there shows in verifyFirewall and in the next attach.
    this.#parts.rounds
      .run(() => undefined)
      .catch((error: unknown) => this.#parts.warnings.give('firewall', messageOf(error)));
    return network;
  }

  /** Removes a network that no container is on; `network-in-use` names those that are. Gone already is success. */
  async remove(name: string): Promise<void> {
    const network = this.#parts.registry.network(name);
    if (!network) return;
    await this.#parts.rounds.run(() => {
      const leases = this.#parts.registry.leasesOf(name);
      if (leases.length > 0)
        throw networkInUse(
          name,
          leases.map(({ containerId }) => this.#parts.registry.nameOf(containerId)),
        );
      failpoint('network:remove');
      this.#parts.registry.removeNetwork(name);
      this.#mtus.delete(name);
      this.#parts.remover.add([network.bridge]);
    });
    await Promise.all([this.#parts.overlays.leave(network), this.#parts.remover.flush()]);
  }

  /** The prefixes that networks of ours, routes and name servers use. */
  observeUsed(): UsedPrefix[] {
    const { host, registry, nameServers } = this.#parts;
    return observeUsedPrefixes(host, { networks: registry.networks(), servers: nameServers() });
  }

  #add(record: NetworkRecord): NetworkRecord {
    failpoint('network:record');
    this.#parts.registry.addNetwork(record);
    try {
      this.ensure(record.name);
    } catch (error) {
      this.#parts.registry.removeNetwork(record.name);
      this.#parts.registry.flush();
      this.#parts.remover.add([record.bridge]);
      throw error;
    }
    return record;
  }

  #keep(known: NetworkRecord, spec: NetworkSpec): NetworkRecord {
    if (stableJson(known.spec) === stableJson(spec)) return this.ensure(known.name);
    throw new NetworkError('network-exists', {
      message: `there is a network "${spec.name}" already, with other settings`,
      hint: 'remove it first, or choose another name',
    });
  }

  #ensureForwarding(): void {
    if (readSysctl('net/ipv4/ip_forward') !== '0') return;
    const isOn = ensureSysctl('net/ipv4/ip_forward', '1');
    const message = isOn
      ? 'switched net.ipv4.ip_forward on: containers need it to reach other machines'
      : 'cannot switch net.ipv4.ip_forward on';
    this.#parts.warnings.give(isOn ? 'ip-forward-enabled' : 'ip-forward-off', message);
  }
}
