// How often the same thing may be mended: at most once a minute, and ever more seldom while it keeps coming back.
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 30 * 60_000;
const FACTOR = 3;
/** So long without it, and the next time counts as the first. */
const STABLE_MS = 10 * 60_000;

type Spent = { readonly at: number; readonly pauseMs: number };

export class RepairBudget {
  readonly #now: () => number;
  readonly #spent = new Map<string, Spent>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Whether it may be mended now; if so, that is noted. */
  take(key: string): boolean {
    const now = this.#now();
    this.#forget(now);
    const last = this.#spent.get(key);
    if (last && now < last.at + last.pauseMs) return false;
    const pauseMs = last ? Math.min(last.pauseMs * FACTOR, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    this.#spent.set(key, { at: now, pauseMs });
    return true;
  }

  #forget(now: number): void {
    for (const [key, { at, pauseMs }] of this.#spent) if (now >= at + pauseMs + STABLE_MS) this.#spent.delete(key);
  }
}
