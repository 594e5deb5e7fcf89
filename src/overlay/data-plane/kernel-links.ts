// The links and addresses of this host as the kernel has them.
import { type InterfaceAddress, observeAddresses, observeIpv6Addresses } from '../../os/netlink-addresses.ts';
import { type DetailedLink, observeDetailedLinks } from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';

export type KernelLinks = { readonly links: readonly DetailedLink[]; readonly addresses: readonly InterfaceAddress[] };

export function observeKernelLinks(socket: NetlinkSocket): KernelLinks {
  return {
    links: observeDetailedLinks(socket),
    addresses: [...observeAddresses(socket), ...observeIpv6Addresses(socket)],
  };
}

export function findLink(kernel: KernelLinks, name: string): DetailedLink | undefined {
  return kernel.links.find(({ link }) => link.name === name);
}
