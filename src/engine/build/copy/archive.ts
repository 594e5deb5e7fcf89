// ADD of a local archive: what it holds, known by its content, is unpacked into the destination.
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { BuildError, DockrError } from '../../../core/errors.ts';
import { type TarEntry, type TarHandler, TarReader } from '../../../oci/tar-reader.ts';
import { resolveInRoot } from '../../../os/resolve-in-root.ts';
import { BlobDecoder } from '../../images/layers/blob-decoder.ts';
import { LayerUnpacker } from '../../images/layers/layer-unpacker.ts';
import type { CopyGroup } from './copy-entry.ts';
import { type Owner, RootfsWriter } from './rootfs-writer.ts';

const HEAD_SIZE = 64 << 10;
const BLOCK_SIZE = 512;
const ROOT: Owner = { uid: 0, gid: 0 };

export type UnpackRequest = {
  readonly rootfs: string;
  readonly destination: string;
  /** Of everything in it; null keeps those of the archive. */
  readonly owner: Owner | null;
  readonly signal: AbortSignal;
};

/** Whether a source is a file that holds a tar archive, compressed or not. */
export function isArchive({ shape, entries }: CopyGroup): boolean {
  const [entry] = entries;
  if (shape !== 'file' || entry?.kind !== 'file' || entry.size === 0) return false;
  const head = readHead(entry.source);
  if (isCompressedOtherwise(head)) return true;
  return isTarHeader(decompressHead(head));
}

/** Unpacks it, links and names that lead out contained. */
export async function unpackArchive({ entries }: CopyGroup, request: UnpackRequest): Promise<void> {
  const source = entries[0]?.source ?? '';
  if (isCompressedOtherwise(readHead(source))) throw unknownCompression(source);
  using writer = new RootfsWriter(request.rootfs);
  writer.ensureDirectory(request.destination, request.owner ?? ROOT);
  const directory = resolveInRoot(request.rootfs, request.destination === '/' ? '.' : request.destination);
  using unpacker = new LayerUnpacker(directory ?? request.rootfs);
  const reader = new TarReader(new ArchiveHandler(unpacker, request.owner));
  const decoder = new BlobDecoder({
    digestAlgorithm: 'sha256',
    diffIdAlgorithm: 'sha256',
    onPiece: (piece) => reader.push(piece),
  });
  try {
    for await (const piece of createReadStream(source, { signal: request.signal })) await decoder.write(piece);
    await decoder.finish();
    reader.finish();
    unpacker.finish();
  } catch (error) {
    decoder.destroy();
    throw error instanceof DockrError ? badArchive(source, error) : error;
  }
}

/** An archive is not a layer: names that would remove something there are refused here. */
class ArchiveHandler implements TarHandler {
  readonly #unpacker: LayerUnpacker;
  readonly #owner: Owner | null;

  constructor(unpacker: LayerUnpacker, owner: Owner | null) {
    this.#unpacker = unpacker;
    this.#owner = owner;
  }

  startEntry(entry: TarEntry): void {
    if (/(^|\/)\.wh\.[^/]*\/*$/.test(entry.name)) {
      throw new BuildError('not-supported', {
        message: `it holds "${entry.name}", and names that begin with ".wh." have another meaning in images`,
      });
    }
    this.#unpacker.startEntry(this.#owner ? { ...entry, ...this.#owner } : entry);
  }

  writeContent(piece: Buffer): void {
    this.#unpacker.writeContent(piece);
  }

  endEntry(): void {
    this.#unpacker.endEntry();
  }
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(HEAD_SIZE);
  const fd = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(fd, head));
  } finally {
    closeSync(fd);
  }
}

/** The beginning of what is compressed; the head itself if nothing is. */
function decompressHead(head: Buffer): Buffer {
  try {
    if (head[0] === 0x1f && head[1] === 0x8b) return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
    if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) {
      return zstdDecompressSync(head, { finishFlush: constants.ZSTD_e_flush });
    }
  } catch {
    return Buffer.alloc(0);
  }
  return head;
}

/** A header whose checksum is right. */
function isTarHeader(block: Buffer): boolean {
  if (block.length < BLOCK_SIZE) return false;
  const stated = Number.parseInt(block.toString('latin1', 148, 156).replace(/\0.*$/, '').trim(), 8);
  let sum = 0;
  for (let index = 0; index < BLOCK_SIZE; index++) sum += index >= 148 && index < 156 ? 0x20 : (block[index] ?? 0);
  return sum === stated;
}

/** bzip2 and xz. */
function isCompressedOtherwise(head: Buffer): boolean {
  return head.toString('latin1', 0, 3) === 'BZh' || head.toString('latin1', 0, 6) === '\xfd7zXZ\0';
}

function unknownCompression(path: string): BuildError {
  return new BuildError('not-supported', {
    message: `"${path}" is compressed with bzip2 or xz, which ADD does not unpack yet`,
    hint: 'compress it with gzip or zstd, or write ADD --unpack=false and unpack it in a RUN',
  });
}

function badArchive(path: string, cause: DockrError): BuildError {
  return new BuildError('bad-archive', {
    message: `cannot unpack "${path}": ${cause.message}`,
    hint: cause.hint,
    cause,
  });
}
