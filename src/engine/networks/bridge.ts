// A network in the kernel: one bridge with the gateway's address. Made and mended by the same function.
import { pairedAddress } from '../../core/paired-address.ts';
import { deleteAddress, observeAddresses, observeRoutes, setAddress } from '../../os/netlink-addresses.ts';
import {
  createBridge,
  findLinks,
  type Link,
  linkIndex,
  observeLinks,
  setLinkMac,
  setLinkMtu,
  setLinkUp,
} from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import { ensureSysctl } from '../../os/sysctl.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { macFor } from './network-names.ts';

const DEFAULT_MTU = 1500;
/** Of hosts on Ethernet with IPv4 between them. */
const DEFAULT_OVERLAY_MTU = 1450;
const MTU_OPTIONS = ['mtu', 'com.docker.network.driver.mtu'] as const;

export type BridgeOptions = {
  readonly group: number;
  /** What is left of a packet between hosts; undefined for networks of this host, and while it is not known. */
  readonly underlayMtu: number | undefined;
};

/** Makes the bridge as it should be, whatever is there. */
export function ensureBridge(
  socket: NetlinkSocket,
  network: NetworkRecord,
  { group, underlayMtu }: BridgeOptions,
): { readonly index: number; readonly mtu: number } {
  const mac = macFor(network.id, network.gateway);
  const mtu = networkMtu(socket, network, underlayMtu);
  const link = findLinks(socket, [network.bridge]).get(network.bridge);
  if (!link) socket.request([createBridge({ name: network.bridge, mac, mtu, group })]);
  setSysctls(network);
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
  links: ReadonlyMap<string, Link>,
  addresses: ReturnType<typeof observeAddresses>,
): string[] {
  const link = links.get(network.bridge);
  if (!link) return [`bridge of network ${network.name} is missing`];
  const hasAddress = addresses.some(
    (address) => address.linkIndex === link.index && address.address === network.gateway,
  );
  return [
    ...(link.up ? [] : [`bridge of network ${network.name} is down`]),
    ...(hasAddress ? [] : [`address of network ${network.name} is missing`]),
  ];
}

/** The MTU that the network's options name, else that of the way out; of an overlay no more than hosts can send each other. */
export function networkMtu(socket: NetlinkSocket, network: NetworkRecord, underlayMtu: number | undefined): number {
  const named = MTU_OPTIONS.map((option) => Number(network.spec.options[option])).find(isMtu);
  if (!network.overlay) return named ?? mtuOfWayOut(socket);
  const largest = underlayMtu ?? presentMtu(socket, network) ?? DEFAULT_OVERLAY_MTU;
  return Math.min(named ?? largest, largest);
}

function isMtu(value: number): boolean {
  return Number.isInteger(value) && value >= 68 && value <= 65535;
}

function mtuOfWayOut(socket: NetlinkSocket): number {
  const device = observeRoutes(socket).find((route) => route.prefixLength === 0)?.linkIndex;
  return observeLinks(socket).find((link) => link.index === device)?.mtu ?? DEFAULT_MTU;
}

function presentMtu(socket: NetlinkSocket, network: NetworkRecord): number | undefined {
  return observeLinks(socket).find(({ name }) => name === network.bridge)?.mtu;
}

/** Before the bridge is up. Loose reverse paths: a container on several networks answers by another one. */
function setSysctls({ bridge, gateway, overlay }: NetworkRecord): void {
  const hasIpv6 = overlay !== null && pairedAddress(overlay.subnets, gateway) !== null;
  ensureSysctl(`net/ipv6/conf/${bridge}/disable_ipv6`, hasIpv6 ? '0' : '1');
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
