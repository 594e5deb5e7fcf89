// Keeps leases alive, all by one timer, and knows how long each lasts for certain.
import type { Clock } from '../../core/clock.ts';
import { Emitter } from '../../core/emitter.ts';
import { backoffMs } from './backoff.ts';
import type { LeaseId, OverlayStore } from './overlay-store.ts';
import { StoreError } from './store-error.ts';

/**
 * `held`: the store has it, for as long as this host can tell. `doubtful`: its time ran out without a word of the store, which
 * may have it or not: the host was cut off, slept or stood still. `lost`: the store said that it is over.
 */
export type LeaseStanding = 'held' | 'doubtful' | 'lost';

export type LeaseNews = { readonly lease: LeaseId; readonly standing: LeaseStanding };

type Kept = {
  readonly lease: LeaseId;
  ttlMs: number;
  /** By the steady clock: from the moment before the store was asked. */
  heldUntil: number;
  renewAt: number;
  failures: number;
  told: LeaseStanding;
};

/** How much of a lease may pass before it is renewed: two failures leave it alive. */
const RENEWALS_IN_A_LIFETIME = 3;

/** What Node's timers can do is somewhat more. */
const LONGEST_TIMER_MS = 1_000_000_000;

export class LeaseKeeper implements AsyncDisposable {
  readonly #store: OverlayStore;
  readonly #clock: Clock;
  readonly #kept = new Map<LeaseId, Kept>();
  readonly #news = new Emitter<LeaseNews>();
  readonly #closed = new AbortController();
  readonly #renewals = new Set<Promise<void>>();
  #callOff: () => void = () => {};

  /** `clock` must be steady: `STEADY_CLOCK`. */
  constructor(store: OverlayStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Takes a lease and keeps it. The store may make it longer than asked for. */
  async grant(ttlSeconds: number): Promise<LeaseId> {
    const asked = this.#clock.now();
    const { lease, ttlMs } = await this.#store.grantLease(ttlSeconds, { signal: this.#closed.signal });
    this.#keep(lease, asked, ttlMs);
    return lease;
  }

  /** Keeps a lease that is there: of this host before its daemon was started anew. `store-lease-gone` if it is over. */
  async adopt(lease: LeaseId): Promise<void> {
    const asked = this.#clock.now();
    const { ttlMs } = await this.#store.keepLeaseAlive(lease, { signal: this.#closed.signal });
    this.#keep(lease, asked, ttlMs);
  }

  /** Looks at the clock, so that it is right even where a timer is late. */
  standing(lease: LeaseId): LeaseStanding {
    const kept = this.#kept.get(lease);
    if (!kept) return 'lost';
    return this.#clock.now() < kept.heldUntil ? 'held' : 'doubtful';
  }

  /** How long the store keeps it for certain, of how long in all; undefined if it is not kept. */
  timeOf(lease: LeaseId): { readonly leftMs: number; readonly ttlMs: number } | undefined {
    const kept = this.#kept.get(lease);
    return kept && { leftMs: kept.heldUntil - this.#clock.now(), ttlMs: kept.ttlMs };
  }

  /** Every change of a standing, once. Returns how to stop listening. */
  listen(listener: (news: LeaseNews) => void): () => void {
    return this.#news.listen(listener);
  }

  /** Ends the lease and all that hangs on it. */
  async revoke(lease: LeaseId): Promise<void> {
    this.forget(lease);
    await this.#store.revokeLease(lease, { signal: this.#closed.signal });
  }

  /** Lets the lease run out. */
  forget(lease: LeaseId): void {
    this.#kept.delete(lease);
    this.#wake();
  }

  /** Leases run out, unless another daemon of this host adopts them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#callOff();
    this.#kept.clear();
    this.#closed.abort();
    await Promise.all(this.#renewals);
  }

  #keep(lease: LeaseId, asked: number, ttlMs: number): void {
    if (this.#closed.signal.aborted) return;
    const renewAt = asked + ttlMs / RENEWALS_IN_A_LIFETIME;
    this.#kept.set(lease, { lease, ttlMs, heldUntil: asked + ttlMs, renewAt, failures: 0, told: 'held' });
    this.#wake();
  }

  #wake(): void {
    this.#callOff();
    const next = Math.min(...[...this.#kept.values()].map(nextTime));
    // While all wait for an answer there is nothing to do.
    if (!Number.isFinite(next)) return;
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(0, next - this.#clock.now()));
    this.#callOff = this.#clock.after(wait, () => this.#tick());
  }

  #tick(): void {
    const now = this.#clock.now();
    for (const kept of this.#kept.values()) {
      if (now >= kept.heldUntil) this.#tell(kept, 'doubtful');
      if (now >= kept.renewAt) this.#begin(kept);
    }
    this.#wake();
  }

  // Not again before it is decided what became of this.
  #begin(kept: Kept): void {
    kept.renewAt = Number.POSITIVE_INFINITY;
    const renewal = this.#renew(kept).finally(() => {
      this.#renewals.delete(renewal);
      if (!this.#closed.signal.aborted) this.#wake();
    });
    this.#renewals.add(renewal);
  }

  async #renew(kept: Kept): Promise<void> {
    const asked = this.#clock.now();
    try {
      const timeoutMs = Math.max(500, kept.ttlMs / RENEWALS_IN_A_LIFETIME);
      const { ttlMs } = await this.#store.keepLeaseAlive(kept.lease, { timeoutMs, signal: this.#closed.signal });
      Object.assign(kept, { ttlMs, failures: 0, renewAt: asked + ttlMs / RENEWALS_IN_A_LIFETIME });
      // The answer may be older than the one before, and time may have passed since it was asked for.
      kept.heldUntil = Math.max(kept.heldUntil, asked + ttlMs);
      if (this.#clock.now() < kept.heldUntil) this.#tell(kept, 'held');
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      if (error instanceof StoreError && error.code === 'store-lease-gone') return this.#lose(kept);
      kept.renewAt = this.#clock.now() + Math.min(backoffMs(kept.failures++), kept.ttlMs / RENEWALS_IN_A_LIFETIME);
    }
  }

  #lose(kept: Kept): void {
    if (this.#kept.get(kept.lease) !== kept) return;
    this.#kept.delete(kept.lease);
    this.#tell(kept, 'lost');
  }

  #tell(kept: Kept, standing: LeaseStanding): void {
    if (kept.told === standing) return;
    kept.told = standing;
    this.#news.emit({ lease: kept.lease, standing });
  }
}

function nextTime({ heldUntil, renewAt, told }: Kept): number {
  return told === 'held' ? Math.min(heldUntil, renewAt) : renewAt;
}
