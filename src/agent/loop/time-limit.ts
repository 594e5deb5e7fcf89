// Work that may take so long and no longer, by the clock of the loop.
import type { Clock } from '../../core/clock.ts';
import { AgentError } from '../../core/errors.ts';
import { underSignal } from '../../core/under-signal.ts';

export type Limited = { readonly clock: Clock; readonly signal: AbortSignal };

/** The work gets a signal, whose reason is `round-timed-out` when it took too long. It is waited for to its end. */
export function within<T>(
  timeoutMs: number,
  { clock, signal: outer }: Limited,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return underSignal(outer, async (controller) => {
    const cancel = clock.after(timeoutMs, () => controller.abort(timedOut(timeoutMs)));
    try {
      return await work(controller.signal);
    } finally {
      cancel();
    }
  });
}

/** Why it was ended: that it was out of time, if that is so. */
export function timeoutOf({ reason }: AbortSignal): AgentError | undefined {
  return reason instanceof AgentError && reason.code === 'round-timed-out' ? reason : undefined;
}

function timedOut(timeoutMs: number): AgentError {
  return new AgentError('round-timed-out', {
    message: `the round was given up after ${Math.round(timeoutMs / 1000)} s`,
    hint: 'see what takes so long, or declare a longer "timeout"',
  });
}
