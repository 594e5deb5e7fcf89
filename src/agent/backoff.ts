// How long a deployment waits until its next round.

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 300_000;
const JITTER = 0.2;

export type Pace = {
  readonly intervalMs: number;
  /** Rounds that failed since one ended well. */
  readonly failures: number;
  /** From 0 to 1. */
  readonly random: number;
};

/** The interval; after failures sooner, but each time twice as long. A fifth more or less, so that many do not meet. */
export function nextDelay({ intervalMs, failures, random }: Pace): number {
  const retryMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 30), LONGEST_RETRY_MS);
  const delay = failures === 0 ? intervalMs : Math.min(intervalMs, retryMs);
  return Math.round(delay * (1 - JITTER + 2 * JITTER * random));
}
