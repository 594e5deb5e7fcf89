import { ImageError } from '../../../core/errors.ts';
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

  write(piece: Buffer): Promise<void> {
    return this.#decoder.write(piece);
  }

  /** Resolves with the bytes of all files when everything is proven and on disk. */
  async finish(): Promise<number> {
    const { digest, size, diffId } = await this.#decoder.finish();
    if (size !== this.#job.size || digest !== this.#job.digest) throw wrongBlob(this.#job, { size, digest });
    if (diffId !== this.#job.diffId) throw wrongContent(this.#job, diffId);
    this.#reader.finish();
    this.#unpacker.finish();
    syncFileSystem(this.#job.directory);
    return this.#unpacker.bytes;
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
