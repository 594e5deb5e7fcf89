import { errorCode, ImageError } from '../../../core/errors.ts';
import { digestAlgorithm } from '../../../oci/digest.ts';
import { TarReader } from '../../../oci/tar-reader.ts';
import { syncFileSystem } from '../../../os/files.ts';
import { BlobDecoder } from './blob-decoder.ts';
import { LayerUnpacker } from './layer-unpacker.ts';
import type { UnpackJob } from './unpack-messages.ts';

/** One layer on its way to disk: blob → bytes → tar → files; proven whole by both digests before it counts. */
export class UnpackTask implements Disposable {
  readonly #job: UnpackJob;
  readonly #unpacker: LayerUnpacker;
  readonly #reader: TarReader;
  readonly #decoder: BlobDecoder;
  #damage: unknown;

  constructor(job: UnpackJob) {
    this.#job = job;
    this.#unpacker = new LayerUnpacker(job.directory);
    this.#reader = new TarReader(this.#unpacker);
    this.#decoder = new BlobDecoder({
      digestAlgorithm: digestAlgorithm(job.digest),
      diffIdAlgorithm: digestAlgorithm(job.diffId),
      onPiece: (piece) => this.#reader.push(piece),
    });
  }

  async write(piece: Buffer): Promise<void> {
    try {
      await this.#decoder.write(piece);
    } catch (error) {
      this.#suspect(error);
    }
  }

  /** Resolves with the bytes of all files when everything is proven and on disk. */
  async finish(): Promise<number> {
    const decoded = await this.#decoder.finish().catch((error: unknown) => this.#suspect(error));
    const { digest, size } = decoded ?? this.#decoder.received();
    if (size !== this.#job.size || digest !== this.#job.digest) throw wrongBlob(this.#job, { size, digest });
    if (!decoded) throw this.#damage;
    if (decoded.diffId !== this.#job.diffId) throw wrongContent(this.#job, decoded.diffId);
    this.#reader.finish();
    this.#unpacker.finish();
    syncFileSystem(this.#job.directory);
    return this.#unpacker.bytes;
  }

  /** Garbage in a layer may be garbage that came to it on the way, which only the digest of the whole blob tells. */
  #suspect(error: unknown): undefined {
    if (errorCode(error) !== 'bad-layer') throw error;
    this.#damage ??= error;
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#decoder.destroy();
    this.#unpacker[Symbol.dispose]();
  }
}

function wrongBlob(job: UnpackJob, found: { readonly size: number; readonly digest: string }): ImageError {
  const message = `the layer ${job.digest} (${job.size} bytes) arrived as ${found.digest} (${found.size} bytes)`;
  return new ImageError('digest-mismatch', {
    message,
    hint: 'the registry or something on the way to it changes content: pull again, or from another mirror',
  });
}

function wrongContent(job: UnpackJob, found: string): ImageError {
  const message = `the layer ${job.digest} unpacks to ${found}, but the image config says ${job.diffId}`;
  return new ImageError('digest-mismatch', { message, hint: 'the image is damaged: it has to be pushed again' });
}
