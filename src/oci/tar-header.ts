// One tar header block: v7, ustar (POSIX.1-1988), GNU and star. Names are bytes, held as latin1 strings: a path on Linux is
// bytes, and decoding them as UTF-8 would lose those that are not.
import { ImageError } from '../core/errors.ts';

export const BLOCK_SIZE = 512;

export type RawHeader = {
  readonly name: string;
  readonly linkName: string;
  /** The type flag, `'0'` for NUL. */
  readonly flag: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeSeconds: number;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
};

/** Reads a header block whose checksum it checks, or throws an ImageError `bad-layer`. */
export function parseTarHeader(block: Buffer): RawHeader {
  checkChecksum(block);
  const flag = block[156] === 0 ? '0' : block.toString('latin1', 156, 157);
  const isDevice = flag === '3' || flag === '4';
  return {
    name: nameOf(block),
    linkName: text(block, 157, 100),
    flag,
    mode: number(block, 100, 8, 'mode') & 0o7777,
    uid: number(block, 108, 8, 'uid'),
    gid: number(block, 116, 8, 'gid'),
    size: number(block, 124, 12, 'size'),
    mtimeSeconds: number(block, 136, 12, 'mtime'),
    // Some writers leave rubbish in the device fields of ordinary files.
    deviceMajor: isDevice ? number(block, 329, 8, 'device') : 0,
    deviceMinor: isDevice ? number(block, 337, 8, 'device') : 0,
  };
}

/** Whether the block is all zero, as those that end an archive. */
export function isZeroBlock(block: Buffer): boolean {
  return block[0] === 0 && block.every((byte) => byte === 0);
}

export function badLayer(message: string, cause?: unknown): ImageError {
  return new ImageError('bad-layer', { message: `invalid layer: ${message}`, cause });
}

function nameOf(block: Buffer): string {
  const name = text(block, 0, 100);
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  if (!isUstar) return name;
  const isStar = block.toString('latin1', 508, 512) === 'tar\0';
  const prefix = text(block, 345, isStar ? 131 : 155);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(block: Buffer, offset: number, length: number): string {
  const end = block.indexOf(0, offset);
  return block.toString('latin1', offset, end < 0 || end > offset + length ? offset + length : end);
}

/** Octal digits between blanks, or base 256 where the first bit is set (GNU). */
function number(block: Buffer, offset: number, length: number, what: string): number {
  const first = block[offset] ?? 0;
  if (first & 0x80) return base256(block.subarray(offset, offset + length), what);
  const digits = text(block, offset, length).trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) throw badLayer(`the ${what} field of a tar header is not a number`);
  return Number.parseInt(digits, 8);
}

function base256(bytes: Buffer, what: string): number {
  const isNegative = bytes[0] === 0xff;
  let value = isNegative ? -1n : 0n;
  for (const [index, byte] of bytes.entries()) {
    const bits = index === 0 && !isNegative ? byte & 0x7f : byte;
    value = (value << 8n) | BigInt(bits);
  }
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw badLayer(`the ${what} field of a tar header is out of range`);
  return result;
}

/** Old tars summed signed bytes, so either sum will do. */
function checkChecksum(block: Buffer): void {
  const expected = number(block, 148, 8, 'checksum');
  let unsigned = 8 * 0x20;
  let high = 0;
  for (let index = 0; index < BLOCK_SIZE; index++) {
    if (index >= 148 && index < 156) continue;
    const byte = block[index] ?? 0;
    unsigned += byte;
    if (byte > 127) high++;
  }
  if (expected !== unsigned && expected !== unsigned - 256 * high) throw badLayer('a tar header has a wrong checksum');
}
