// A tar archive that comes from somewhere else, gathered into one file of contents and a list of entries that were checked:
// nothing of it is written by its name here.
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AgentError, errorCode } from '../../core/errors.ts';
import { printable, type TarEntry, type TarHandler, TarReader } from '../../oci/tar-reader.ts';
import { checkEntries, checkPath, invalidTree, TREE_LIMITS, type TreeLimits } from './release-tree.ts';
import type { Contents, PlacedEntry } from './write-release.ts';

const PROGRAM = 0o100;
/** Headers, padding and long names of each entry. */
const OVERHEAD = 2 * 1024;

/** `aside` is a folder for what is gathered. Throws `bad-artifact`, and what `checkEntries` throws. */
export async function readArchive(archive: string, aside: string, limits = TREE_LIMITS): Promise<Contents> {
  const path = join(aside, 'contents');
  const gatherer = new Gatherer(limits);
  await using contents = await open(path, 'wx', 0o600);
  try {
    await gather(archive, gatherer, contents);
  } catch (error) {
    throw isMalformed(error) ? malformed(error) : error;
  }
  checkEntries(gatherer.entries, limits);
  return { path, entries: gatherer.entries };
}

/** Compressed or not, as its first bytes say. */
async function gather(archive: string, gatherer: Gatherer, contents: FileHandle): Promise<void> {
  const file = createReadStream(archive);
  const isGzip = await startsAsGzip(archive);
  // What goes wrong is thrown where the pieces are read.
  const pieces = isGzip ? pipeline(file, createGunzip(), () => {}) : file;
  const reader = new TarReader(gatherer);
  for await (const piece of pieces) {
    reader.push(piece as Buffer);
    gatherer.count((piece as Buffer).length);
    await gatherer.writeTo(contents);
  }
  reader.finish();
}

async function startsAsGzip(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

class Gatherer implements TarHandler {
  readonly entries: PlacedEntry[] = [];
  readonly #limits: TreeLimits;
  #pieces: Buffer[] = [];
  #offset = 0;
  #seen = 0;
  #unpacked = 0;

  constructor(limits: TreeLimits) {
    this.#limits = limits;
  }

  startEntry(entry: TarEntry): void {
    const most = this.#limits.files + this.#limits.folders;
    if (++this.#seen > most) throw tooLarge(`more than ${most} entries`);
    const path = pathOf(entry);
    if (path === '' && entry.kind === 'directory') return;
    // At once: a name can be a megabyte long, and there can be many.
    checkPath(path);
    if (entry.kind !== 'directory') this.#add(entry, path);
  }

  writeContent(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece));
  }

  endEntry(): void {}

  /** Pieces of the archive itself: headers that are only repeated are bytes, too. */
  count(bytes: number): void {
    this.#unpacked += bytes;
    const most = this.#limits.bytes + (this.#limits.files + this.#limits.folders) * OVERHEAD;
    if (this.#unpacked > most) throw tooLarge(`more than ${most} bytes as an archive`);
  }

  async writeTo(contents: FileHandle): Promise<void> {
    const pieces = this.#pieces;
    this.#pieces = [];
    for (const piece of pieces) await contents.writeFile(piece);
  }

  #add(entry: TarEntry, path: string): void {
    const kind = kindOf(entry);
    const target = Buffer.from(kind === 'link' ? entry.linkName : '', 'latin1');
    const size = kind === 'link' ? target.length : entry.size;
    // Before any of it is unpacked: a header can promise whatever it likes.
    if (this.#offset + size > this.#limits.bytes) throw tooLarge(`more than ${this.#limits.bytes} bytes`);
    this.entries.push({ kind, path, size, offset: this.#offset });
    this.#offset += size;
    if (kind === 'link') this.#pieces.push(target);
  }
}

/** Without `./` before it and `/` behind it; empty for the root itself. */
function pathOf({ name, kind }: TarEntry): string {
  const text = new TextDecoder('utf-8').decode(Buffer.from(name, 'latin1'));
  const path = text.replace(/^(?:\.\/)+/, '');
  return kind === 'directory' ? path.replace(/^\.?\/*$/, '').replace(/(?<=[^/])\/+$/, '') : path;
}

/** Hard links are left out of what git has: files of a release are never changed, and could as well be two. */
function kindOf({ kind, mode, name }: TarEntry): PlacedEntry['kind'] {
  if (kind === 'symlink') return 'link';
  if (kind === 'file') return (mode & PROGRAM) === 0 ? 'file' : 'program';
  throw invalidTree(`"${printable(name)}", which is a ${kind}`);
}

function isMalformed(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  return code === 'bad-layer' || code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function malformed(error: unknown): AgentError {
  const why = error instanceof Error ? error.message : String(error);
  return new AgentError('bad-artifact', { message: `the archive of the artifact is damaged: ${why}`, cause: error });
}

function tooLarge(what: string): AgentError {
  return new AgentError('release-too-large', { message: `the release has ${what}, which is not allowed` });
}
