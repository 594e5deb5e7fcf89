import { setTimeout as sleep } from 'node:timers/promises';
import { RegistryFailure } from './registry-failure.ts';

export type RetryPolicy = { readonly attempts: number; readonly firstDelayMs: number; readonly longestDelayMs: number };

export const RETRY_POLICY: RetryPolicy = { attempts: 5, firstDelayMs: 500, longestDelayMs: 30_000 };

/** Longer waits than this are told to the user instead. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Runs `work` until it succeeds, fails for good, or has failed as often as the policy allows. */
export async function withRetries<T>(
  work: () => Promise<T>,
  options: { readonly policy: RetryPolicy; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      await waitBeforeRetry(error, { ...options, attempt });
    }
  }
}

/** Waits as long as the failure asks for, or throws it when trying again is no use. */
export async function waitBeforeRetry(
  error: unknown,
  options: { readonly policy: RetryPolicy; readonly attempt: number; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  options.signal?.throwIfAborted();
  const delayMs = retryDelay(error, options.policy, options.attempt);
  if (delayMs === undefined) throw error;
  await sleep(delayMs, undefined, options.signal ? { signal: options.signal } : {});
}

/** Exponential with half of it random, so that many clients do not come back together; or what the registry asked for. */
function retryDelay(error: unknown, policy: RetryPolicy, attempt: number): number | undefined {
  if (!(error instanceof RegistryFailure) || !error.retry) return undefined;
  if (attempt >= Math.min(policy.attempts, error.retry.attempts ?? policy.attempts)) return undefined;
  const asked = error.retry.afterMs;
  if (asked !== undefined) return asked > LONGEST_RETRY_AFTER_MS ? undefined : asked;
  const full = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.longestDelayMs);
  return full / 2 + (Math.random() * full) / 2;
}

/** A `Retry-After` header, seconds or a date (RFC 9110 §10.2.3), in milliseconds from now. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
