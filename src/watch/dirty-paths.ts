// Paths that changed since somebody last took them, handed out once there is rest, or when it has lasted too long.
import type { Clock } from '../core/clock.ts';

const LONGEST_MS = 500;

export class DirtyPaths {
  readonly #clock: Clock;
  readonly #restMs: number;
  #paths = new Set<string>();
  #firstAt = 0;
  #isReady = false;
  #cancel: () => void = () => {};
  #wake: (() => void) | undefined;

  /** `restMs` is how long nothing has to have changed. */
  constructor(clock: Clock, restMs: number) {
    this.#clock = clock;
    this.#restMs = restMs;
  }

  add(path: string): void {
    const now = this.#clock.now();
    if (this.#paths.size === 0) this.#firstAt = now;
    this.#paths.add(path);
    if (this.#isReady) return;
    this.#cancel();
    const wait = Math.min(this.#restMs, this.#firstAt + LONGEST_MS - now);
    this.#cancel = this.#clock.after(Math.max(0, wait), () => this.#ready());
  }

  /** The paths of the next batch. Rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    if (!this.#isReady) await this.#readiness(signal);
    const paths = [...this.#paths].sort();
    this.#paths = new Set();
    this.#isReady = false;
    return paths;
  }

  close(): void {
    this.#cancel();
  }

  #ready(): void {
    this.#isReady = true;
    this.#wake?.();
  }

  #readiness(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', onAbort);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
