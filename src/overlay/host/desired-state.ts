// From what this host has and what is known of others to what the kernel and the names of this host should be. Pure.
import { isIPv6 } from 'node:net';
import { bothAddresses, pairedAddress } from '../../core/paired-address.ts';
import type { DesiredDataPlane, DesiredSegment, OverlayEndpoint } from '../data-plane/desired-state.ts';
import { isEncrypted } from '../encryption/is-encrypted.ts';
import type { LocalNetwork, RemoteEndpoint } from '../overlay.ts';
import type { EndpointRecord, HostRecord } from '../store/records.ts';
import { parseSubnet } from '../store/subnet.ts';

export type KnownState = {
  /** Of this host. */
  readonly node: string;
  readonly address: string;
  readonly port: number;
  readonly encryptedPort: number;
  readonly networks: readonly LocalNetwork[];
  readonly hosts: readonly HostRecord[];
  /** Of all hosts. */
  readonly endpoints: readonly EndpointRecord[];
};

export function desiredDataPlane(known: KnownState): DesiredDataPlane {
  const { address, port, encryptedPort, networks, hosts } = known;
  const addressOf = new Map(hosts.map((host) => [host.node, host.address]));
  const remote = remoteByNetwork({ ...known, isReachable: () => true });
  const segments = networks.map((network) => {
    const others = (remote.get(network.definition.name) ?? []).flatMap((endpoint) => {
      const host = addressOf.get(endpoint.node);
      const addresses = [endpoint.address, ...(endpoint.ipv6 === null ? [] : [endpoint.ipv6])];
      return host === undefined ? [] : [{ mac: endpoint.mac, addresses, host }];
    });
    const { subnets } = network.definition;
    const own = network.endpoints.map(({ mac, address: ip }) => ({
      mac,
      addresses: bothAddresses(subnets, ip),
      host: address,
    }));
    // The later counts where two claim one address: another host's, whom the store has it from.
    return toSegment(network, [...own, ...others]);
  });
  return {
    underlay: { address, port, encryptedPort },
    hosts: [...new Set([address, ...addressOf.values()])].sort(),
    segments,
  };
}

export type RemoteOptions = Pick<KnownState, 'node' | 'networks' | 'endpoints'> & {
  /**
   * A name is given once the kernel knows the way: whoever asked earlier would wait a second, until its kernel asks again.
   */
  readonly isReachable: (mac: string, address: string) => boolean;
};

/** By name of the network, for each that this host has; sorted, so that the same state is the same list. */
export function remoteByNetwork({
  node,
  networks,
  endpoints,
  isReachable,
}: RemoteOptions): ReadonlyMap<string, readonly RemoteEndpoint[]> {
  const byId = Map.groupBy(
    endpoints.filter((endpoint) => endpoint.node !== node),
    ({ network }) => network,
  );
  return new Map(
    networks.map(({ definition }) => [
      definition.name,
      (byId.get(definition.id) ?? [])
        .flatMap(toRemote)
        .filter(({ mac, address }) => isReachable(mac, address))
        .sort((a, b) => (a.container < b.container ? -1 : 1)),
    ]),
  );
}

/** So that the same record is the same endpoint, and thousands need not be made and compared anew after each change. */
const REMOTE = new WeakMap<EndpointRecord, readonly RemoteEndpoint[]>();

function toRemote(record: EndpointRecord): readonly RemoteEndpoint[] {
  const known = REMOTE.get(record);
  if (known) return known;
  const { addresses, network: _, ...endpoint } = record;
  const ipv6 = addresses.find((candidate) => isIPv6(candidate)) ?? null;
  const made = addresses.slice(0, 1).map((address) => ({ ...endpoint, address, ipv6 }));
  REMOTE.set(record, made);
  return made;
}

function toSegment(network: LocalNetwork, endpoints: readonly OverlayEndpoint[]): DesiredSegment {
  const { definition, bridge, bridgeMac, mtu, gateway, broadcast } = network;
  const prefixLength = parseSubnet(definition.subnets[0] ?? '')?.prefixLength ?? 32;
  const six = pairedAddress(definition.subnets, gateway);
  return {
    vni: definition.vni,
    bridge,
    bridgeMac,
    mtu,
    gateways: [{ address: gateway, prefixLength }, ...(six ? [six] : [])],
    encrypted: isEncrypted(definition),
    broadcast,
    endpoints,
  };
}
