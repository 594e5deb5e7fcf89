// The host's side of a rule: what the tree consists of, brought up to date where something is said to have changed.
import { foldersAmong, isSame, type Manifest, type ManifestEntry, pathsBeneath } from './manifest.ts';
import { hasContentOf, type ScannedTree, scanTree, type TreeFilter } from './scan-tree.ts';

/** So many changed paths, and so large a share of all, are not looked at one by one: that takes several looks for each. */
const MOST_SINGLE_PATHS = 1000;
const MOST_SINGLE_SHARE = 0.25;
/** So many are looked at before others get their turn. */
const SLICE = 200;
/** What is known beneath a folder is found by looking through all of it. */
const MOST_SINGLE_FOLDERS = 50;

export class HostTree {
  readonly root: string;
  readonly #filter: TreeFilter;
  #entries = new Map<string, ManifestEntry>();
  #unreadable = new Map<string, Error>();

  constructor(root: string, filter: TreeFilter) {
    this.root = root;
    this.#filter = filter;
  }

  get manifest(): Manifest {
    return this.#entries;
  }

  /** What could not be looked at, by path. It is taken to be as it was. */
  get unreadable(): ReadonlyMap<string, Error> {
    return this.#unreadable;
  }

  /** Looks at these paths, relative to the root, and at what is beneath them. Gives those that are not as they were. */
  async refresh(paths: ReadonlySet<string> | 'all'): Promise<readonly string[]> {
    if (paths === 'all' || paths.has('')) return this.#refreshAll();
    if (paths.size > Math.max(MOST_SINGLE_PATHS, MOST_SINGLE_SHARE * this.#entries.size)) return this.#refreshAll();
    if (foldersAmong(this.#entries, paths) > MOST_SINGLE_FOLDERS) return this.#refreshAll();
    const changed: string[] = [];
    let looked = 0;
    for (const path of paths) {
      if (++looked % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
      const scanned = await scanTree(this.root, path, this.#filter);
      const isFolder = this.#entries.get(path)?.kind === 'folder';
      const known = isFolder ? [path, ...pathsBeneath(this.#entries, path)] : [path];
      this.#unreadable.delete(path);
      this.#keepUnreadable(scanned);
      for (const each of known) {
        if (scanned.entries.has(each) || !this.#entries.delete(each)) continue;
        changed.push(each);
      }
      for (const [each, entry] of scanned.entries) {
        const kept = this.#kept(each, entry);
        if (kept !== this.#entries.get(each)) changed.push(each);
        this.#entries.set(each, kept);
      }
    }
    return changed;
  }

  async #refreshAll(): Promise<readonly string[]> {
    const scanned = await scanTree(this.root, '', this.#filter);
    this.#unreadable = new Map();
    this.#keepUnreadable(scanned);
    const changed = [...this.#entries.keys()].filter((path) => !scanned.entries.has(path));
    const entries = new Map<string, ManifestEntry>();
    for (const [path, entry] of scanned.entries) {
      const kept = this.#kept(path, entry);
      if (kept !== this.#entries.get(path)) changed.push(path);
      entries.set(path, kept);
    }
    this.#entries = entries;
    return changed;
  }

  /** One object for one state, however often it is seen: containers' copies refer to it. */
  #kept(path: string, entry: ManifestEntry): ManifestEntry {
    const known = this.#entries.get(path);
    return known && (isSame(known, entry) || hasContentOf(known, entry, this.root, path)) ? known : entry;
  }

  #keepUnreadable({ entries, unreadable }: ScannedTree): void {
    for (const [path, error] of unreadable) {
      this.#unreadable.set(path, error);
      for (const each of [path, ...pathsBeneath(this.#entries, path)]) {
        const known = this.#entries.get(each);
        if (known && !entries.has(each)) entries.set(each, known);
      }
    }
  }
}
