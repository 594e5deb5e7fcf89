// Waiting by looking, never by sleeping for a guessed time.

export type WaitOptions = { readonly timeoutMs?: number; readonly intervalMs?: number };

/**
 * Calls `check` until it returns something other than false, null or undefined, and returns that. An error counts as
 * "not yet"; the last one is in the message when the time is up.
 */
export async function waitFor<T>(
  what: string,
  check: () => T | Promise<T>,
  { timeoutMs = 30_000, intervalMs = 20 }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const outcome = await attempt(check);
    if (outcome.kind === 'done') return outcome.value;
    if (performance.now() > deadline) throw timeoutError(what, timeoutMs, outcome.error);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

type Outcome<T> =
  | { readonly kind: 'done'; readonly value: Exclude<T, false | null | undefined> }
  | { readonly kind: 'not-yet'; readonly error?: unknown };

async function attempt<T>(check: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    const value = await check();
    if (value === false || value === null || value === undefined) return { kind: 'not-yet' };
    return { kind: 'done', value: value as Exclude<T, false | null | undefined> };
  } catch (error) {
    return { kind: 'not-yet', error };
  }
}

function timeoutError(what: string, timeoutMs: number, cause: unknown): Error {
  const last = cause === undefined ? '' : `: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new Error(`${what}: not within ${timeoutMs} ms${last}`, { cause });
}
