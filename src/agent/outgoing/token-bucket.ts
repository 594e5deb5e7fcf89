// So many at once, and so many a second after that; for each of a bounded number of keys.

export type BucketLimits = {
  readonly burst: number;
  readonly perSecond: number;
  /** Keys that are remembered. The one that was used longest ago is forgotten first. */
  readonly keys: number;
};

type Bucket = { tokens: number; at: number };

export class TokenBuckets {
  readonly #limits: BucketLimits;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limits: BucketLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Whether there was one left to take; `now` in milliseconds. */
  take(key: string, now: number): boolean {
    const { burst, perSecond, keys } = this.#limits;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000);
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= keys) break;
      this.#buckets.delete(oldest);
    }
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
