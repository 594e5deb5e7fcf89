// The files of a commit as `git ls-tree -r -l -z` lists them.
import { AgentError } from '../core/errors.ts';
import { checkEntries, invalidTree, type ReleaseEntry, shownPath, TREE_LIMITS } from './sources/release-tree.ts';

export type TreeEntry = ReleaseEntry & { readonly object: string };

const KINDS: Readonly<Record<string, TreeEntry['kind']>> = { '100644': 'file', '100755': 'program', '120000': 'link' };
const LINE = /^([0-7]{6}) (blob|commit|tree) ([0-9a-f]{40,64}) +([0-9]+|-)\t(.+)$/s;

/** Throws `submodule-found`, and what `checkEntries` throws. */
export function parseTree(text: string, limits = TREE_LIMITS): readonly TreeEntry[] {
  const entries = text.split('\0').flatMap((line) => (line === '' ? [] : parseEntry(line)));
  checkEntries(entries, limits);
  return entries;
}

function parseEntry(line: string): TreeEntry {
  const [, mode = '', type, object = '', size = '', path = ''] = LINE.exec(line) ?? [];
  // An empty folder in its place would be deployed as if it were meant so.
  if (type === 'commit') {
    throw new AgentError('submodule-found', {
      message: `the commit has the submodule "${shownPath(path)}", and submodules are not fetched`,
      hint: 'put its files into the repository, or into an image',
    });
  }
  const kind = KINDS[mode === '100664' ? '100644' : mode];
  if (type !== 'blob' || !kind) throw invalidTree(`an entry of unknown kind: "${shownPath(line)}"`);
  return { kind, object, size: Number(size), path };
}
