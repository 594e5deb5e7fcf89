// The files of a commit out of git's objects: no checkout, so neither filters nor attributes have a say.
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError } from '../core/errors.ts';
import { type Git, runGit } from './git.ts';
import { parseTree, type TreeEntry } from './git-tree.ts';
import type { Notice } from './sources/notice.ts';
import { TREE_LIMITS } from './sources/release-tree.ts';
import { type PlacedEntry, writeRelease } from './sources/write-release.ts';

export type ExportRequest = {
  readonly repository: string;
  readonly commit: string;
  /** The folder that the release becomes. */
  readonly directory: string;
  readonly signal: AbortSignal;
};

const TIMEOUT_MS = 120_000;
const LONGEST_HEADER = 128;
/** Folders in folders that are all the same make a list without end of a few objects. */
const LIST_BYTES = 64 * 1024 ** 2;
const OBJECTS_BYTES = TREE_LIMITS.bytes + TREE_LIMITS.files * LONGEST_HEADER;

/** Throws for a commit that holds what a release must not, with nothing left behind; gives what is to be told of it. */
export function exportRelease(git: Git, request: ExportRequest): Promise<readonly Notice[]> {
  const collect = async (aside: string) => {
    const entries = await listEntries(git, request, aside);
    const path = await readObjects(git, request, { aside, entries });
    return { path, entries: await placeEntries(path, entries) };
  };
  return writeRelease(request.directory, collect, request.signal);
}

async function listEntries(git: Git, { repository, commit, signal }: ExportRequest, aside: string) {
  await using list = await open(join(aside, 'list'), 'wx+');
  const words = ['ls-tree', '-r', '-l', '-z', '--full-tree', commit];
  const call = { repository, timeoutMs: TIMEOUT_MS, signal, stdout: list.fd, fileBytes: LIST_BYTES };
  await runGit(git, words, call).catch((error: unknown) => {
    throw explainList(error);
  });
  return parseTree((await readAll(list)).toString('utf8'));
}

/** It was cut off by the limit, and the commit is to blame. */
function explainList(error: unknown): unknown {
  if (!(error instanceof AgentError) || error.code !== 'fetch-too-large') return error;
  return new AgentError('release-too-large', {
    message: `the release has more files than ${TREE_LIMITS.files}: their list alone has more than ${LIST_BYTES} bytes`,
    cause: error,
  });
}

type Objects = { readonly aside: string; readonly entries: readonly TreeEntry[] };

async function readObjects(git: Git, { repository, signal }: ExportRequest, { aside, entries }: Objects) {
  await using names = await open(join(aside, 'names'), 'wx+');
  await names.write(entries.map(({ object }) => `${object}\n`).join(''));
  const path = join(aside, 'objects');
  await using objects = await open(path, 'wx');
  // The program shares our descriptor with its offset: it is to read from the start.
  await using input = await open(join(aside, 'names'), 'r');
  const files = { stdin: input.fd, stdout: objects.fd, fileBytes: OBJECTS_BYTES };
  await runGit(git, ['cat-file', '--batch', '--buffer'], { repository, timeoutMs: TIMEOUT_MS, signal, ...files });
  return path;
}

/** `<object> blob <size>`, a line feed, the bytes, a line feed; in the order of the entries. */
async function placeEntries(path: string, entries: readonly TreeEntry[]): Promise<readonly PlacedEntry[]> {
  await using objects = await open(path, 'r');
  const placed: PlacedEntry[] = [];
  let offset = 0;
  for (const entry of entries) {
    offset += await skipHeader(objects, offset, entry);
    placed.push({ ...entry, offset });
    offset += entry.size + 1;
  }
  return placed;
}

async function skipHeader(objects: FileHandle, offset: number, { object, size, path }: TreeEntry): Promise<number> {
  const { buffer, bytesRead } = await objects.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, offset);
  const header = `${object} blob ${size}\n`;
  if (buffer.subarray(0, bytesRead).toString('latin1').startsWith(header)) return header.length;
  throw new AgentError('git-failed', { message: `git did not give the content of "${path}"` });
}

async function readAll(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const { buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer;
}
