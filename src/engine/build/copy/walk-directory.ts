// Everything beneath a directory that is to be copied, in an order that does not depend on the disk.
import { readdirSync } from 'node:fs';
import type { IgnoreMatcher } from '../../../core/ignore/matcher.ts';
import type { CopyEntry } from './copy-entry.ts';
import { type FileTree, hostPath } from './file-tree.ts';
import { checkName, readEntry } from './read-entry.ts';

export type WalkOptions = {
  readonly tree: FileTree;
  /** Patterns of `--exclude`, relative to the source. */
  readonly exclude: IgnoreMatcher;
  /** Entries after which others get a turn. */
  readonly breath?: () => Promise<void>;
};

const ENTRIES_IN_A_BREATH = 512;

/** The contents of `directory`, a path of the tree; paths of the entries begin with `prefix`. */
export async function walkDirectory(directory: string, prefix: string, options: WalkOptions): Promise<CopyEntry[]> {
  const { tree, exclude } = options;
  const found: CopyEntry[] = [];
  const names = readdirSync(hostPath(tree, directory)).sort(compareBytes);
  for (const name of names) {
    const path = directory === '' ? name : `${directory}/${name}`;
    const relative = prefix === '' ? name : `${prefix}/${name}`;
    checkName(name, hostPath(tree, directory));
    const isLeftOut = tree.ignore.ignores(path) || exclude.ignores(relative);
    const mayHold = tree.ignore.mayContainIncluded(path) && exclude.mayContainIncluded(relative);
    if (isLeftOut && !mayHold) continue;
    const entry = readEntry(hostPath(tree, path), relative);
    if (entry.kind !== 'directory') {
      if (!isLeftOut) found.push(entry);
      continue;
    }
    const inside = await walkDirectory(path, relative, options);
    // A directory that is left out is there all the same if something in it is taken in again.
    if (isLeftOut && inside.length === 0) continue;
    found.push(entry);
    for (const each of inside) found.push(each);
    if (found.length > ENTRIES_IN_A_BREATH) await options.breath?.();
  }
  return found;
}

/** The order of the names' bytes in UTF-8. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
