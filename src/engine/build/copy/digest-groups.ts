import { createHash, type Hash } from 'node:crypto';
import type { CopyEntry, CopyGroup } from './copy-entry.ts';

/** A digest of all that makes a difference to the copy: names, kinds, modes, owners, links, contents; no times. */
export function digestGroups(groups: readonly CopyGroup[], hashes: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const { shape, name, parents, entries } of groups) {
    hash.update(`${shape}\0${shape === 'file' ? name : ''}\0`);
    for (const entry of parents) addEntry(hash, entry, hashes);
    hash.update('\0');
    for (const entry of entries) addEntry(hash, entry, hashes);
    hash.update('\0');
  }
  return hash.digest('hex');
}

function addEntry(hash: Hash, entry: CopyEntry, hashes: ReadonlyMap<string, string>): void {
  const { kind, path, mode, uid, gid, rdev, target } = entry;
  const content = kind === 'file' ? (hashes.get(entry.source) ?? '') : `${rdev} ${target}`;
  hash.update(`${kind}\0${path}\0${kind === 'symlink' ? 0 : mode} ${uid} ${gid}\0${content}\0`);
}
