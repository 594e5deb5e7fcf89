// Unpacks a release: a compressed tar archive of the folder `dockr`, in which there are files and folders and nothing else.
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { SystemError } from '../core/errors.ts';
import { type TarEntry, type TarHandler, TarReader } from '../oci/tar-reader.ts';

const LARGEST_RELEASE = 2 * 1024 ** 3;
const MOST_ENTRIES = 20_000;
const ROOT = 'dockr/';

/** Into a new folder. All bytes are on the disk afterwards. Throws `release-not-readable`. */
export async function unpackArchive(archive: string, folder: string): Promise<void> {
  mkdirSync(folder, { mode: 0o755 });
  const reader = new TarReader(new ReleaseWriter(folder));
  let size = 0;
  for await (const chunk of createReadStream(archive).pipe(createGunzip()) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_RELEASE) throw notReadable(`it unpacks to more than ${LARGEST_RELEASE} bytes`);
    reader.push(chunk);
  }
  reader.finish();
}

class ReleaseWriter implements TarHandler {
  readonly #folder: string;
  #fd: number | undefined;
  #entries = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  startEntry({ kind, name, mode }: TarEntry): void {
    if (++this.#entries > MOST_ENTRIES) throw notReadable(`it has more than ${MOST_ENTRIES} entries`);
    const path = join(this.#folder, innerPath(name));
    if (kind === 'directory') mkdirSync(path, { recursive: true, mode: 0o755 });
    else if (kind === 'file') this.#fd = openFresh(path, mode);
    else throw notReadable(`"${name}" is a ${kind}, expected files and folders only`);
  }

  writeContent(piece: Buffer): void {
    let rest = piece;
    while (rest.length > 0 && this.#fd !== undefined) rest = rest.subarray(writeSync(this.#fd, rest));
  }

  endEntry(): void {
    if (this.#fd === undefined) return;
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** Set-user-ID and the like are left out, whatever the archive says; a name that is there twice is an error. */
function openFresh(path: string, mode: number): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  return openSync(path, 'wx', (mode & 0o111) === 0 ? 0o644 : 0o755);
}

function innerPath(name: string): string {
  const inner = name.replace(/^\.\//, '');
  if (inner === 'dockr' || inner === ROOT) return '.';
  const parts = inner.replace(/\/$/, '').split('/');
  const isClean = inner.startsWith(ROOT) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (isClean && !name.includes('\0')) return parts.slice(1).join('/');
  throw notReadable(`${JSON.stringify(name.slice(0, 200))} is not in the folder "dockr"`);
}

function notReadable(why: string): SystemError {
  return new SystemError('release-not-readable', { message: `the release cannot be unpacked: ${why}` });
}
