// Looks for a newer commit while an older one is carried out, so that nobody waits for what nobody wants any more.
import type { Clock } from '../../core/clock.ts';
import { AgentError } from '../../core/errors.ts';

export type LookAhead = {
  /** Aborted, with `superseded` as its reason, when there is a newer commit that could be carried out in place of it. */
  readonly signal: AbortSignal;
  /** Ends it; resolves when nothing of it goes on. */
  readonly stop: () => Promise<void>;
};

export type LookAheadParts = {
  /** The commit that is being carried out. */
  readonly commit: string;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly onHint: (listener: () => void) => () => void;
  /** Whether a newer one would be carried out at all. */
  readonly isFollowed: () => boolean;
  /** Gives a newer commit that could be carried out in place of this one. Does not reject. */
  readonly findNewer: (signal: AbortSignal) => Promise<string | null>;
};

export function lookAhead({ commit, clock, intervalMs, onHint, ...parts }: LookAheadParts): LookAhead {
  const newer = new AbortController();
  const ended = new AbortController();
  let looking: Promise<void> | undefined;
  let isDirty = false;
  let cancelTimer = (): void => {};

  const look = async (): Promise<void> => {
    while (isDirty && !ended.signal.aborted && !newer.signal.aborted) {
      isDirty = false;
      const found = await parts.findNewer(ended.signal);
      if (found !== null && parts.isFollowed() && !ended.signal.aborted) newer.abort(superseded(commit, found));
    }
    looking = undefined;
  };
  const wake = (): void => {
    if (ended.signal.aborted) return;
    isDirty = true;
    looking ??= look();
  };
  const setTimer = (): void => {
    cancelTimer = clock.after(intervalMs, () => {
      wake();
      setTimer();
    });
  };
  setTimer();
  const stopHints = onHint(wake);

  return {
    signal: newer.signal,
    stop: async () => {
      ended.abort();
      stopHints();
      cancelTimer();
      await looking;
    },
  };
}

/** Whether it was ended for the sake of a newer commit. */
export function isSuperseded({ reason }: AbortSignal): boolean {
  return reason instanceof AgentError && reason.code === 'superseded';
}

function superseded(older: string, newer: string): AgentError {
  return new AgentError('superseded', { message: `commit ${older} was given up for the newer ${newer}` });
}
