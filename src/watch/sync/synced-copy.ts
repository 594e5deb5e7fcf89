// What a container has of a rule's tree, as far as is known. Level-triggered: marks only say what has to be compared.
import type { SyncChange } from '../../core/sync-change.ts';
import {
  diffManifests,
  foldersAbove,
  foldersAmong,
  type Manifest,
  type ManifestEntry,
  pathsBeneath,
  pathsOfBoth,
} from './manifest.ts';

/** So many marks are not followed one by one. */
const MOST_MARKS = 10_000;
/** What is known beneath a folder is found by looking through all of it. */
const MOST_MARKED_FOLDERS = 50;

/** Like nothing that is wanted; where nothing is wanted it has to go, with what may be in it. */
export const UNKNOWN: ManifestEntry = { kind: 'folder', mode: -1 };

export class SyncedCopy {
  readonly #have: Map<string, ManifestEntry>;
  #marked = new Set<string>();
  #isAllMarked = false;
  #underWay: ReadonlyMap<string, ManifestEntry | undefined> = new Map();

  /** `assumed` is what its image is taken to have: nothing, where all is to be brought in at the beginning. */
  constructor(assumed: Manifest, unknown: Iterable<string> = []) {
    this.#have = new Map(assumed);
    for (const path of unknown) this.#have.set(path, UNKNOWN);
  }

  /** The same for a rule that takes only some of it. Everything is marked. */
  heldTo(takes: (path: string) => boolean): SyncedCopy {
    const copy = new SyncedCopy(new Map([...this.#have].filter(([path]) => takes(path))));
    copy.markAll();
    return copy;
  }

  get isMarked(): boolean {
    return this.#isAllMarked || this.#marked.size > 0;
  }

  mark(path: string): void {
    this.#marked.add(path);
    if (this.#marked.size > MOST_MARKS) this.markAll();
  }

  markAll(): void {
    this.#isAllMarked = true;
    this.#marked.clear();
  }

  /** What has to be done where something was marked. Nothing is marked afterwards: `done` has to follow. */
  next(want: Manifest): readonly SyncChange[] {
    const isAll =
      this.#isAllMarked ||
      Math.max(...[want, this.#have].map((side) => foldersAmong(side, this.#marked))) > MOST_MARKED_FOLDERS;
    const paths = isAll ? pathsOfBoth(want, this.#have) : this.#markedIn(want);
    this.#isAllMarked = false;
    this.#marked = new Set();
    const changes = diffManifests(want, this.#have, paths);
    this.#underWay = new Map(changes.map(({ path }) => [path, want.get(path)]));
    return changes;
  }

  /** What failed stays marked. `paths` undefined: nothing is known of any. */
  done(failed: Iterable<string> | undefined): void {
    const left = failed === undefined ? new Set(this.#underWay.keys()) : this.#withFoldersOf(failed);
    for (const [path, entry] of this.#underWay) {
      if (left.has(path)) {
        this.mark(path);
        this.#have.set(path, UNKNOWN);
      } else if (entry) this.#have.set(path, entry);
      else this.#have.delete(path);
    }
    this.#underWay = new Map();
  }

  /** A folder cannot have gone while something in it had not. */
  #withFoldersOf(failed: Iterable<string>): ReadonlySet<string> {
    const left = new Set(failed);
    for (const path of [...left]) {
      for (const folder of foldersAbove(path))
        if (this.#underWay.has(folder) && !this.#underWay.get(folder)) left.add(folder);
    }
    return left;
  }

  /** With all that is beneath a path, and the folders above it, which may not be there yet, or no longer be folders. */
  #markedIn(want: Manifest): ReadonlySet<string> {
    const paths = new Set<string>();
    for (const path of this.#marked) {
      this.#addWhole(paths, path, want);
      for (const folder of foldersAbove(path)) {
        if (want.get(folder)?.kind === 'folder') paths.add(folder);
        else this.#addWhole(paths, folder, want);
      }
    }
    return paths;
  }

  #addWhole(paths: Set<string>, path: string, want: Manifest): void {
    paths.add(path);
    for (const side of [want, this.#have])
      if (path === '' || side.get(path)?.kind === 'folder')
        for (const each of pathsBeneath(side, path)) paths.add(each);
  }
}
