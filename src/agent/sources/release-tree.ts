// The files of a release, checked before any of them is written, whatever they come from.
import { AgentError } from '../../core/errors.ts';

export type ReleaseEntry = {
  /** Of a link, `size` is that of its target. */
  readonly kind: 'file' | 'program' | 'link';
  readonly size: number;
  readonly path: string;
};

export type TreeLimits = { readonly files: number; readonly folders: number; readonly bytes: number };

export const TREE_LIMITS: TreeLimits = { files: 100_000, folders: 100_000, bytes: 512 * 1024 ** 2 };

const LONGEST_LINK = 4096;
/** In bytes. The folder of the release comes before it, and the kernel takes 4096 of both. */
const LONGEST_PATH = 2048;
const LONGEST_NAME = 255;
const DEEPEST = 100;
/** What git's own folder is called where case, blanks and dots at the end, or invisible characters make no difference. */
const OWN_FOLDER = /^(?:\.git|git~[0-9]+)[. ]*$/i;

/** Throws `invalid-tree` for what could land in another place than it says, and `release-too-large`. */
export function checkEntries(entries: readonly ReleaseEntry[], limits = TREE_LIMITS): void {
  checkSize(entries, limits);
  for (const entry of entries) checkEntry(entry);
  const folders = foldersOf(entries);
  if (folders.length > limits.folders) throw tooLarge(`${folders.length} folders, at most ${limits.folders}`);
  checkPlaces(entries, folders);
}

/** The folders that the entries lie in, outer ones first. */
export function foldersOf(entries: readonly ReleaseEntry[]): readonly string[] {
  const folders = new Set<string>();
  for (const { path } of entries) addFolders(folders, path);
  return [...folders].sort();
}

/** A path for people: hostile ones do not reach a terminal as they are. */
export function shownPath(path: string): string {
  return path.slice(0, 200).replaceAll(/[\p{Cc}\p{Cf}]/gu, '?');
}

export function invalidTree(what: string): AgentError {
  return new AgentError('invalid-tree', { message: `the release holds ${what}` });
}

function checkSize(entries: readonly ReleaseEntry[], limits: TreeLimits): void {
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > limits.files) throw tooLarge(`${entries.length} files, at most ${limits.files}`);
  if (bytes > limits.bytes) throw tooLarge(`${bytes} bytes, at most ${limits.bytes}`);
}

function checkEntry({ kind, path, size }: ReleaseEntry): void {
  checkPath(path);
  if (kind === 'link' && size > LONGEST_LINK)
    throw invalidTree(`the link "${shownPath(path)}" with a target of ${size} bytes`);
}

/** Of a folder, too. Throws `invalid-tree`. */
export function checkPath(path: string): void {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || isOwnFolder(part)))
    throw invalidTree(`the path "${shownPath(path)}"`);
  if (/\p{Cc}/u.test(path)) throw invalidTree(`the path "${shownPath(path)}", which has control characters`);
  if (path.includes('\ufffd')) throw invalidTree(`the path "${shownPath(path)}", which is not UTF-8`);
  const isLong = Buffer.byteLength(path) > LONGEST_PATH || parts.length > DEEPEST;
  if (isLong || parts.some((part) => Buffer.byteLength(part) > LONGEST_NAME))
    throw invalidTree(`the path "${shownPath(path)}…", which is too long or too deep`);
}

/** Characters that some file systems ignore are left out, as git does where it protects them. */
function isOwnFolder(part: string): boolean {
  return OWN_FOLDER.test(part.replaceAll(/[\p{Cf}]/gu, ''));
}

/** A name that is both a file or link and a folder would let files be written through the link. */
function checkPlaces(entries: readonly ReleaseEntry[], folders: readonly string[]): void {
  const places = new Set(entries.map(({ path }) => path));
  if (places.size < entries.length) throw invalidTree('the same path twice');
  const file = folders.find((folder) => places.has(folder));
  if (file !== undefined) throw invalidTree(`files beneath "${shownPath(file)}", which is not a folder`);
}

/** From the inside out, up to one that is known: as many steps as there are folders. */
function addFolders(folders: Set<string>, path: string): void {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) return;
    folders.add(folder);
  }
}

function tooLarge(what: string): AgentError {
  return new AgentError('release-too-large', { message: `the release has ${what} are allowed` });
}
