// The host's side of a rule: what the tree consists of, brought up to date where something is said to have changed.
import { foldersAmong, isSame, type Manifest, type ManifestEntry, pathsBeneath } from './manifest.ts';
import { hasContentOf, type ScannedTree, scanTree, type TreeFilter, walkTree } from './scan-tree.ts';

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
  readonly #entries = new Map<string, ManifestEntry>();
  /** The last look through all of it that a path was seen in. */
  readonly #seenIn = new Map<string, number>();
  #look = 0;
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
        if (!scanned.entries.has(each) && this.#forget(each)) changed.push(each);
      }
      for (const [each, entry] of scanned.entries) if (this.#note(each, entry)) changed.push(each);
    }
    return changed;
  }

  /** Keeps nothing anew of what is as it was: a large tree is looked through every minute, and what that leaves is to be collected. */
  async #refreshAll(): Promise<readonly string[]> {
    const changed: string[] = [];
    const look = ++this.#look;
    const onEntry = (path: string, entry: ManifestEntry): void => {
      if (this.#note(path, entry)) changed.push(path);
      this.#seenIn.set(path, look);
    };
    const unreadable = await walkTree(this.root, { path: '', filter: this.#filter, onEntry });
    this.#unreadable = new Map(unreadable);
    for (const path of unreadable.keys()) for (const [each] of this.#knownAt(path)) this.#seenIn.set(each, look);
    for (const path of this.#entries.keys()) {
      if (this.#seenIn.get(path) === look) continue;
      this.#forget(path);
      changed.push(path);
    }
    return changed;
  }

  /** Whether it was known. */
  #forget(path: string): boolean {
    this.#seenIn.delete(path);
    return this.#entries.delete(path);
  }

  /** Whether that is not what was known. */
  #note(path: string, entry: ManifestEntry): boolean {
    const known = this.#entries.get(path);
    const kept = this.#kept(path, entry);
    if (kept === known) return false;
    this.#entries.set(path, kept);
    return true;
  }

  /** One object for one state, however often it is seen: containers' copies refer to it. */
  #kept(path: string, entry: ManifestEntry): ManifestEntry {
    const known = this.#entries.get(path);
    return known && (isSame(known, entry) || hasContentOf(known, entry, this.root, path)) ? known : entry;
  }

  #keepUnreadable({ entries, unreadable }: ScannedTree): void {
    for (const [path, error] of unreadable) {
      this.#unreadable.set(path, error);
      for (const [each, known] of this.#knownAt(path)) if (!entries.has(each)) entries.set(each, known);
    }
  }

  /** What is known of a path and of what is beneath it. */
  #knownAt(path: string): readonly (readonly [string, ManifestEntry])[] {
    return [path, ...pathsBeneath(this.#entries, path)].flatMap((each) => {
      const entry = this.#entries.get(each);
      return entry ? [[each, entry] as const] : [];
    });
  }
}
