// A network in the kernel: one bridge with the gateway's address. Made and mended by the same function.
import { deleteAddress, observeAddresses, observeRoutes, setAddress } from '../../os/netlink-addresses.ts';
import {
  createBridge,
  type Link,
  linkIndex,
  observeLinks,
  setLinkMac,
  setLinkMtu,
  setLinkUp,
} from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { macFor } from './network-names.ts';
import { ensureSysctl } from './sysctl.ts';

const DEFAULT_MTU = 1500;
const MTU_OPTIONS = ['mtu', 'com.docker.network.driver.mtu'] as const;

/** Makes the bridge as it should be, whatever is there. */
export function ensureBridge(
  socket: NetlinkSocket,
  network: NetworkRecord,
  group: number,
): { readonly index: number; readonly mtu: number } {
  const mac = macFor(network.id, network.gateway);
  const mtu = networkMtu(socket, network);
  const link =
    linkIndex(network.bridge) === 0 ? undefined : observeLinks(socket).find(({ name }) => name === network.bridge);
  if (!link) socket.request([createBridge({ name: network.bridge, mac, mtu, group })]);
  setSysctls(network.bridge);
  const index = linkIndex(network.bridge);
  socket.request([
    ...changesOf(link, { mac, mtu }),
    ...wrongAddresses(socket, network, index),
    ...addressAndUp(network, index),
  ]);
  return { index, mtu };
}

/** What the kernel lacks of a network, in words; empty if it is intact. */
export function bridgeProblems(
  network: NetworkRecord,
  links: readonly Link[],
  addresses: ReturnType<typeof observeAddresses>,
): string[] {
  const link = links.find(({ name }) => name === network.bridge);
  if (!link) return [`bridge of network ${network.name} is missing`];
  const hasAddress = addresses.some(
    (address) => address.linkIndex === link.index && address.address === network.gateway,
  );
  return [
    ...(link.up ? [] : [`bridge of network ${network.name} is down`]),
    ...(hasAddress ? [] : [`address of network ${network.name} is missing`]),
  ];
}

/** The MTU that the network's options name, else that of the device of the default route. */
export function networkMtu(socket: NetlinkSocket, network: NetworkRecord): number {
  for (const option of MTU_OPTIONS) {
    const value = Number(network.spec.options[option]);
    if (Number.isInteger(value) && value >= 68 && value <= 65535) return value;
  }
  const device = observeRoutes(socket).find((route) => route.prefixLength === 0)?.linkIndex;
  return observeLinks(socket).find((link) => link.index === device)?.mtu ?? DEFAULT_MTU;
}

/** Before the bridge is up. Loose reverse paths: a container on several networks answers by another one. */
function setSysctls(bridge: string): void {
  ensureSysctl(`net/ipv6/conf/${bridge}/disable_ipv6`, '1');
  ensureSysctl(`net/ipv6/conf/${bridge}/accept_ra`, '0');
  ensureSysctl(`net/ipv4/conf/${bridge}/rp_filter`, '2');
  ensureSysctl(`net/ipv4/conf/${bridge}/route_localnet`, '1');
}

function changesOf(link: Link | undefined, wanted: { readonly mac: string; readonly mtu: number }) {
  if (!link) return [];
  return [
    ...(link.mac === wanted.mac ? [] : [setLinkMac(link.name, wanted.mac)]),
    ...(link.mtu === wanted.mtu ? [] : [setLinkMtu(link.name, wanted.mtu)]),
  ];
}

function wrongAddresses(socket: NetlinkSocket, network: NetworkRecord, index: number) {
  const own = observeAddresses(socket).filter((address) => address.linkIndex === index);
  return own.filter((address) => address.address !== network.gateway).map(deleteAddress);
}

function addressAndUp(network: NetworkRecord, index: number) {
  const prefixLength = Number(network.subnet.split('/')[1]);
  return [setAddress({ linkIndex: index, address: network.gateway, prefixLength }), setLinkUp(network.bridge)];
}
