// What messages about IPsec have in common: which packets are meant, and for how long. linux/xfrm.h.
import { AF_INET, addressBytes, addressText } from './ip-address.ts';
import { uint16Network } from './netlink-message.ts';

export const ESP = 50;
export const UDP = 17;
export const TRANSPORT_MODE = 0;

export const ADDRESS_SIZE = 16;
export const SELECTOR_SIZE = 56;
export const LIMITS_SIZE = 64;
export const USAGE_SIZE = 32;

/** UDP packets to a port. An address that is undefined is any of the family. */
export type PacketSelector = {
  readonly family: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly port: number;
};

/** struct xfrm_selector */
export function encodeSelector({ family, from, to, port }: PacketSelector): Buffer {
  const bytes = Buffer.alloc(SELECTOR_SIZE);
  const whole = family === AF_INET ? 32 : 128;
  paddedAddress(to).copy(bytes, 0);
  paddedAddress(from).copy(bytes, ADDRESS_SIZE);
  uint16Network(port).copy(bytes, 32);
  uint16Network(0xffff).copy(bytes, 34);
  bytes.writeUInt16LE(family, 40);
  bytes[42] = to === undefined ? 0 : whole;
  bytes[43] = from === undefined ? 0 : whole;
  bytes[44] = UDP;
  return bytes;
}

/** Undefined of what `encodeSelector` does not make. */
export function parseSelector(bytes: Buffer): PacketSelector | undefined {
  const family = bytes.readUInt16LE(40);
  const whole = family === AF_INET ? 32 : 128;
  const [toLength, fromLength] = [bytes[42], bytes[43]];
  const selector = {
    family,
    from: fromLength === 0 ? undefined : readAddress(bytes, ADDRESS_SIZE, family),
    to: toLength === 0 ? undefined : readAddress(bytes, 0, family),
    port: bytes.readUInt16BE(32),
  };
  const isWhole = [toLength, fromLength].every((length) => length === 0 || length === whole);
  return isWhole && encodeSelector(selector).equals(bytes.subarray(0, SELECTOR_SIZE)) ? selector : undefined;
}

/** xfrm_address_t, which is as large as an IPv6 address for either kind; zeros for any. */
export function paddedAddress(address: string | undefined): Buffer {
  const bytes = address === undefined ? Buffer.alloc(0) : addressBytes(address);
  return Buffer.concat([bytes, Buffer.alloc(ADDRESS_SIZE - bytes.length)]);
}

export function readAddress(bytes: Buffer, offset: number, family: number): string {
  return addressText(bytes.subarray(offset, offset + (family === AF_INET ? 4 : ADDRESS_SIZE))) ?? '';
}

/** struct xfrm_lifetime_cfg without an end: of bytes and packets zero would be one. */
export function unlimited(): Buffer {
  return Buffer.concat([Buffer.alloc(LIMITS_SIZE / 2, 0xff), Buffer.alloc(LIMITS_SIZE / 2)]);
}
