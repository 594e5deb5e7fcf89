// What a tree consists of, by path, and the changes that make one tree like another.
import type { SyncChange, SyncEntry } from '../../core/sync-change.ts';

/** A file's stamp changes with its content; two files with different stamps may still be the same. */
export type ManifestEntry = SyncEntry & { readonly stamp?: string };

/** Relative paths with slashes, without `.` or `..`; the root is the empty one. */
export type Manifest = ReadonlyMap<string, ManifestEntry>;

/**
 * What has to be done to `have` so that it is like `want` at the paths, in an order that can be carried out: what is in the
 * way or gone goes first, deepest first; then folders before what is in them.
 */
export function diffManifests(want: Manifest, have: Manifest, paths: Iterable<string>): readonly SyncChange[] {
  const removals: string[] = [];
  const additions: SyncChange[] = [];
  for (const path of paths) {
    const wanted = want.get(path);
    const found = have.get(path);
    if (!wanted) {
      if (found) removals.push(path);
    } else if (!found || !isSame(wanted, found)) additions.push({ path, entry: withoutStamp(wanted) });
  }
  removals.sort().reverse();
  additions.sort((a, b) => (a.path < b.path ? -1 : 1));
  return [...removals.map((path) => ({ path, entry: null })), ...additions];
}

/** Whether nothing has to be done to make one of the other. */
export function isSame(a: ManifestEntry, b: ManifestEntry): boolean {
  switch (a.kind) {
    case 'link':
      return b.kind === 'link' && a.to === b.to;
    case 'folder':
      return b.kind === 'folder' && a.mode === b.mode;
    case 'file':
      return b.kind === 'file' && a.mode === b.mode && a.stamp === b.stamp;
  }
}

function withoutStamp({ stamp: _, ...entry }: ManifestEntry): SyncEntry {
  return entry;
}

/** The paths of a manifest beneath one of them. */
export function* pathsBeneath(manifest: Manifest, path: string): Generator<string> {
  const start = path === '' ? '' : `${path}/`;
  for (const each of manifest.keys()) if (each !== path && each.startsWith(start)) yield each;
}

export function foldersAmong(manifest: Manifest, paths: Iterable<string>): number {
  let count = 0;
  for (const path of paths) if (manifest.get(path)?.kind === 'folder') count++;
  return count;
}

/** Each once. */
export function* pathsOfBoth(one: Manifest, other: Manifest): Generator<string> {
  yield* one.keys();
  for (const path of other.keys()) if (!one.has(path)) yield path;
}

/** The nearest first, without the root. */
export function* foldersAbove(path: string): Generator<string> {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    yield path.slice(0, slash);
}
