import { closeSync, constants, lstatSync, openSync, readSync } from 'node:fs';
import type { CopyEntry } from './copy-entry.ts';

const PIECE_SIZE = 256 << 10;

/** Whether the file at `path` is, to the last byte, what copying the entry would make of it. */
export function isSameFile(entry: CopyEntry, path: string): boolean {
  const stat = lstatSync(path, { bigint: true });
  if (!stat.isFile() || stat.size !== BigInt(entry.size) || stat.mtimeNs !== entry.mtimeNs) return false;
  const { uid, gid, mode } = entry;
  if (Number(stat.uid) !== uid || Number(stat.gid) !== gid || (Number(stat.mode) & 0o7777) !== mode) return false;
  return haveSameBytes(entry.source, path);
}

function haveSameBytes(a: string, b: string): boolean {
  using left = openToRead(a);
  using right = openToRead(b);
  const [one, other] = [Buffer.allocUnsafe(PIECE_SIZE), Buffer.allocUnsafe(PIECE_SIZE)];
  for (;;) {
    const count = readSync(left.fd, one);
    const otherCount = readSync(right.fd, other);
    if (count !== otherCount || !one.subarray(0, count).equals(other.subarray(0, count))) return false;
    if (count === 0) return true;
  }
}

function openToRead(path: string): Disposable & { readonly fd: number } {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  return { fd, [Symbol.dispose]: () => closeSync(fd) };
}
