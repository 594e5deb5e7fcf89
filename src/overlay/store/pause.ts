import type { Clock } from '../../core/clock.ts';

/** Ends after that time or when the signal says so, whichever is first, and never fails. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    callOff();
    signal.removeEventListener('abort', end);
    resolve();
  };
  const callOff = clock.after(milliseconds, end);
  signal.addEventListener('abort', end, { once: true });
  return promise;
}
