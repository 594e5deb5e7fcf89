// What a tree of the host consists of, as a rule of `develop.watch` sees it.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../core/errors.ts';
import { foldersAbove, type ManifestEntry } from './manifest.ts';

/** Which paths beneath a root belong to it. */
export type TreeFilter = {
  readonly takes: (path: string) => boolean;
  /** False: nothing in that folder is taken, so that it need not be read. */
  readonly mayTakeIn: (folder: string) => boolean;
};

export type ScannedTree = {
  readonly entries: Map<string, ManifestEntry>;
  /** What the kernel does not let be read, by path. */
  readonly unreadable: ReadonlyMap<string, Error>;
};

const PERMISSIONS = 0o777;
/** So many entries are read before others get their turn. */
const SLICE = 500;

/** The entries at a path and beneath it, and the folders above them. */
export async function scanTree(root: string, path: string, filter: TreeFilter): Promise<ScannedTree> {
  const entries = new Map<string, ManifestEntry>();
  const unreadable = await walkTree(root, { path, filter, onEntry: (each, entry) => entries.set(each, entry) });
  return { entries, unreadable };
}

export type Walk = {
  /** Relative to the root. */
  readonly path: string;
  readonly filter: TreeFilter;
  /** Called once for each, folders before what is in them. */
  readonly onEntry: (path: string, entry: ManifestEntry) => void;
};

/**
 * Goes through what is at a path and beneath it, keeping none of it, and gives what the kernel does not let be read. A file or
 * link as the root is the entry of the empty path. What goes while it is read is not there; sockets, pipes and devices are
 * left out. A folder that is left out is there all the same when something in it is taken.
 */
export async function walkTree(root: string, { path, filter, onEntry }: Walk): Promise<ReadonlyMap<string, Error>> {
  const unreadable = new Map<string, Error>();
  const folders = new Set<string>();
  const tell = (each: string, entry: ManifestEntry): void => {
    for (const parent of foldersAbove(each)) {
      if (folders.has(parent)) break;
      folders.add(parent);
      const found = attempt(() => readEntry(join(root, parent)));
      if (found) onEntry(parent, found);
    }
    if (entry.kind === 'folder') folders.add(each);
    onEntry(each, entry);
  };
  const waiting = [path];
  let read = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++read % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
    try {
      const isNew = next !== path;
      const reading = { root, path: next, isNew, isReached: isNew || isReached(root, path) };
      for (const each of readNext(reading, filter, tell)) waiting.push(each);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      unreadable.set(next, error);
    }
  }
  return unreadable;
}

/** In the place of bytes that are no UTF-8. */
const NO_TEXT = '\uFFFD';

type Next = {
  readonly root: string;
  readonly path: string;
  readonly isReached: boolean;
  /** Named by the folder just now. */
  readonly isNew: boolean;
};

/** Tells the entry at a path, and gives what is to be read after it. */
function readNext(
  { root, path, isReached, isNew }: Next,
  filter: TreeFilter,
  tell: Walk['onEntry'],
): readonly string[] {
  const entry = isReached ? readEntry(join(root, path)) : undefined;
  if (!entry && isNew && path.includes(NO_TEXT)) throw new Error('its name is no text (UTF-8)');
  if (!entry) return [];
  const isTaken = path === '' || filter.takes(path);
  if (isTaken) tell(path, entry);
  if (entry.kind !== 'folder' || !(isTaken || filter.mayTakeIn(path))) return [];
  return namesIn(join(root, path)).map((name) => (path === '' ? name : `${path}/${name}`));
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
    if (stats.isFile()) return { kind: 'file', mode: stats.mode & PERMISSIONS, stamp: stampOf(path, stats) };
    if (stats.isDirectory()) return { kind: 'folder', mode: stats.mode & PERMISSIONS };
    return stats.isSymbolicLink() ? { kind: 'link', to: readlinkSync(path) } : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Within one tick of the clock that the kernel stamps with, a second change cannot be told from the first. */
const TICK_MS = 20;
const LARGEST_DIGESTED = 1 << 20;
const UNSETTLED = ' unsettled ';
let large = 0;

/** The time of the last change of the inode tells what a restored time of modification would hide. */
function stampOf(path: string, { size, mtimeMs, ctimeMs, ino }: Stats): string {
  const stamp = `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  // The clock may have been set back since: what changes now does not get that time again.
  if (Math.abs(Date.now() - ctimeMs) >= TICK_MS) return stamp;
  return `${stamp}${UNSETTLED}${size > LARGEST_DIGESTED ? ++large : digestOf(path)}`;
}

/** Whether an entry that was read within the tick of its last change is still what is there. */
export function hasContentOf(known: ManifestEntry, found: ManifestEntry, root: string, path: string): boolean {
  if (known.kind !== 'file' || found.kind !== 'file' || known.mode !== found.mode) return false;
  const [stamp, digest] = known.stamp?.split(UNSETTLED) ?? [];
  if (digest === undefined || stamp !== found.stamp) return false;
  return attempt(() => digestOf(join(root, path))) === digest;
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('base64url');
}

/** What cannot be read is told where it is looked for by its own name. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
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
