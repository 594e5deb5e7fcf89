// Makes the machine equal to a commit that was found, judged and loaded.
import { toWireError, type WireError } from '../../core/errors.ts';
import type { RoundOutcome } from '../round-outcome.ts';
import type { TargetOutcome } from '../target.ts';
import { applyWork, type Working } from './apply-work.ts';
import { classifyFailure, type FailureClass } from './classify-failure.ts';
import { findNewer } from './find-newer.ts';
import type { Newest } from './find-newest.ts';
import { declaredBy } from './inventory.ts';
import { isApplied } from './is-applied.ts';
import { isSuperseded, lookAhead } from './look-ahead.ts';
import { mayRepair } from './repair-budget.ts';
import { repairRunning } from './repair-running.ts';
import { type Repaired, repairWork } from './repair-work.ts';
import type { RoundStart } from './round.ts';
import { timeoutOf, within } from './time-limit.ts';
import { type Tried, tryImages } from './try-images.ts';
import { watchPlan } from './watch-plan.ts';

type Loaded = Extract<Newest, { kind: 'loaded' }>;

/** What runs already is repaired, within its budget; anything else is released. */
export async function applyCommit(newest: Loaded, start: RoundStart, how: Working): Promise<RoundOutcome> {
  const isRunning = isApplied(newest.commit, start);
  const outcome = await (isRunning && !how.context.asked
    ? keep(newest, start, how)
    : releaseCommit(newest, start, how));
  const isGood = outcome.error === null && !outcome.superseded && outcome.applied === newest.commit;
  const { work } = newest;
  if (!isGood || work.kind !== 'stack') return outcome;
  const tried = await tryImages(work, start, {
    ...how,
    carryOut: (stack) => carryOut({ ...newest, work: { ...work, stack } }, start, { ...how, isNew: false }),
  });
  return tried ? withImages(outcome, tried) : outcome;
}

function withImages(outcome: RoundOutcome, { changed, plan, images }: Tried): RoundOutcome {
  return {
    ...outcome,
    changed: outcome.changed || changed,
    plan: outcome.plan ?? plan,
    ...(images ? { images: { ...images, alone: !outcome.changed } } : {}),
  };
}

async function keep({ commit, work, examined }: Loaded, start: RoundStart, how: Working): Promise<RoundOutcome> {
  const isDue = mayRepair(start, how.parts.clock.now());
  const repaired = isDue ? await repairWork(work, start, how) : null;
  // Until the next one is due, the last one speaks.
  const { changed, error, failure } = repaired?.result ?? { ...NOT_DUE, error: start.status.repairs?.error ?? null };
  return {
    generation: start.settings.generation,
    ...{ attempted: commit, applied: commit, examined, changed, error, failure },
    refusedOn: null,
    grounds: how.context.grounds.digest,
    did: 'repair',
    superseded: false,
    rolledBack: null,
    waiting: null,
    repair: repaired?.result ?? null,
    declared: declaredBy(work),
    plan: repaired?.plan ?? null,
  };
}

const NOT_DUE = { changed: false, failure: null } as const;

async function releaseCommit(newest: Loaded, start: RoundStart, how: Working): Promise<RoundOutcome> {
  const { commit, work, examined } = newest;
  const running = start.deployment.applied?.commit ?? null;
  const { outcome, superseded, plan } = await carryOut(newest, start, { ...how, isNew: commit !== running });
  const { changed } = outcome;
  const failure = superseded ? null : failureOf(outcome);
  const error = superseded ? null : outcome.error;
  if (!error && !superseded && commit !== running)
    await how.parts.source.keepOnly([commit, ...(running ? [running] : [])]).catch(() => {});
  // What was begun is not undone only to be begun again: then what ran is not put back.
  const isUntouched = error !== null && !changed && !isApplied(commit, start);
  const repaired = isUntouched ? await repairRunning(start, how.parts, how.context) : null;
  return {
    generation: start.settings.generation,
    ...{ attempted: commit, applied: error || superseded ? running : commit, examined, changed, error, failure },
    refusedOn: failure === 'invalid' || failure === 'refused' ? how.context.grounds.digest : null,
    grounds: how.context.grounds.digest,
    did: 'release',
    superseded,
    rolledBack: outcome.rolledBack ?? finishedRollback({ commit, error }, start, repaired),
    waiting: null,
    repair: repaired?.result ?? null,
    declared: declaredBy(work),
    plan: repaired?.plan ?? plan,
  };
}

type Failed = { readonly commit: string; readonly error: WireError | null };

/** A daemon before this one went back from this very commit, and did not live to end that, or to say so: now it has its end. */
function finishedRollback(
  { commit, error }: Failed,
  { status }: RoundStart,
  repaired: Repaired | null,
): RoundOutcome['rolledBack'] {
  const wasBegun = status.trying === commit && error?.code === 'revision-quarantined';
  return wasBegun && repaired ? { failed: repaired.result.error !== null } : null;
}

function failureOf({ error, unhealthy = false }: TargetOutcome): FailureClass | null {
  if (error === null) return null;
  return unhealthy ? 'unhealthy' : classifyFailure(error, 'apply');
}

type CarriedOut = {
  readonly outcome: TargetOutcome;
  readonly superseded: boolean;
  readonly plan: RoundOutcome['plan'];
};

/** `isNew`: of a commit that does not run yet. A newer one ends what this one pulls, builds or waits for. */
async function carryOut(
  { commit, work, examined }: Loaded,
  start: RoundStart,
  { isNew, ...working }: Working & { readonly isNew: boolean },
): Promise<CarriedOut> {
  const { parts, context } = working;
  const { settings } = start;
  const signer = examined?.signer ?? null;
  const watch = watchPlan(context.emit, (plan) => {
    const attempt = { commit, signer, plan, trigger: context.trigger };
    if (isNew) parts.onPlan(attempt);
    if (plan.steps.length > 0) parts.onAttempt(attempt);
  });
  const newer = lookAhead({
    ...{ commit, clock: parts.clock, intervalMs: settings.intervalMs },
    onHint: context.onHint,
    isFollowed: context.isFollowed,
    findNewer: (signal) => findNewer({ commit, start }, parts, { ...context, signal }),
  });
  const ending = AbortSignal.any([context.signal, newer.signal]);
  const kind = context.asked ? 'start' : 'release';
  try {
    const outcome = await within(settings.timeoutMs, { ...parts, signal: ending }, async (signal) => {
      const result = await applyWork(work, kind, { start, working, how: { emit: watch.emit, signal } });
      return result.error ? { ...result, error: reasonOf(result.error, signal) } : result;
    });
    return { outcome, superseded: outcome.error !== null && isSuperseded(newer.signal), plan: watch.plan() };
  } finally {
    await newer.stop();
  }
}

/** What failed because it was out of time is told as that. */
function reasonOf(error: WireError, signal: AbortSignal): WireError {
  const timeout = timeoutOf(signal);
  return timeout ? toWireError(timeout) : error;
}
