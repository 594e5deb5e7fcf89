// IPv4 addresses and prefixes as numbers.
import { isIPv4 } from 'node:net';

/** A prefix whose host bits are zero. */
export type Cidr = { readonly base: number; readonly prefixLength: number };

/** `192.0.2.0/24`, or undefined; also if a bit after the prefix is set. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([0-9.]+)\/([0-9]{1,2})$/.exec(text);
  const address = match?.[1];
  const prefixLength = Number(match?.[2]);
  if (address === undefined || !isIPv4(address) || prefixLength > 32) return undefined;
  const base = toNumber(address);
  return base === maskTo(base, prefixLength) ? { base, prefixLength } : undefined;
}

export function formatCidr(cidr: Cidr): string {
  return `${toAddress(cidr.base)}/${cidr.prefixLength}`;
}

/** The prefix of this length that holds the address. */
export function cidrOf(address: string, prefixLength: number): Cidr {
  return { base: maskTo(toNumber(address), prefixLength), prefixLength };
}

export function cidrSize(cidr: Cidr): number {
  return 2 ** (32 - cidr.prefixLength);
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base < b.base + cidrSize(b) && b.base < a.base + cidrSize(a);
}

export function containsAddress(cidr: Cidr, address: number): boolean {
  return address >= cidr.base && address < cidr.base + cidrSize(cidr);
}

export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return inner.base >= outer.base && inner.base + cidrSize(inner) <= outer.base + cidrSize(outer);
}

/** A valid IPv4 address as a number below 2^32. */
export function toNumber(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

export function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

function maskTo(number: number, prefixLength: number): number {
  const size = 2 ** (32 - prefixLength);
  return Math.floor(number / size) * size;
}
