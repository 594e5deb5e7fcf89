import { type BigIntStats, lstatSync, readlinkSync } from 'node:fs';
import { BuildError } from '../../../core/errors.ts';
import type { CopyEntry, EntryKind } from './copy-entry.ts';

/** What is at a path of the host, as `path` of a group. */
export function readEntry(source: string, path: string): CopyEntry {
  const stat = lstatSync(source, { bigint: true });
  const kind = kindOf(stat);
  return {
    kind,
    path,
    source,
    mode: Number(stat.mode) & 0o7777,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    size: kind === 'file' ? Number(stat.size) : 0,
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    dev: stat.dev,
    ino: stat.ino,
    isLinked: kind === 'file' && stat.nlink > 1n,
    rdev: kind === 'device' ? Number(stat.rdev) : 0,
    target: kind === 'symlink' ? readlinkSync(source) : '',
  };
}

/** Throws for a name that is not UTF-8: Node cannot say it. */
export function checkName(name: string, directory: string): void {
  if (!name.includes('\ufffd')) return;
  throw new BuildError('bad-file-name', { message: `"${directory}" holds the name "${name}", which is not UTF-8` });
}

function kindOf(stat: BigIntStats): EntryKind {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFIFO()) return 'fifo';
  return stat.isSocket() ? 'socket' : 'device';
}
