// IPv4 and IPv6 addresses as bytes and as text, one text for each address: what the kernel tells and what a person wrote
// are compared as strings.
import { isIPv4, isIPv6 } from 'node:net';
import { SystemError } from '../core/errors.ts';
import { libcFunction } from './libc.ts';
import { ipv4Bytes, ipv4Text } from './netlink-message.ts';

const inetPton = libcFunction('int inet_pton(int, const char*, _Out_ uint8_t*)');
const inetNtop = libcFunction('const char* inet_ntop(int, const uint8_t*, _Out_ char*, uint32_t)');

export const AF_INET = 2;
export const AF_INET6 = 10;
const IPV6_TEXT_SIZE = 46;

/** AF_INET or AF_INET6, by the look of it: what is neither is told by `addressBytes`. */
export function addressFamily(address: string): number {
  return address.includes(':') ? AF_INET6 : AF_INET;
}

/** Four or sixteen bytes; a SystemError `invalid-ip-address` if the text is neither kind of address. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return ipv4Bytes(address);
  const bytes = Buffer.alloc(16);
  if (isIPv6(address) && inetPton(AF_INET6, address, bytes) === 1) return bytes;
  throw new SystemError('invalid-ip-address', { message: `"${address}" is neither an IPv4 nor an IPv6 address` });
}

/** The text of four or sixteen bytes, in lower case and as short as it can be; undefined for any other length. */
export function addressText(bytes: Buffer | undefined): string | undefined {
  if (bytes?.length === 4) return ipv4Text(bytes);
  if (bytes?.length !== 16) return undefined;
  return String(inetNtop(AF_INET6, bytes, Buffer.alloc(IPV6_TEXT_SIZE), IPV6_TEXT_SIZE));
}

/** `2001:db8::1` for `2001:DB8:0::1`; the same text for every way to write an address. */
export function canonicalAddress(address: string): string {
  return isIPv4(address) ? address : (addressText(addressBytes(address)) ?? address);
}
