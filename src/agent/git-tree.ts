// The files of a commit as `git ls-tree -r -l -z` lists them, checked before any of them is written.
import { posix } from 'node:path';
import { AgentError } from '../core/errors.ts';

export type TreeEntry = {
  /** Of a link, `size` is that of its target. */
  readonly kind: 'file' | 'program' | 'link';
  readonly object: string;
  readonly size: number;
  readonly path: string;
};

export type TreeLimits = { readonly files: number; readonly bytes: number };

export const TREE_LIMITS: TreeLimits = { files: 100_000, bytes: 512 * 1024 ** 2 };

const KINDS: Readonly<Record<string, TreeEntry['kind']>> = { '100644': 'file', '100755': 'program', '120000': 'link' };
const LINE = /^([0-7]{6}) (blob|commit|tree) ([0-9a-f]{40,64}) +([0-9]+|-)\t(.+)$/s;
const LONGEST_LINK = 4096;

/** Submodules are left out: their folder is not there. Throws for what could land in another place than it says. */
export function parseTree(text: string, limits = TREE_LIMITS): readonly TreeEntry[] {
  const entries = text.split('\0').flatMap((line) => (line === '' ? [] : (parseEntry(line) ?? [])));
  checkSize(entries, limits);
  checkPlaces(entries);
  return entries;
}

/** The folders that the entries lie in, outer ones first. */
export function foldersOf(entries: readonly TreeEntry[]): readonly string[] {
  return [...new Set(entries.flatMap(({ path }) => ancestorsOf(path)))].sort();
}

function parseEntry(line: string): TreeEntry | undefined {
  const [, mode = '', type, object = '', size = '', path = ''] = LINE.exec(line) ?? [];
  if (type === 'commit') return undefined;
  const kind = KINDS[mode === '100664' ? '100644' : mode];
  if (type !== 'blob' || !kind) throw invalid(`an entry of unknown kind: "${line.slice(0, 200)}"`);
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.length > 255 || /^\.git$/i.test(part)))
    throw invalid(`the path "${path}"`);
  if (path.includes('\ufffd')) throw invalid(`the path "${path}", which is not UTF-8`);
  if (kind === 'link' && Number(size) > LONGEST_LINK)
    throw invalid(`the link "${path}" with a target of ${size} bytes`);
  return { kind, object, size: Number(size), path };
}

function checkSize(entries: readonly TreeEntry[], limits: TreeLimits): void {
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length <= limits.files && bytes <= limits.bytes) return;
  throw new AgentError('release-too-large', {
    message: `the commit has ${entries.length} files of ${bytes} bytes, at most ${limits.files} and ${limits.bytes} are allowed`,
  });
}

/** A name that is both a file or link and a folder would let files be written through the link. */
function checkPlaces(entries: readonly TreeEntry[]): void {
  const places = new Set(entries.map(({ path }) => path));
  if (places.size < entries.length) throw invalid('the same path twice');
  for (const { path } of entries) {
    const file = ancestorsOf(path).find((folder) => places.has(folder));
    if (file !== undefined) throw invalid(`"${path}" beneath "${file}", which is not a folder`);
  }
}

function ancestorsOf(path: string): readonly string[] {
  const ancestors: string[] = [];
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) ancestors.push(folder);
  return ancestors;
}

function invalid(what: string): AgentError {
  return new AgentError('invalid-tree', { message: `the commit holds ${what}` });
}
