// Tells which paths beneath a root may have changed. One watch a folder and nothing kept for each file: whoever is told
// compares for himself. chokidar looks at each file as it arms its watches, 2 s and 250 MB for a tree of 50,000.
import { type FSWatcher, lstatSync, readdirSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../core/errors.ts';

export type TreeWatcherParts = {
  /** Absolute; it need not be there, and may be a file. */
  readonly root: string;
  /** By path relative to the root: folders in which nothing is of interest are not watched, files not told. */
  readonly isOfInterest: (path: string, kind: 'folder' | 'any') => boolean;
  readonly onPath: (path: string) => void;
  readonly onError: (error: unknown) => void;
};

export class TreeWatcher implements Disposable {
  readonly #parts: TreeWatcherParts;
  /** By path relative to the root. */
  readonly #folders = new Map<string, FSWatcher>();
  #above: FSWatcher | undefined;

  /** Every change after it returns is told. */
  constructor(parts: TreeWatcherParts) {
    this.#parts = parts;
    this.#begin();
  }

  [Symbol.dispose](): void {
    this.#above?.close();
    this.#above = undefined;
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  /** The root may come and go: what is above it is watched for its name. */
  #begin(): void {
    const { root } = this.#parts;
    const before = this.#above;
    this.#above = undefined;
    for (let path = root; !this.#above && path !== dirname(path); path = dirname(path))
      this.#above = this.#watchAbove(dirname(path), basename(path));
    before?.close();
    this.#rearm('');
  }

  #watchAbove(folder: string, next: string): FSWatcher | undefined {
    return this.#watch(folder, (name) => {
      if (name !== null && name !== next && name !== basename(folder)) return;
      this.#begin();
      this.#parts.onPath(this.#parts.root);
    });
  }

  /** Watches are armed before a folder is read: nothing that is made in it meanwhile is missed. */
  #arm(path: string): void {
    const watcher = this.#watch(this.#absolute(path), (name) => this.#onEvent(path, name));
    if (!watcher) return;
    this.#folders.get(path)?.close();
    this.#folders.set(path, watcher);
    for (const name of this.#foldersIn(path)) {
      const each = path === '' ? name : `${path}/${name}`;
      if (this.#parts.isOfInterest(each, 'folder')) this.#arm(each);
    }
  }

  #onEvent(folder: string, name: string | null): void {
    if (name === null) {
      this.#parts.onPath(this.#absolute(folder));
      return;
    }
    const path = folder === '' ? name : `${folder}/${name}`;
    // The end of a folder comes under its own name, and its watch has ended with it, though another may be there by now.
    if (folder !== '' && name === basename(folder) && this.#rearm(folder)) this.#parts.onPath(this.#absolute(folder));
    const isTold = this.#parts.isOfInterest(path, 'folder') && this.#rearm(path);
    if (isTold || this.#parts.isOfInterest(path, 'any')) this.#parts.onPath(this.#absolute(path));
  }

  /** Whether there is a folder, or was one. New watches come first, so that there is no moment without. */
  #rearm(path: string): boolean {
    const isFolder = this.#isFolder(path);
    const isWatched = this.#folders.has(path);
    if (!isFolder && !isWatched) return false;
    const start = path === '' ? '' : `${path}/`;
    const old = isWatched ? [...this.#folders].filter(([each]) => each === path || each.startsWith(start)) : [];
    for (const [each] of old) this.#folders.delete(each);
    if (isFolder) this.#arm(path);
    for (const [, watcher] of old) watcher.close();
    return true;
  }

  #isFolder(path: string): boolean {
    return this.#attempt(() => lstatSync(this.#absolute(path), { throwIfNoEntry: false })?.isDirectory()) ?? false;
  }

  #foldersIn(path: string): readonly string[] {
    const entries = this.#attempt(() => readdirSync(this.#absolute(path), { withFileTypes: true })) ?? [];
    return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  }

  #watch(folder: string, onName: (name: string | null) => void): FSWatcher | undefined {
    return this.#attempt(() => {
      const watcher = watch(folder, (_event, name) => onName(name));
      watcher.on('error', this.#parts.onError);
      return watcher;
    });
  }

  #attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!isOutOfReach(error)) this.#parts.onError(error);
      return undefined;
    }
  }

  #absolute(path: string): string {
    return path === '' ? this.#parts.root : join(this.#parts.root, path);
  }
}

/** Gone, or what nobody here may read: then nothing of it can be brought either. */
function isOutOfReach(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM', 'ENAMETOOLONG'].includes(errorCode(error) ?? '');
}
