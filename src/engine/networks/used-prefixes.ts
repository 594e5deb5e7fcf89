// Prefixes that a new network must stay clear of.
import { isIPv4 } from 'node:net';
import { observeAddresses, observeRoutes } from '../../os/netlink-addresses.ts';
import { observeLinks } from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { cidrOf, parseCidr } from './cidr.ts';
import type { UsedPrefix } from './resolve-network.ts';

export type UsedPrefixOptions = {
  readonly networks: readonly NetworkRecord[];
  /** Name servers of the host. */
  readonly servers: readonly string[];
};

/** Our networks, the addresses and routes of the host in all tables, and its name servers. */
export function observeUsedPrefixes(socket: NetlinkSocket, options: UsedPrefixOptions): UsedPrefix[] {
  const links = new Map(observeLinks(socket).map((link) => [link.index, link.name]));
  const ownBridges = new Set(options.networks.map((network) => network.bridge));
  const isForeign = (index: number | undefined) => !ownBridges.has(links.get(index ?? 0) ?? '');
  const addresses = observeAddresses(socket).filter((address) => isForeign(address.linkIndex));
  const routes = observeRoutes(socket).filter((route) => route.prefixLength > 0 && isForeign(route.linkIndex));
  return [
    ...options.networks.flatMap((network) => {
      const cidr = parseCidr(network.subnet);
      return cidr ? [{ cidr, by: `network "${network.name}"`, isExclusive: true }] : [];
    }),
    ...addresses.map((address) => ({
      cidr: cidrOf(address.address, address.prefixLength),
      by: `interface "${links.get(address.linkIndex) ?? address.linkIndex}" of the host`,
      isExclusive: true,
    })),
    // A route by way of a gateway may be wide (10.0.0.0/8 of a VPN): the user who names a subnet in it knows better.
    ...routes.map((route) => ({
      cidr: cidrOf(route.destination, route.prefixLength),
      by: `a route of the host${route.linkIndex ? ` on "${links.get(route.linkIndex) ?? ''}"` : ''}`,
      isExclusive: route.gateway === undefined,
    })),
    ...options.servers
      .filter(isIPv4)
      .map((server) => ({ cidr: cidrOf(server, 32), by: `name server ${server}`, isExclusive: false })),
  ];
}
