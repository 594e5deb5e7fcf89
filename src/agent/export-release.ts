// A commit as a folder of its own that is never changed again: written aside from git's objects (no checkout, so neither
// filters nor attributes have a say), synced, and then given its name.
import { type FileHandle, mkdir, open, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AgentError } from '../core/errors.ts';
import { runCommand } from '../os/run-command.ts';
import { checkLinks } from './check-links.ts';
import { type Git, runGit } from './git.ts';
import { foldersOf, parseTree, type TreeEntry } from './git-tree.ts';

export type ExportRequest = {
  readonly repository: string;
  readonly commit: string;
  /** The folder that the release becomes. */
  readonly directory: string;
  readonly signal: AbortSignal;
};

const TIMEOUT_MS = 120_000;
const CHUNK = 1 << 20;
const LONGEST_HEADER = 128;
const MODES = { file: 0o444, program: 0o555, folder: 0o755, sealed: 0o555 } as const;

/** Throws for a commit that holds what a release must not, with nothing left behind. */
export async function exportRelease(git: Git, request: ExportRequest): Promise<void> {
  const aside = `${request.directory}.tmp`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(join(aside, 'tree'), { recursive: true, mode: MODES.folder });
  try {
    const entries = await listEntries(git, request, aside);
    await readObjects(git, request, { aside, entries });
    await writeTree(join(aside, 'tree'), join(aside, 'objects'), entries);
    await syncFiles(aside, request.signal);
    await rename(join(aside, 'tree'), request.directory);
    await syncFolder(dirname(request.directory));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function listEntries(git: Git, { repository, commit, signal }: ExportRequest, aside: string) {
  await using list = await open(join(aside, 'list'), 'wx+');
  const words = ['ls-tree', '-r', '-l', '-z', '--full-tree', commit];
  await runGit(git, words, { repository, timeoutMs: TIMEOUT_MS, signal, stdout: list.fd });
  return parseTree((await readAll(list)).toString('utf8'));
}

type Objects = { readonly aside: string; readonly entries: readonly TreeEntry[] };

async function readObjects(git: Git, { repository, signal }: ExportRequest, { aside, entries }: Objects) {
  await using names = await open(join(aside, 'names'), 'wx+');
  await names.write(entries.map(({ object }) => `${object}\n`).join(''));
  await using objects = await open(join(aside, 'objects'), 'wx');
  // The program shares our descriptor with its offset: it is to read from the start.
  await using input = await open(join(aside, 'names'), 'r');
  const call = { repository, timeoutMs: TIMEOUT_MS, signal, stdin: input.fd, stdout: objects.fd };
  await runGit(git, ['cat-file', '--batch', '--buffer'], call);
}

/** `<object> blob <size>`, a line feed, the bytes, a line feed; in the order of the entries. */
async function writeTree(root: string, objectsPath: string, entries: readonly TreeEntry[]): Promise<void> {
  const folders = foldersOf(entries);
  for (const folder of folders) await mkdir(join(root, folder), { mode: MODES.folder });
  await using objects = await open(objectsPath, 'r');
  const links = new Map<string, string>();
  let offset = 0;
  for (const entry of entries) {
    offset += await skipHeader(objects, offset, entry);
    if (entry.kind === 'link') links.set(entry.path, await readTarget(objects, offset, entry));
    else await copyOut(objects, offset, { path: join(root, entry.path), entry });
    offset += entry.size + 1;
  }
  checkLinks(links);
  for (const [path, target] of links) await symlink(target, join(root, path));
  for (const folder of folders.toReversed()) await seal(join(root, folder));
}

async function skipHeader(objects: FileHandle, offset: number, { object, size, path }: TreeEntry): Promise<number> {
  const { buffer, bytesRead } = await objects.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, offset);
  const header = `${object} blob ${size}\n`;
  if (buffer.subarray(0, bytesRead).toString('latin1').startsWith(header)) return header.length;
  throw new AgentError('git-failed', { message: `git did not give the content of "${path}"` });
}

async function readTarget(objects: FileHandle, offset: number, { size, path }: TreeEntry): Promise<string> {
  const { buffer } = await objects.read(Buffer.alloc(size), 0, size, offset);
  const target = buffer.toString('utf8');
  if (size > 0 && !target.includes('\0') && Buffer.from(target).equals(buffer)) return target;
  throw new AgentError('invalid-tree', {
    message: `the commit holds the link "${path}" with a target that is no path`,
  });
}

async function copyOut(
  objects: FileHandle,
  offset: number,
  { path, entry }: { readonly path: string; readonly entry: TreeEntry },
): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  for (let done = 0; done < entry.size; ) {
    const length = Math.min(CHUNK, entry.size - done);
    const { buffer, bytesRead } = await objects.read(Buffer.allocUnsafe(length), 0, length, offset + done);
    if (bytesRead === 0) throw new AgentError('git-failed', { message: `git gave only a part of "${entry.path}"` });
    await file.write(buffer, 0, bytesRead);
    done += bytesRead;
  }
  await file.chmod(entry.kind === 'program' ? MODES.program : MODES.file);
}

async function seal(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.chmod(MODES.sealed);
}

/** All files at once, in a process of its own: syncing a file system blocks, and each file by itself takes much longer. */
async function syncFiles(folder: string, signal: AbortSignal): Promise<void> {
  const options = { environment: {}, timeoutMs: TIMEOUT_MS, signal };
  const { exitCode, stderr } = await runCommand('/bin/sync', ['sync', '-f', folder], options);
  if (exitCode === 0) return;
  throw new AgentError('release-not-written', { message: `cannot write "${folder}" to disk: ${stderr.trim()}` });
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

async function readAll(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const { buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer;
}
