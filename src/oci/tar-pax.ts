// PAX extended headers (POSIX.1-2001): `length key=value\n` records whose values may hold any byte.
import { badLayer } from './tar-header.ts';

const XATTR_PREFIX = 'SCHILY.xattr.';

/** Records by key; values are bytes as latin1. */
export type PaxRecords = ReadonlyMap<string, string>;

/** Parses the body of an `x` or `g` entry. */
export function parsePaxRecords(body: Buffer): PaxRecords {
  const records = new Map<string, string>();
  let offset = 0;
  while (offset < body.length) {
    const space = body.indexOf(0x20, offset);
    const length = space < 0 || space - offset > 10 ? Number.NaN : parseDecimal(body.toString('latin1', offset, space));
    const end = offset + length;
    const equals = body.indexOf(0x3d, space);
    const isWhole = end <= body.length && equals > space + 1 && equals < end - 1 && body[end - 1] === 0x0a;
    if (!isWhole) throw badLayer('a PAX record is malformed');
    const key = body.toString('latin1', space + 1, equals);
    const value = body.toString('latin1', equals + 1, end - 1);
    if ((key === 'path' || key === 'linkpath') && value.includes('\0'))
      throw badLayer(`the PAX record "${key}" holds a NUL`);
    records.set(key, value);
    offset = end;
  }
  return records;
}

/** A whole number of seconds, bytes or an owner: decimal, within ±2^53. */
export function paxInteger(records: PaxRecords, key: string): number | undefined {
  const value = records.get(key);
  if (value === undefined) return undefined;
  if (!/^-?[0-9]{1,16}$/.test(value) || !Number.isSafeInteger(Number(value)))
    throw badLayer(`the PAX record "${key}" is not a number`);
  return Number(value);
}

/** A time in nanoseconds since 1970: seconds with up to nine decimals that count. */
export function paxTime(records: PaxRecords, key: string): bigint | undefined {
  const value = records.get(key);
  if (value === undefined) return undefined;
  const match = /^(-?)([0-9]{1,12})(?:\.([0-9]*))?$/.exec(value);
  if (!match) throw badLayer(`the PAX record "${key}" is not a time`);
  const fraction = (match[3] ?? '').slice(0, 9).padEnd(9, '0');
  const nanoseconds = BigInt(match[2] ?? '0') * 1_000_000_000n + BigInt(fraction);
  return match[1] === '-' ? -nanoseconds : nanoseconds;
}

/** Extended attributes by name; the values are binary. */
export function paxAttributes(records: PaxRecords): ReadonlyMap<string, Buffer> {
  const attributes = new Map<string, Buffer>();
  for (const [key, value] of records) {
    if (key.startsWith(XATTR_PREFIX)) attributes.set(key.slice(XATTR_PREFIX.length), Buffer.from(value, 'latin1'));
  }
  return attributes;
}

function parseDecimal(text: string): number {
  return /^[1-9][0-9]*$/.test(text) ? Number(text) : Number.NaN;
}
