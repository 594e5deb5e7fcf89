// Time that passes when nothing is left to do. While it is installed, `Date.now`, `performance.now`, timers and
// `AbortSignal.timeout` are its own, so that no line of the daemon can wait for the machine's clock.
import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

/** Lets every promise that waits for nothing go on. Taken before any clock is replaced. */
const nextTurn = globalThis.setImmediate;

/** Whose timers these are: those of a dead daemon never ring. */
export type Owner = { readonly name: string; readonly isAlive: boolean };

type Timer = {
  readonly at: number;
  /** Among timers of the same instant. */
  readonly rank: number;
  readonly serial: number;
  readonly owner: Owner | null;
  readonly work: () => void;
};

const START = Date.UTC(2026, 0, 1);

export class VirtualTime {
  #now = START;
  #serial = 0;
  readonly #timers = new Map<number, Timer>();
  readonly #rank: () => number;
  /** Of timers that the replaced globals set. */
  owner: Owner | null = null;

  /** `rank` decides which of several timers of one instant rings first. */
  constructor(rank: () => number) {
    this.#rank = rank;
  }

  get now(): number {
    return this.#now;
  }

  /** Since the beginning, for people. */
  get elapsed(): number {
    return this.#now - START;
  }

  after(ms: number, work: () => void, owner: Owner | null = null): number {
    const serial = ++this.#serial;
    if (owner?.isAlive === false) return serial;
    const at = this.#now + Math.max(0, Number.isFinite(ms) ? ms : 0);
    this.#timers.set(serial, { at, rank: this.#rank(), serial, owner, work });
    return serial;
  }

  cancel(serial: number | undefined): void {
    if (serial !== undefined) this.#timers.delete(serial);
  }

  /** Resolves after a while, or never if its owner dies before. */
  sleep(ms: number, owner: Owner | null = null): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve, owner));
  }

  /** Its timers never ring. */
  forget(owner: Owner): void {
    for (const timer of this.#timers.values()) if (timer.owner === owner) this.#timers.delete(timer.serial);
  }

  /** Goes on until `done` says so, nothing is left, or so much time is over. True if `done`. */
  async runUntil(done: () => boolean, limitMs: number): Promise<boolean> {
    const end = this.#now + limitMs;
    for (;;) {
      await new Promise<void>((resolve) => nextTurn(resolve));
      if (done()) return true;
      const next = this.#first();
      if (!next || next.at > end) {
        this.#now = Math.max(this.#now, end);
        return false;
      }
      this.#timers.delete(next.serial);
      this.#now = next.at;
      next.work();
    }
  }

  #first(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers.values()) if (!first || isBefore(timer, first)) first = timer;
    return first;
  }

  /** Takes the place of the machine's clock until the result is called. */
  install(): () => void {
    const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
    const dateNow = Date.now;
    const abortTimeout = AbortSignal.timeout;
    const delay = timersPromises.setTimeout;
    Object.assign(globalThis, this.#globals());
    Object.assign(Date, { now: () => this.#now });
    Object.assign(AbortSignal, { timeout: (ms: number) => this.#abortAfter(ms) });
    Object.defineProperty(performance, 'now', { configurable: true, value: () => this.elapsed });
    Object.assign(timersPromises, { setTimeout: this.#delay });
    syncBuiltinESMExports();
    return () => {
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
      Object.assign(Date, { now: dateNow });
      Object.assign(AbortSignal, { timeout: abortTimeout });
      Reflect.deleteProperty(performance, 'now');
      Object.assign(timersPromises, { setTimeout: delay });
      syncBuiltinESMExports();
    };
  }

  #globals(): Record<string, unknown> {
    const cancel = (handle: unknown): void => this.cancel(handle instanceof Handle ? handle.serial : undefined);
    return {
      // Whoever sets a timer is the one on whose behalf it rings.
      setTimeout: (work: () => void, ms = 0) => new Handle(this.after(ms, AsyncLocalStorage.bind(work), this.owner)),
      clearTimeout: cancel,
      setInterval: (work: () => void, ms = 0) => this.#interval(AsyncLocalStorage.bind(work), ms),
      clearInterval: cancel,
    };
  }

  #interval(work: () => void, ms: number): Handle {
    const { owner } = this;
    const ring = (): void => {
      handle.serial = this.after(ms, ring, owner);
      work();
    };
    const handle = new Handle(this.after(ms, ring, owner));
    return handle;
  }

  #abortAfter(ms: number): AbortSignal {
    const controller = new AbortController();
    this.after(ms, () => controller.abort(new DOMException('it took too long', 'TimeoutError')), this.owner);
    return controller.signal;
  }

  readonly #delay = (ms = 0, value?: unknown, { signal }: { readonly signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = (): void => {
        this.cancel(serial);
        reject(signal?.reason);
      };
      const serial = this.after(
        ms,
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(value);
        },
        this.owner,
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    });
}

/** What `setTimeout` gives; an interval changes its number. */
class Handle {
  serial: number;

  constructor(serial: number) {
    this.serial = serial;
  }

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.rank !== b.rank ? a.rank < b.rank : a.serial < b.serial;
}
