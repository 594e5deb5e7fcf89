import { isIPv4 } from 'node:net';
import { segmentDeviceName } from '../data-plane/segment-names.ts';
import { isEncrypted } from '../encryption/is-encrypted.ts';
import type { KnownState } from '../host/desired-state.ts';
import type { LocalNetwork } from '../overlay.ts';
import type { EndpointRecord } from '../store/records.ts';
import type { Neighbour } from './arp-frames.ts';

/** How a host can be asked through a network: by a container here of containers there. */
export type ProbePath = {
  readonly node: string;
  /** Of the host. */
  readonly address: string;
  /** Of this host. */
  readonly own: string;
  /** UDP. */
  readonly port: number;
  readonly isEncrypted: boolean;
  readonly network: string;
  readonly vni: number;
  /** Of the network. */
  readonly mtu: number;
  /** The VXLAN device of the network on this host. */
  readonly device: string;
  readonly from: Neighbour;
  /** One at least; any of them may just have gone. */
  readonly to: readonly Neighbour[];
};

const MOST_ASKED = 3;

/** One path to each host with which this one shares a network that both have containers on; through the widest. Pure. */
export function choosePaths(known: KnownState, linkPrefix: string): readonly ProbePath[] {
  const networks = known.networks.toSorted((a, b) => b.mtu - a.mtu);
  return known.hosts
    .filter(({ node }) => node !== known.node)
    .flatMap(({ node, address }) => {
      const paths = networks.flatMap((network) => {
        const [from] = network.endpoints.flatMap(({ mac, address: own }) => toNeighbour(mac, [own]));
        const to = endpointsOf(known.endpoints, network, node);
        if (!from || to.length === 0) return [];
        const { name, vni } = network.definition;
        const way = isEncrypted(network.definition)
          ? { port: known.encryptedPort, isEncrypted: true }
          : { port: known.port, isEncrypted: false };
        const device = segmentDeviceName(linkPrefix, vni);
        return [{ network: name, vni, mtu: network.mtu, device, from, to, ...way }];
      });
      return paths.slice(0, 1).map((path) => ({ node, address, own: known.address, ...path }));
    });
}

function endpointsOf(endpoints: readonly EndpointRecord[], { definition }: LocalNetwork, node: string): Neighbour[] {
  return endpoints
    .filter((endpoint) => endpoint.network === definition.id && endpoint.node === node)
    .flatMap(({ mac, addresses }) => toNeighbour(mac, addresses))
    .slice(0, MOST_ASKED);
}

function toNeighbour(mac: string, addresses: readonly string[]): Neighbour[] {
  const address = addresses.find((candidate) => isIPv4(candidate));
  return address === undefined ? [] : [{ mac, address }];
}
