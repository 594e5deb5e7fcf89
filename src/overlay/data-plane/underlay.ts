// What this host has to carry overlay networks on.
import { NetworkError } from '../../core/errors.ts';
import { AF_INET, addressFamily, canonicalAddress } from '../../os/ip-address.ts';
import type { KernelLinks } from './kernel-links.ts';

/** Outer Ethernet, IPv4, UDP and VXLAN headers (RFC 7348 §4); IPv6 takes twenty more. */
const IPV4_OVERHEAD = 50;
const IPV6_OVERHEAD = 70;
/** Below these the kernel switches the family off on the link (RFC 791, RFC 8200 §5). */
const LEAST_IPV4_MTU = 68;
const LEAST_IPV6_MTU = 1280;

/** What ESP takes beside (RFC 4303 §2, RFC 4106 §3): its header, the vector, the tag; and the trailer, up to a multiple of four. */
const ESP_OVERHEAD = 32;
const ESP_TRAILER = 2;
const ESP_ALIGNMENT = 4;
/** What is encrypted beside the packet of a container: the UDP, VXLAN and inner Ethernet headers. */
const ENCRYPTED_HEADERS = 30;

/** Of networks whose packets go in the clear, and of those that are encrypted. */
export type LargestMtus = { readonly clear: number; readonly encrypted: number };

/** The largest MTUs of overlay networks over the link that has the address; `overlay-address-missing` if none has it. */
export function largestMtus(kernel: KernelLinks, address: string): LargestMtus {
  const own = canonicalAddress(address);
  const index = kernel.addresses.find((known) => known.address === own)?.linkIndex;
  const link = kernel.links.find((detailed) => detailed.link.index === index)?.link;
  if (link) return mtusOver(link.mtu, addressFamily(own) === AF_INET ? IPV4_OVERHEAD : IPV6_OVERHEAD);
  throw new NetworkError('overlay-address-missing', {
    message: `no link of this host has the address "${address}", which other hosts are to reach it at`,
    hint: 'advertise an address that the host has',
    facts: { address },
  });
}

/** How large a container's packet of a size is between hosts. */
export function outerSize(size: number, path: { readonly address: string; readonly isEncrypted: boolean }): number {
  const overhead = addressFamily(path.address) === AF_INET ? IPV4_OVERHEAD : IPV6_OVERHEAD;
  if (!path.isEncrypted) return size + overhead;
  const padding = -(size + ENCRYPTED_HEADERS + ESP_TRAILER) & (ESP_ALIGNMENT - 1);
  return size + overhead + ESP_OVERHEAD + ESP_TRAILER + padding;
}

function mtusOver(linkMtu: number, overhead: number): LargestMtus {
  const clear = linkMtu - overhead;
  const room = clear + ENCRYPTED_HEADERS - ESP_OVERHEAD;
  return { clear, encrypted: room - (room % ESP_ALIGNMENT) - ESP_TRAILER - ENCRYPTED_HEADERS };
}

/** `overlay-mtu-too-small` if a network that uses these addresses cannot have the MTU. */
export function checkMtu(mtu: number, addresses: readonly string[]): NetworkError | undefined {
  const needsIpv6 = addresses.some((address) => addressFamily(address) !== AF_INET);
  const least = needsIpv6 ? LEAST_IPV6_MTU : LEAST_IPV4_MTU;
  if (mtu >= least) return undefined;
  return new NetworkError('overlay-mtu-too-small', {
    message: `an overlay network with ${needsIpv6 ? 'IPv6' : 'IPv4'} needs an MTU of ${least}, and there is one of ${mtu}`,
    hint: 'raise the MTU of the link between the hosts',
    facts: { mtu, least },
  });
}
