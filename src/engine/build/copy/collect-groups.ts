// The words of a COPY → groups of entries, read from the tree.
import { posix } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { createIgnoreMatcher, type IgnoreMatcher } from '../../../core/ignore/matcher.ts';
import type { CopyEntry, CopyGroup } from './copy-entry.ts';
import { type FileTree, hostPath, resolveInTree } from './file-tree.ts';
import { cleanSource, type FoundSource, findSources, type SourceQuestion } from './find-sources.ts';
import { readEntry } from './read-entry.ts';
import { walkDirectory } from './walk-directory.ts';

export type CollectRequest = SourceQuestion & {
  readonly sources: readonly string[];
  readonly exclude: readonly string[];
  readonly parents: boolean;
};

/** Reads what the sources hold, in their order. */
export async function collectGroups(request: CollectRequest): Promise<readonly CopyGroup[]> {
  const exclude = createIgnoreMatcher(request.exclude);
  const groups: CopyGroup[] = [];
  for (const word of request.sources) {
    const pivot = request.parents ? pivotOf(word) : 0;
    for (const source of findSources(word, { ...request, isDeep: request.parents })) {
      const group = await readGroup(source, { tree: request.tree, exclude, pivot, parents: request.parents });
      if (group) groups.push(group);
    }
  }
  return groups;
}

type GroupOptions = {
  readonly tree: FileTree;
  readonly exclude: IgnoreMatcher;
  readonly parents: boolean;
  /** How many leading parts of the source's name are not kept as parents. */
  readonly pivot: number;
};

async function readGroup(source: FoundSource, options: GroupOptions): Promise<CopyGroup | undefined> {
  const { tree, exclude } = options;
  const name = posix.basename(source.written);
  const entry = withOwner(readEntry(hostPath(tree, source.path), ''), tree);
  const parents = options.parents ? readParents(source, entry, options) : [];
  if (entry.kind !== 'directory') {
    if (exclude.ignores(name)) return undefined;
    return { shape: 'file', name, parents, entries: [entry] };
  }
  const entries = await walkDirectory(source.path, '', { tree, exclude, breath: () => breath() });
  return { shape: 'contents', name, parents, entries: entries.map((each) => withOwner(each, tree)) };
}

/** The directories above a source, and the source itself if it is one, with their names beneath the destination. */
function readParents({ written }: FoundSource, entry: CopyEntry, { tree, pivot }: GroupOptions): readonly CopyEntry[] {
  const parts = written.split('/').filter(Boolean);
  const count = entry.kind === 'directory' ? parts.length : parts.length - 1;
  const parents: CopyEntry[] = [];
  for (let length = pivot + 1; length <= count; length++) {
    const found = resolveInTree(tree, parts.slice(0, length).join('/')) ?? '';
    const path = parts.slice(pivot, length).join('/');
    parents.push(withOwner(readEntry(hostPath(tree, found), path), tree));
  }
  return parents;
}

/** `a/b/./c` keeps the parents from `c` on. */
function pivotOf(word: string): number {
  const at = word.indexOf('/./');
  if (at < 0) return 0;
  return cleanSource(word.slice(0, at)).split('/').filter(Boolean).length;
}

function withOwner(entry: CopyEntry, { keepsOwners }: FileTree): CopyEntry {
  return keepsOwners ? entry : { ...entry, uid: 0, gid: 0 };
}
