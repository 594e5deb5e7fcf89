// Changes that somebody waits for: tried again while the store is away, shown meanwhile, and given up after a while.
import type { Clock } from '../../core/clock.ts';
import { DockrError } from '../../core/errors.ts';
import { backoffMs } from '../store/backoff.ts';
import { pause } from '../store/pause.ts';
import { isTransient, StoreError } from '../store/store-error.ts';

export type StoreWaitsOptions = {
  readonly clock: Clock;
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** Once for each change that has to wait. */
  readonly onWaiting: (what: string) => void;
};

export class StoreWaits {
  readonly #options: StoreWaitsOptions;
  readonly #waiting = new Set<{ readonly what: string }>();

  constructor(options: StoreWaitsOptions) {
    this.#options = options;
  }

  /** What waits, in words. */
  list(): readonly string[] {
    return [...this.#waiting].map(({ what }) => what);
  }

  /** The result of `work`. `store-unreachable` if the store was away all the time. */
  async run<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { clock, patienceMs, signal, onWaiting } = this.#options;
    const began = clock.now();
    const entry = { what };
    try {
      for (let failures = 0; ; failures++) {
        try {
          return await work();
        } catch (error) {
          if (!isPassing(error) || signal.aborted) throw error;
          if (clock.now() - began >= patienceMs) throw givenUp(what, patienceMs, error);
          if (!this.#waiting.has(entry)) onWaiting(what);
          this.#waiting.add(entry);
          await pause(clock, backoffMs(failures + 1), signal);
        }
      }
    } finally {
      this.#waiting.delete(entry);
    }
  }
}

/** Whether it may be otherwise in a moment, without anybody changing anything. */
export function isPassing(error: unknown): boolean {
  if (isTransient(error)) return true;
  return error instanceof DockrError && ['store-lease-gone', 'overlay-address-missing'].includes(error.code);
}

function givenUp(what: string, patienceMs: number, cause: unknown): DockrError {
  if (cause instanceof DockrError && cause.code === 'overlay-address-missing') return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError('store-unreachable', {
    message: `${what}: the store was away for ${Math.round(patienceMs / 1000)} s (${reason})`,
    hint: 'check that etcd runs, has a majority, and can be reached from this host; then try again',
    cause,
  });
}
