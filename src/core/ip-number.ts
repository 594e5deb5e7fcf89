// Addresses as numbers, and back to the one text that each has.
import { isIPv4, isIPv6 } from 'node:net';

export type IpNumber = { readonly family: 4 | 6; readonly value: bigint };

/** Undefined for what is no address; a zone is none of it. */
export function parseIp(text: string): IpNumber | undefined {
  if (isIPv4(text)) return { family: 4, value: BigInt(`0x${ipv4Hex(text)}`) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return { family: 6, value: BigInt(`0x${ipv6Hex(text)}`) };
}

/** The shortest form. */
export function formatIp({ family, value }: IpNumber): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const hex = value.toString(16).padStart(32, '0');
  // RFC 5952, as the parser of URLs writes it.
  return new URL(`http://[${hex.match(/.{4}/g)?.join(':')}]`).hostname.slice(1, -1);
}

function ipv4Hex(text: string): string {
  return text
    .split('.')
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('');
}

function ipv6Hex(text: string): string {
  const groups = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const [head = '', tail] = groups.split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0);
  const zeros = tail === undefined ? [] : Array<string>(missing).fill('0');
  return [...(before ?? []), ...zeros, ...(after ?? [])].map((group) => group.padStart(4, '0')).join('');
}
