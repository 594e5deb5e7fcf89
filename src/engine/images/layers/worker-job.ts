import type { Worker } from 'node:worker_threads';
import { fromWireError } from '../../../core/errors.ts';
import type { FromWorker, ToWorker } from './unpack-messages.ts';

const BUFFER_SIZE = 256 << 10;
const MOST_BUFFERS = 8;

/** The main thread's side of one job: feeds it pieces in a few buffers that come back, and learns how it ended. */
export class WorkerJob {
  readonly id: number;
  /** The bytes of all files, when everything is on disk. */
  readonly outcome: Promise<number>;
  readonly #worker: Worker;
  readonly #settle: PromiseWithResolvers<number> = Promise.withResolvers();
  readonly #stopped: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #buffers: ArrayBuffer[] = [];
  #buffersMade = 0;
  #isOver = false;
  #wake: (() => void) | undefined;

  constructor(id: number, worker: Worker) {
    this.id = id;
    this.#worker = worker;
    this.outcome = this.#settle.promise;
    this.outcome.catch(() => {});
  }

  /** Sends the blob, no faster than it is unpacked. Returns early when the job is over. */
  async feed(blob: AsyncIterable<Uint8Array>): Promise<void> {
    let buffer = await this.#takeBuffer();
    let filled = 0;
    for await (const piece of blob) {
      for (let offset = 0; offset < piece.length && buffer; ) {
        const count = Math.min(piece.length - offset, buffer.length - filled);
        buffer.set(piece.subarray(offset, offset + count), filled);
        offset += count;
        filled += count;
        if (filled < buffer.length) continue;
        this.#sendPiece(buffer);
        buffer = await this.#takeBuffer();
        filled = 0;
      }
      if (!buffer) return;
    }
    if (buffer && filled > 0) this.#sendPiece(buffer.subarray(0, filled));
    this.#post({ kind: 'end', id: this.id });
  }

  receive(message: FromWorker): void {
    switch (message.kind) {
      case 'consumed':
        this.#buffers.push(message.buffer);
        this.#wake?.();
        return;
      case 'done':
        this.#settle.resolve(message.unpackedBytes);
        this.#end();
        return;
      case 'failed':
        this.#failWith(fromWireError(message.error));
        return;
      case 'stopped':
        this.#stopped.resolve();
        return;
    }
  }

  /** The thread is gone. */
  fail(error: unknown): void {
    this.#stopped.resolve();
    this.#failWith(error);
  }

  /** Ends the job; resolves when its directory is left alone. */
  async stop(): Promise<void> {
    this.#end();
    this.#post({ kind: 'abort', id: this.id });
    await this.#stopped.promise;
  }

  #failWith(error: unknown): void {
    this.#settle.reject(error);
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  /** Waits for a buffer to come back; undefined when the job is over. */
  async #takeBuffer(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    while (!this.#isOver) {
      const known = this.#buffers.pop();
      if (known) return new Uint8Array(known);
      if (this.#buffersMade < MOST_BUFFERS) {
        this.#buffersMade++;
        return new Uint8Array(BUFFER_SIZE);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    return undefined;
  }

  #sendPiece(bytes: Uint8Array<ArrayBuffer>): void {
    this.#worker.postMessage({ kind: 'piece', id: this.id, bytes } satisfies ToWorker, [bytes.buffer]);
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
