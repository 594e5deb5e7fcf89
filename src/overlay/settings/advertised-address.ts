import { isIP } from 'node:net';
import { NetworkError } from '../../core/errors.ts';
import { canonicalAddress } from '../../os/ip-address.ts';
import { type InterfaceAddress, observeAddresses, observeIpv6Addresses } from '../../os/netlink-addresses.ts';
import { linkIndex } from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';

/**
 * Where other hosts reach this one: the address itself, or the first one of the interface that other hosts can know, IPv4 before IPv6.
 * `overlay-address-missing` while this host does not have it.
 */
export function advertisedAddress(socket: NetlinkSocket, advertise: string): string {
  const addresses = [...observeAddresses(socket), ...observeIpv6Addresses(socket)];
  if (isIP(advertise) !== 0) {
    const own = canonicalAddress(advertise);
    if (addresses.some(({ address }) => address === own)) return own;
    throw missing(`no link of this host has the address "${advertise}"`);
  }
  const index = linkIndex(advertise);
  if (index === 0) throw missing(`"${advertise}" is neither an address nor an interface of this host`);
  const found = chooseAddress(addresses.filter((address) => address.linkIndex === index));
  if (found !== undefined) return found;
  throw missing(`interface "${advertise}" has no address that other hosts could reach`);
}

/** What a link chose for itself is of no use to others. */
function chooseAddress(addresses: readonly Pick<InterfaceAddress, 'address'>[]): string | undefined {
  const usable = addresses
    .map(({ address }) => address)
    .filter((address) => !/^(fe[89ab]|169\.254\.|127\.|::1$)/.test(address));
  return usable.find((address) => !address.includes(':')) ?? usable[0];
}

function missing(message: string): NetworkError {
  return new NetworkError('overlay-address-missing', {
    message: `${message}, which DOCKR_OVERLAY_ADVERTISE names`,
    hint: 'name an address or an interface of this host, which other hosts can reach',
  });
}
