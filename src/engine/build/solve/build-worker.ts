// One thread for the file work of all builds: it starts when needed and ends when idle.
import { Worker } from 'node:worker_threads';
import { fromWireError, SystemError, type WireError } from '../../../core/errors.ts';
import { workerPath } from '../../../os/worker-path.ts';
import type { BuildTask, BuildTaskResult } from './build-task.ts';

const IDLE_MS = 5_000;

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: WireError };
type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (error: unknown) => void };

export class BuildWorker implements AsyncDisposable {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #nextId = 1;

  /** Lets the thread start while something else is done. */
  warm(): void {
    if (this.#worker) return;
    this.#worker = this.#start();
    this.#rest();
  }

  async run<T extends BuildTask>(task: T): Promise<BuildTaskResult[T['kind']]> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    const worker = this.#worker;
    const id = this.#nextId++;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    worker.postMessage({ id, task });
    try {
      // The answer to a task is of its kind: the thread's side is typed by the same table.
      return (await answer) as BuildTaskResult[T['kind']];
    } finally {
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(workerPath('./build.worker.ts', import.meta.url), { name: 'dockr build' });
    worker.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      if (error) waiting?.reject(fromWireError(error));
      else waiting?.resolve(result);
    });
    worker.on('error', (cause) => this.#bury(worker, cause));
    worker.on('exit', () => this.#bury(worker));
    return worker;
  }

  #rest(): void {
    this.#worker?.unref();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this[Symbol.asyncDispose](), IDLE_MS).unref();
  }

  #bury(worker: Worker, cause?: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new SystemError('worker-died', {
      message: 'the thread that handles the files of builds has died',
      cause,
    });
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}
