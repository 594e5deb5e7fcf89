// The worker threads that unpack layers. Pieces of blobs travel in buffers that go back and forth, so memory stays bounded.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { SystemError } from '../../../core/errors.ts';
import { workerPath } from '../../../os/worker-path.ts';
import type { FromWorker, ToWorker, UnpackJob } from './unpack-messages.ts';
import { WorkerJob } from './worker-job.ts';

const IDLE_MS = 5_000;

/** Where a blob's bytes come from; the signal is aborted when nobody wants them any more. */
export type BlobSource = (signal: AbortSignal) => AsyncIterable<Uint8Array>;

type Member = { readonly worker: Worker; readonly jobs: Map<number, WorkerJob>; idle: NodeJS.Timeout | undefined };

/** Unpacks several layers at once; threads start when needed and end when idle. */
export class UnpackPool implements AsyncDisposable {
  readonly #size: number;
  readonly #members = new Set<Member>();
  #nextId = 1;

  constructor(size: number = Math.min(4, Math.max(2, availableParallelism()))) {
    this.#size = size;
  }

  /** Unpacks a blob into `job.directory`; resolves with the bytes of its files when they are proven and on disk. */
  async unpack(job: UnpackJob, open: BlobSource, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    const source = new AbortController();
    const stop = (): void => source.abort(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    const { running, member } = this.#start({ kind: 'start', job });
    try {
      const fed = running.feed(open(source.signal)).then(() => running.outcome);
      return await Promise.race([running.outcome, fed, rejection(source.signal)]);
    } catch (error) {
      source.abort(error);
      await running.stop();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#end(member, running);
    }
  }

  /** Removes a directory with everything in it. */
  async remove(directory: string): Promise<void> {
    const { running, member } = this.#start({ kind: 'remove', directory });
    try {
      await running.outcome;
    } finally {
      this.#end(member, running);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const members = [...this.#members];
    this.#members.clear();
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  }

  #start(
    first:
      | { readonly kind: 'start'; readonly job: UnpackJob }
      | { readonly kind: 'remove'; readonly directory: string },
  ): { readonly running: WorkerJob; readonly member: Member } {
    const member = this.#leastBusy();
    clearTimeout(member.idle);
    member.worker.ref();
    const id = this.#nextId++;
    const running = new WorkerJob(id, member.worker);
    member.jobs.set(id, running);
    member.worker.postMessage({ ...first, id } satisfies ToWorker);
    return { running, member };
  }

  #end(member: Member, job: WorkerJob): void {
    member.jobs.delete(job.id);
    if (member.jobs.size > 0) return;
    member.worker.unref();
    member.idle = setTimeout(() => this.#retire(member), IDLE_MS).unref();
  }

  #leastBusy(): Member {
    const members = [...this.#members].sort((a, b) => a.jobs.size - b.jobs.size);
    const [first] = members;
    return first && (first.jobs.size === 0 || members.length >= this.#size) ? first : this.#hire();
  }

  #hire(): Member {
    // Buffers are freed when the young generation is collected: small, so that this happens often.
    const worker = new Worker(workerPath('./unpack.worker.ts', import.meta.url), {
      name: 'dockr unpack',
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    const member: Member = { worker, jobs: new Map(), idle: undefined };
    this.#members.add(member);
    worker.on('message', (message: FromWorker) => member.jobs.get(message.id)?.receive(message));
    worker.on('error', (cause) => this.#bury(member, cause));
    worker.on('exit', () => this.#bury(member));
    return member;
  }

  #retire(member: Member): void {
    if (member.jobs.size > 0) return;
    this.#members.delete(member);
    void member.worker.terminate();
  }

  /** A thread that died takes its own jobs with it, and nothing else. */
  #bury(member: Member, cause?: unknown): void {
    this.#members.delete(member);
    clearTimeout(member.idle);
    const error = new SystemError('worker-died', { message: 'the thread that unpacks layers has died', cause });
    for (const job of member.jobs.values()) job.fail(error);
  }
}

/** Rejects when the signal is aborted; never resolves. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
