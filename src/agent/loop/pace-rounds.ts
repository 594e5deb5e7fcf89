// When the next round of a deployment begins.
import type { LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import { nextDelay } from '../backoff.ts';
import type { Pacing } from '../deployment-worker.ts';
import type { RoundOutcome } from '../round-outcome.ts';
import type { LoopSettings } from './settings.ts';

/** Of many commits in a row not each is released: in any five seconds two begin, and the third is the newest of them all. */
export const RELEASE_SPACING_MS = 3_000;

export type PaceInput = {
  readonly record: DeploymentRecord;
  readonly status: LoopStatus;
  readonly settings: LoopSettings;
  readonly outcome: RoundOutcome;
  /** When the round began. */
  readonly beganAt: number;
  readonly now: number;
  readonly random: number;
};

/** The interval; sooner after what may do better soon, and when what waits may go. */
export function paceRounds(input: PaceInput): Pacing {
  const { record, status, settings, outcome, beganAt, now, random } = input;
  // What is held is held again: there is no reason to hurry.
  const isHeld = outcome.error !== null && outcome.refusedOn !== null;
  const failures = isHeld || outcome.error === null || isHeldNow(input) ? 0 : record.failures;
  const delayMs = nextDelay({ ...settings, failures, random });
  const opensIn = (status.waiting?.until ?? Infinity) - now;
  return {
    delayMs: Math.min(delayMs, Math.max(0, opensIn)),
    trigger: failures > 0 ? 'retry' : 'poll',
    notBefore: outcome.did === 'release' ? beganAt + RELEASE_SPACING_MS : 0,
  };
}

/** Given up in this very round. */
function isHeldNow({ status, outcome: { attempted, grounds } }: PaceInput): boolean {
  return status.held.some((held) => held.commit === attempted && held.grounds === grounds);
}
