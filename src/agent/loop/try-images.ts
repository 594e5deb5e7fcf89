// Deploys newer images of a commit that runs: with the same checks as a commit, and back again if they are no good.
import { toWireError, type WireError } from '../../core/errors.ts';
import type { Plan } from '../../reconcile/plan.ts';
import type { Stack } from '../../stack/model.ts';
import type { ImageTrial, TrialEnd } from '../images/round-images.ts';
import type { TargetOutcome } from '../target.ts';
import type { Working } from './apply-work.ts';
import { findBlocker } from './find-blocker.ts';
import type { RoundStart, Work } from './round.ts';

type StackWork = Extract<Work, { kind: 'stack' }>;

/** `carryOut` applies a stack as that of a commit; a newer commit ends it. */
export type Trying = Working & {
  readonly carryOut: (
    stack: Stack,
  ) => Promise<{ readonly outcome: TargetOutcome; readonly superseded: boolean; readonly plan: Plan | null }>;
};

/** `images` says what came of them; null where that is not known. */
export type Tried = {
  readonly changed: boolean;
  readonly plan: Plan | null;
  readonly images: { readonly error: WireError | null } | null;
};

/** null where there was nothing to try, or not now. What went wrong is told as a warning: the commit itself is fine. */
export async function tryImages(work: StackWork, start: RoundStart, how: Trying): Promise<Tried | null> {
  const { parts, context } = how;
  const { images } = parts;
  const isBlocked = findBlocker(start, { now: parts.clock.now(), asked: context.asked }) !== undefined;
  if (!images || isBlocked || context.signal.aborted) return null;
  const { loaded, release } = work;
  try {
    const policies = await context.grounds.policies();
    const round = { ...context, deployment: start.deployment, release, policies };
    const trial = await parts.inSlot(() => images.findTrial(loaded, round));
    return trial && (await carryOut(trial, how));
  } catch (thrown) {
    const error = toWireError(thrown);
    if (!context.signal.aborted) context.emit({ type: 'warning', code: error.code, message: error.message });
    return null;
  }
}

async function carryOut(trial: ImageTrial, { carryOut, context }: Trying): Promise<Tried> {
  const { outcome, superseded, plan } = await carryOut(trial.stack);
  const { changed, error } = outcome;
  // Cut short by the end of the daemon: the next one takes it up again.
  if (context.signal.aborted) return { changed, plan, images: null };
  trial.settle(superseded ? { kind: 'unclear' } : endOf(outcome));
  if (error && !superseded)
    context.emit({ type: 'warning', code: error.code, message: `newer images were taken back: ${error.message}` });
  // What ran before runs again: of the commit nothing has changed.
  if (isTakenBack(outcome)) return { changed: false, plan: null, images: { error } };
  return { changed, plan, images: changed && error === null ? { error } : null };
}

function isTakenBack({ rolledBack }: TargetOutcome): boolean {
  return rolledBack?.failed === false;
}

/** A registry that is down, or a full disk, says nothing about an image. */
function endOf({ error, unhealthy = false }: TargetOutcome): TrialEnd {
  if (error === null) return { kind: 'good' };
  return unhealthy ? { kind: 'bad', reason: `${error.code}: ${error.message}` } : { kind: 'unclear' };
}
