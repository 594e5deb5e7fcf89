// A layer's blob pushed in pieces: hashed, decompressed by what its first bytes say (media types lie), hashed again, handed on.
import { createHash, type Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { ContentDigest, DigestAlgorithm } from '../../../oci/digest.ts';
import { badLayer } from '../../../oci/tar-header.ts';

export type DecodedDigests = { readonly digest: ContentDigest; readonly diffId: ContentDigest; readonly size: number };
export type DecoderOptions = {
  readonly digestAlgorithm: DigestAlgorithm;
  readonly diffIdAlgorithm: DigestAlgorithm;
  /** Gets each decompressed piece; what it throws ends the work. */
  readonly onPiece: (piece: Buffer) => void;
};

const PIECE_SIZE = 128 << 10;
const LONGEST_QUEUE = 8;
const MAGIC_LENGTH = 4;

/** Decompression runs on libuv's threads, `onPiece` on this one, so that the two overlap even for one layer. */
export class BlobDecoder {
  readonly #options: DecoderOptions;
  readonly #digest: Hash;
  readonly #diffId: Hash;
  readonly #queue: Buffer[] = [];
  readonly #writing = new Set<(error: unknown) => void>();
  readonly #done = Promise.withResolvers<void>();
  #size = 0;
  #head: Buffer = Buffer.alloc(0);
  #stream: Transform | undefined;
  #isScheduled = false;
  #isDecoded = false;
  #failure: unknown;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#digest = createHash(options.digestAlgorithm);
    this.#diffId = createHash(options.diffIdAlgorithm);
    // Whoever calls `write` hears of a failure there; nobody may be waiting in `finish` yet.
    this.#done.promise.catch(() => {});
  }

  /** Takes a piece of the blob; resolves when the piece may be reused. After a failure pieces are still counted and hashed. */
  async write(piece: Buffer): Promise<void> {
    this.#size += piece.length;
    this.#digest.update(piece);
    if (this.#failure !== undefined) throw this.#failure;
    await this.#feed(piece);
  }

  /** Digest and size of the blob. To be asked once, when nothing more comes. */
  received(): Pick<DecodedDigests, 'digest' | 'size'> {
    return { digest: `${this.#options.digestAlgorithm}:${this.#digest.digest('hex')}`, size: this.#size };
  }

  /** The end of the blob: resolves when the last piece was handed on. */
  async finish(): Promise<DecodedDigests> {
    if (!this.#stream && this.#head.length > 0) this.#writeTo(this.#open(this.#head), this.#head).catch(() => {});
    const stream = this.#stream ?? this.#open(this.#head);
    stream.end();
    await this.#done.promise;
    return { ...this.received(), diffId: `${this.#options.diffIdAlgorithm}:${this.#diffId.digest('hex')}` };
  }

  destroy(): void {
    this.#stream?.destroy();
    this.#fail(badLayer('unpacking was given up'));
  }

  #feed(piece: Buffer): Promise<void> {
    if (this.#stream) return this.#writeTo(this.#stream, piece);
    const head = this.#head.length === 0 ? piece : Buffer.concat([this.#head, piece]);
    if (head.length >= MAGIC_LENGTH) return this.#writeTo(this.#open(head), head);
    this.#head = Buffer.from(head);
    return Promise.resolve();
  }

  #writeTo(stream: Transform, piece: Buffer): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // A stream that fails calls nobody back.
    this.#writing.add(reject);
    stream.write(piece, () => {
      this.#writing.delete(reject);
      resolve();
    });
    return promise;
  }

  #open(head: Buffer): Transform {
    const stream = decoderFor(head);
    stream.on('data', (piece: Buffer) => this.#enqueue(stream, piece));
    stream.on('end', () => {
      this.#isDecoded = true;
      this.#schedule(stream);
    });
    stream.on('error', (cause) => this.#fail(badLayer(`it cannot be decompressed: ${cause.message}`, cause)));
    this.#stream = stream;
    return stream;
  }

  /** Not handled at once: the next piece is decompressed meanwhile. */
  #enqueue(stream: Transform, piece: Buffer): void {
    this.#queue.push(piece);
    if (this.#queue.length >= LONGEST_QUEUE) stream.pause();
    this.#schedule(stream);
  }

  #schedule(stream: Transform): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#handleOne(stream));
  }

  #handleOne(stream: Transform): void {
    this.#isScheduled = false;
    if (this.#failure !== undefined) return;
    const piece = this.#queue.shift();
    try {
      if (piece) {
        this.#diffId.update(piece);
        this.#options.onPiece(piece);
      }
    } catch (error) {
      stream.destroy();
      this.#fail(error);
      return;
    }
    if (this.#queue.length < LONGEST_QUEUE / 2 && stream.isPaused()) stream.resume();
    if (this.#queue.length > 0) this.#schedule(stream);
    else if (this.#isDecoded) this.#done.resolve();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#queue.length = 0;
    this.#done.reject(this.#failure);
    for (const reject of this.#writing) reject(this.#failure);
    this.#writing.clear();
  }
}

function decoderFor(head: Buffer): Transform {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return createGunzip({ chunkSize: PIECE_SIZE });
  if (isZstd(head)) return createZstdDecompress({ chunkSize: PIECE_SIZE });
  // Copied, as a decompressor would: the piece is its sender's again as soon as it was taken.
  return new Transform({ transform: (piece: Buffer, _encoding, done) => done(null, Buffer.from(piece)) });
}

/** A zstd frame, or a skippable one such as zstd:chunked begins with. */
function isZstd(head: Buffer): boolean {
  if (head.length < MAGIC_LENGTH) return false;
  const magic = head.readUInt32LE(0);
  return magic === 0xfd2fb528 || (magic >= 0x184d2a50 && magic <= 0x184d2a5f);
}
