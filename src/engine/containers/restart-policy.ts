// Whether and when an ended container starts again. Docker's rules: 100 ms, doubled each time up to a minute, and from the
// beginning after a run of ten seconds.
import type { RestartSpec } from '../../core/specs.ts';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 60_000;
const STABLE_RUN_MS = 10_000;

export type EndedRun = {
  readonly policy: RestartSpec;
  readonly exitCode: number;
  readonly ranMs: number;
  readonly stoppedByUser: boolean;
  /** Restarts since somebody started it, for `on-failure:N`. */
  readonly restarts: number;
  /** How many of the last of them came after a short run. */
  readonly streak: number;
};

export type RestartDecision = { readonly restart: false } | ({ readonly restart: true } & DueRestart);

/** `restarts` and `streak` count the one that is due. */
export type DueRestart = { readonly delayMs: number; readonly restarts: number; readonly streak: number };

export function decideRestart(ended: EndedRun): RestartDecision {
  if (ended.stoppedByUser || !policyWantsIt(ended)) return { restart: false };
  const streak = ended.ranMs >= STABLE_RUN_MS ? 0 : ended.streak;
  const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(streak, 20));
  return { restart: true, delayMs, restarts: ended.restarts + 1, streak: streak + 1 };
}

function policyWantsIt({ policy, exitCode, restarts }: EndedRun): boolean {
  switch (policy.policy) {
    case 'no':
      return false;
    case 'always':
    case 'unless-stopped':
      return true;
    case 'on-failure':
      return exitCode !== 0 && (policy.maxRetries === 0 || restarts < policy.maxRetries);
  }
}
