// What a tree of the host consists of, as a rule of `develop.watch` sees it.
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../core/errors.ts';
import type { ManifestEntry } from './manifest.ts';

/** Which paths beneath a root belong to it. */
export type TreeFilter = {
  readonly takes: (path: string) => boolean;
  /** False: nothing in that folder is taken, so that it need not be read. */
  readonly mayTakeIn: (folder: string) => boolean;
};

const PERMISSIONS = 0o777;
/** So many entries are read before others get their turn. */
const SLICE = 500;

/**
 * The entries at a path and beneath it. A file or link as the root is the entry of the empty path. What goes while it is
 * read is not there; sockets, pipes and devices are left out.
 */
export async function scanTree(root: string, path: string, filter: TreeFilter): Promise<Map<string, ManifestEntry>> {
  const found = new Map<string, ManifestEntry>();
  const waiting = isReached(root, path) ? [path] : [];
  let read = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++read % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
    const entry = readEntry(join(root, next));
    if (!entry) continue;
    const isTaken = next === '' || filter.takes(next);
    if (isTaken) found.set(next, entry);
    if (entry.kind !== 'folder' || !(isTaken || filter.mayTakeIn(next))) continue;
    for (const name of namesIn(join(root, next))) waiting.push(next === '' ? name : `${next}/${name}`);
  }
  return withFolders(found, root);
}

/** A folder that is left out is there all the same when something in it is taken. */
function withFolders(found: Map<string, ManifestEntry>, root: string): Map<string, ManifestEntry> {
  for (const path of [...found.keys()]) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const parent = path.slice(0, slash);
      if (found.has(parent)) break;
      const entry = readEntry(join(root, parent));
      if (entry) found.set(parent, entry);
    }
  }
  return found;
}

/** Whether folders lead there: beneath a link nothing belongs to the tree. */
function isReached(root: string, path: string): boolean {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1))
    if (readEntry(join(root, path.slice(0, slash)))?.kind !== 'folder') return false;
  return true;
}

function readEntry(path: string): ManifestEntry | undefined {
  try {
    const stats = lstatSync(path);
    if (stats.isFile()) return { kind: 'file', mode: stats.mode & PERMISSIONS, stamp: stampOf(stats) };
    if (stats.isDirectory()) return { kind: 'folder', mode: stats.mode & PERMISSIONS };
    return stats.isSymbolicLink() ? { kind: 'link', to: readlinkSync(path) } : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Within one tick of the clock that the kernel stamps with, a second change cannot be told from the first. */
const TICK_MS = 20;
let unstable = 0;

/** The time of the last change of the inode tells what a restored time of modification would hide. */
function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  const stamp = `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  return Date.now() - ctimeMs < TICK_MS ? `${stamp} unstable ${++unstable}` : stamp;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EINVAL'].includes(errorCode(error) ?? '');
}
