// `watch` of either side, as a process that runs until it is stopped.
import { type ChildProcess, spawn } from 'node:child_process';
import { waitFor } from '../../support/wait-for.ts';
import type { Side } from '../side.ts';
import { descendantsOf } from './process-tree.ts';

export type WatchSide = {
  readonly side: Side;
  /** Begins the command whose last words are those of `watch`. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** What it says once it watches. */
  readonly ready: RegExp;
};

export class Watching implements AsyncDisposable {
  readonly pid: number;
  readonly #child: ChildProcess;
  #said = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text;
      });
  }

  /** All that it wrote so far. */
  get said(): string {
    return this.#said;
  }

  static async start({ command, environment, ready }: WatchSide, file: string): Promise<Watching> {
    const [program, ...words] = command;
    const child = spawn(program, [...words, '-f', file, 'watch', '--no-up'], { env: environment });
    const watching = new Watching(child);
    await waitFor(`${program} to watch`, () => ready.test(watching.#said), { timeoutMs: 60_000 });
    return watching;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    for (const pid of [...descendantsOf(this.pid), this.pid]) signal(pid);
    await ended;
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It has ended with another.
  }
}
