// How long a deployment waits until its next round, and until its next repair.
import type { Budget } from './loop/settings.ts';

const JITTER = 0.2;
/** More often than this nothing grows any more: no number gets too large. */
const MOST_STEPS = 30;

export type Pace = {
  readonly intervalMs: number;
  /** Rounds that failed since one ended well. */
  readonly failures: number;
  readonly retry: Budget;
  /** From 0 to 1. */
  readonly random: number;
};

/** The interval; after failures sooner, but later each time. A fifth more or less, so that many do not meet. */
export function nextDelay({ intervalMs, failures, retry, random }: Pace): number {
  const delay = failures === 0 ? intervalMs : Math.min(intervalMs, grownDelay(retry, failures));
  return withJitter(delay, random);
}

/** The pause after the `count`th try in a row. */
export function pauseAfter(
  budget: Budget,
  { count, random }: { readonly count: number; readonly random: number },
): number {
  return withJitter(grownDelay(budget, count), random);
}

function grownDelay({ delayMs, factor, longestMs }: Budget, count: number): number {
  return Math.min(delayMs * factor ** Math.min(Math.max(count, 1) - 1, MOST_STEPS), longestMs);
}

/** A fifth more or less. */
function withJitter(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 - JITTER + 2 * JITTER * random));
}
