// Waiting until nobody is connected to a container any more.
import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 100;

export type DrainOptions = {
  /** No longer than that. */
  readonly graceMs: number;
  /** Ends the wait as if the grace were over. */
  readonly signal?: AbortSignal;
};

/** `open`: how many connections were left. */
export type DrainResult = { readonly drained: boolean; readonly open: number };

export type DrainLook = {
  readonly open: number;
  /** Somebody was given its address so recently that a connection may be on its way. */
  readonly mayCome: boolean;
};

/** Looks until nothing is left, twice in a row: what was let through just before is seen only a moment later. */
export async function waitDrained(look: () => DrainLook, { graceMs, signal }: DrainOptions): Promise<DrainResult> {
  const deadline = performance.now() + graceMs;
  let quiet = 0;
  for (;;) {
    const { open, mayCome } = look();
    quiet = open === 0 && !mayCome ? quiet + 1 : 0;
    if (quiet > 1) return { drained: true, open };
    const leftMs = deadline - performance.now();
    if (leftMs <= 0 || signal?.aborted) return { drained: false, open };
    await delay(Math.min(INTERVAL_MS, leftMs), undefined, { signal }).catch(() => undefined);
  }
}
