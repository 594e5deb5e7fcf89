// What an answer says about trying again, and when.
import type { OutgoingAnswer } from './send-request.ts';

export type Judgement =
  | { readonly kind: 'done' }
  /** After that many milliseconds at least; null where the other side does not say. */
  | { readonly kind: 'again'; readonly afterMs: number | null }
  | { readonly kind: 'refused' };

const LONGEST_WAIT_MS = 15 * 60_000;
const FIRST_RETRY_MS = 2_000;

/** Of a request that may be sent twice. A redirect is a refusal: it is not followed. */
export function judgeAnswer({ status, headers }: OutgoingAnswer, now: number): Judgement {
  if (status >= 200 && status < 300) return { kind: 'done' };
  const afterMs = waitOf(headers, now);
  // Some forges say 403 for too many requests, and then say how long.
  const isLimited = status === 429 || (status === 403 && afterMs !== null);
  if (isLimited || status === 408 || status >= 500) return { kind: 'again', afterMs };
  return { kind: 'refused' };
}

/** `Retry-After` in seconds or as a date; else the time at which a limit that is used up begins anew. Bounded. */
function waitOf(headers: ReadonlyMap<string, string>, now: number): number | null {
  const retryAfter = headers.get('retry-after');
  if (retryAfter !== undefined) {
    const wait = /^\d+(?:\.\d+)?$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
    if (!Number.isNaN(wait)) return clamp(wait);
  }
  const remaining = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining');
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  if (remaining !== '0' || Number.isNaN(reset)) return null;
  // Seconds since 1970, or from now.
  return clamp(reset > 1_000_000_000 ? reset * 1000 - now : reset * 1000);
}

/** Twice as long each time, a fifth more or less; `attempt` from 1, `random` from 0 to 1. */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(clamp(FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 20)) * (0.8 + 0.4 * random));
}

function clamp(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), LONGEST_WAIT_MS);
}
