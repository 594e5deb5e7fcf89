// The kernel side of an attachment: the container's network namespace and its links.
import { closeSync, existsSync, openSync } from 'node:fs';
import { errorCode } from '../../core/errors.ts';
import type { PairedAddress } from '../../core/paired-address.ts';
import { setAddress, setDefaultRoute } from '../../os/netlink-addresses.ts';
import {
  configurePort,
  createVeth,
  deleteLink,
  linkIndex,
  observeLinks,
  setLinkMaster,
  setLinkUp,
} from '../../os/netlink-links.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { insideNetworkNamespace } from '../../os/network-namespace.ts';
import { ensureSysctl } from '../../os/sysctl.ts';

/** What a container has on one network. */
export type Endpoint = {
  readonly network: string;
  readonly networkId: string;
  readonly bridge: string;
  /** In the container: `eth0`. */
  readonly interfaceName: string;
  readonly hostLink: string;
  readonly ipv4: string;
  readonly prefixLength: number;
  /** On networks over several hosts that have it. */
  readonly ipv6: PairedAddress | null;
  readonly gateway: string;
  readonly mac: string;
  readonly internal: boolean;
};

export type WireOptions = {
  readonly namespace: string;
  readonly containerName: string;
  readonly group: number;
  readonly mtuOf: (network: string) => number;
};

const hasIpv6 = existsSync('/proc/sys/net/ipv6');

/** Makes the links that are missing and sets all addresses and routes; may be run again. One synchronous stretch. */
export function wireEndpoints(host: NetlinkSocket, endpoints: readonly Endpoint[], options: WireOptions): void {
  const descriptor = openSync(options.namespace, 'r');
  try {
    for (const endpoint of endpoints) wireLink(host, endpoint, { ...options, descriptor });
  } finally {
    closeSync(descriptor);
  }
  insideNetworkNamespace(options.namespace, () => configureInside(endpoints));
}

/** Puts links whose bridge was deleted and made anew back on it. */
export function returnPorts(host: NetlinkSocket, endpoints: readonly Endpoint[], bridgeIndex: number): void {
  const links = new Map(observeLinks(host).map((link) => [link.name, link]));
  const astray = endpoints.filter(({ hostLink }) => links.has(hostLink) && links.get(hostLink)?.master !== bridgeIndex);
  for (const { hostLink, network } of astray) {
    const alias = `dockr:${network}`;
    host.request([
      setLinkMaster(hostLink, bridgeIndex),
      configurePort(hostLink, { alias, withIpv6: hasIpv6 }),
      setLinkUp(hostLink),
    ]);
  }
}

function wireLink(
  host: NetlinkSocket,
  endpoint: Endpoint,
  options: WireOptions & { readonly descriptor: number },
): void {
  const bridgeIndex = linkIndex(endpoint.bridge);
  const alias = `dockr:${options.containerName}:${endpoint.network}`;
  const finish = [configurePort(endpoint.hostLink, { alias, withIpv6: hasIpv6 }), setLinkUp(endpoint.hostLink)];
  if (isWired(endpoint, options.namespace)) {
    host.request([setLinkMaster(endpoint.hostLink, bridgeIndex), ...finish]);
    return;
  }
  const peer = { name: endpoint.interfaceName, mac: endpoint.mac, namespaceFd: options.descriptor };
  const create = createVeth({
    name: endpoint.hostLink,
    bridgeIndex,
    mtu: options.mtuOf(endpoint.network),
    group: options.group,
    peer,
  });
  try {
    host.request([create, ...finish]);
  } catch (error) {
    // The end of a pair whose namespace is gone by name but not yet by fact.
    if (errorCode(error) !== 'EEXIST') throw error;
    host.request([deleteLink(endpoint.hostLink)]);
    host.request([create, ...finish]);
  }
}

function isWired(endpoint: Endpoint, namespace: string): boolean {
  return (
    linkIndex(endpoint.hostLink) !== 0 &&
    insideNetworkNamespace(namespace, () => linkIndex(endpoint.interfaceName) !== 0)
  );
}

function configureInside(endpoints: readonly Endpoint[]): void {
  using inside = new NetlinkSocket();
  const indexes = endpoints.map((endpoint) => ({ endpoint, index: linkIndex(endpoint.interfaceName) }));
  for (const { endpoint } of indexes) setInterfaceSysctls(endpoint, endpoints.length > 1);
  const main = indexes.find(({ endpoint }) => !endpoint.internal);
  inside.request([
    setLinkUp('lo'),
    // Address before up: the kernel announces it (arp_notify) when the link comes up.
    ...indexes.map(({ endpoint, index }) =>
      setAddress({ linkIndex: index, address: endpoint.ipv4, prefixLength: endpoint.prefixLength }),
    ),
    ...indexes.flatMap(({ endpoint, index }) =>
      endpoint.ipv6 ? [setAddress({ linkIndex: index, ...endpoint.ipv6 })] : [],
    ),
    ...endpoints.map((endpoint) => setLinkUp(endpoint.interfaceName)),
    ...(main ? [setDefaultRoute(main.endpoint.gateway, main.index)] : []),
  ]);
}

function setInterfaceSysctls({ interfaceName: name, ipv6 }: Endpoint, hasSeveral: boolean): void {
  ensureSysctl(`net/ipv4/conf/${name}/arp_notify`, '1');
  ensureSysctl(`net/ipv6/conf/${name}/disable_ipv6`, ipv6 ? '0' : '1');
  // Nobody but dockr tells a container what its addresses and routes are.
  ensureSysctl(`net/ipv6/conf/${name}/accept_ra`, '0');
  if (hasSeveral) ensureSysctl(`net/ipv4/conf/${name}/rp_filter`, '2');
}
