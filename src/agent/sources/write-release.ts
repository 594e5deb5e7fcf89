// A release as a folder of its own that is never changed again: written aside, synced, and then given its name.
import { type FileHandle, mkdir, open, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AgentError } from '../../core/errors.ts';
import { runCommand } from '../../os/run-command.ts';
import { checkLinks } from '../check-links.ts';
import type { Notice } from './notice.ts';
import { foldersOf, invalidTree, type ReleaseEntry, shownPath } from './release-tree.ts';

/** An entry and where its content begins in the file of all contents. */
export type PlacedEntry = ReleaseEntry & { readonly offset: number };

export type Contents = {
  readonly entries: readonly PlacedEntry[];
  /** The file that their contents are in. */
  readonly path: string;
};

const TIMEOUT_MS = 120_000;
const CHUNK = 1 << 20;
const MODES = { file: 0o444, program: 0o555, folder: 0o755, sealed: 0o555 } as const;
/** The first line of a file that Git LFS keeps elsewhere; such a file is never longer. */
const POINTER = 'version https://git-lfs.github.com/spec/v1\n';
const LONGEST_POINTER = 1024;
const MOST_NAMED = 5;

/**
 * Makes `directory` of what `collect` gathers in a folder aside; its entries were checked. Throws for links that lead out,
 * with nothing left behind.
 */
export async function writeRelease(
  directory: string,
  collect: (aside: string) => Promise<Contents>,
  signal: AbortSignal,
): Promise<readonly Notice[]> {
  const aside = `${directory}.tmp`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(join(aside, 'tree'), { recursive: true, mode: MODES.folder });
  try {
    const contents = await collect(aside);
    const pointers = await writeTree(join(aside, 'tree'), contents);
    await syncFiles(aside, signal);
    await rename(join(aside, 'tree'), directory);
    await syncFolder(dirname(directory));
    return noticeOf(pointers);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Gives the paths of the files that are pointers to something else. */
async function writeTree(root: string, { entries, path: contents }: Contents): Promise<readonly string[]> {
  const folders = foldersOf(entries);
  for (const folder of folders) await mkdir(join(root, folder), { mode: MODES.folder });
  await using objects = await open(contents, 'r');
  const links = new Map<string, string>();
  const pointers: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'link') links.set(entry.path, await readTarget(objects, entry));
    else if (await copyOut(objects, join(root, entry.path), entry)) pointers.push(entry.path);
  }
  checkLinks(links);
  // When all files are there: nothing is written through a link.
  for (const [path, target] of links) await symlink(target, join(root, path));
  for (const folder of folders.toReversed()) await seal(join(root, folder));
  return pointers;
}

async function readTarget(objects: FileHandle, { size, path, offset }: PlacedEntry): Promise<string> {
  const { buffer } = await objects.read(Buffer.alloc(size), 0, size, offset);
  const target = buffer.toString('utf8');
  if (size > 0 && !target.includes('\0') && Buffer.from(target).equals(buffer)) return target;
  throw invalidTree(`the link "${shownPath(path)}" with a target that is no path`);
}

/** Whether it is a pointer. */
async function copyOut(objects: FileHandle, path: string, entry: PlacedEntry): Promise<boolean> {
  await using file = await open(path, 'wx', 0o600);
  let isPointer = false;
  for (let done = 0; done < entry.size; ) {
    const length = Math.min(CHUNK, entry.size - done);
    const { buffer, bytesRead } = await objects.read(Buffer.allocUnsafe(length), 0, length, entry.offset + done);
    if (bytesRead === 0) throw new AgentError('git-failed', { message: `there is only a part of "${entry.path}"` });
    if (entry.size <= LONGEST_POINTER) isPointer ||= buffer.toString('latin1', 0, bytesRead).startsWith(POINTER);
    await file.write(buffer, 0, bytesRead);
    done += bytesRead;
  }
  await file.chmod(entry.kind === 'program' ? MODES.program : MODES.file);
  return isPointer;
}

function noticeOf(pointers: readonly string[]): readonly Notice[] {
  if (pointers.length === 0) return [];
  const named = pointers.slice(0, MOST_NAMED).map((path) => `"${shownPath(path)}"`);
  const more = pointers.length > MOST_NAMED ? ` and ${pointers.length - MOST_NAMED} more` : '';
  const message = `Git LFS is not fetched: ${named.join(', ')}${more} hold only the pointer to their content`;
  return [{ code: 'lfs-pointer', message }];
}

async function seal(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.chmod(MODES.sealed);
}

/** All files at once, in a process of its own: syncing a file system blocks, and each file by itself takes much longer. */
export async function syncFiles(folder: string, signal = AbortSignal.timeout(TIMEOUT_MS)): Promise<void> {
  const options = { environment: {}, timeoutMs: TIMEOUT_MS, signal };
  const { exitCode, stderr } = await runCommand('/bin/sync', ['sync', '-f', folder], options);
  if (exitCode === 0) return;
  throw new AgentError('release-not-written', { message: `cannot write "${folder}" to disk: ${stderr.trim()}` });
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
