// The host's side of a rule: what the tree consists of, brought up to date where something is said to have changed.
import { type Manifest, type ManifestEntry, pathsBeneath } from './manifest.ts';
import { scanTree, type TreeFilter } from './scan-tree.ts';

/** So many changed paths are not looked at one by one. */
const MOST_SINGLE_PATHS = 1000;

export class HostTree {
  readonly root: string;
  readonly #filter: TreeFilter;
  #entries = new Map<string, ManifestEntry>();

  constructor(root: string, filter: TreeFilter) {
    this.root = root;
    this.#filter = filter;
  }

  get manifest(): Manifest {
    return this.#entries;
  }

  /** Looks at these paths, relative to the root, and at what is beneath them. */
  async refresh(paths: ReadonlySet<string> | 'all'): Promise<void> {
    if (paths === 'all' || paths.has('') || paths.size > MOST_SINGLE_PATHS) {
      this.#entries = await scanTree(this.root, '', this.#filter);
      return;
    }
    for (const path of paths) {
      const found = await scanTree(this.root, path, this.#filter);
      if (this.#entries.get(path)?.kind === 'folder')
        for (const each of [...pathsBeneath(this.#entries, path)]) this.#entries.delete(each);
      this.#entries.delete(path);
      for (const [each, entry] of found) this.#entries.set(each, entry);
    }
  }
}
