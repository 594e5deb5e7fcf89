// One round of a deployment: find the newest commit, judge it, make the machine equal to it. If that commit cannot be had, is
// not to be tried or does not load, the one that runs is repaired instead. Nothing is remembered here between rounds.
import { failpoint } from '../core/failpoint.ts';
import type { HeldCommit, LoopStatus } from '../store/deployment-status.ts';
import { applyCommit } from './loop/apply-commit.ts';
import { findNewest, type Newest } from './loop/find-newest.ts';
import { roundGrounds } from './loop/grounds.ts';
import { declaredBy } from './loop/inventory.ts';
import { repairRunning } from './loop/repair-running.ts';
import type { Repaired } from './loop/repair-work.ts';
import type { RoundContext, RoundParts, RoundStart } from './loop/round.ts';
import { within } from './loop/time-limit.ts';
import type { RoundOutcome } from './round-outcome.ts';

/** Does not reject: what went wrong is in the outcome. */
export async function runRound(start: RoundStart, parts: RoundParts, context: RoundContext): Promise<RoundOutcome> {
  const { deployment, settings } = start;
  failpoint('round:find');
  const grounds = roundGrounds(await parts.judge(deployment), settings.generation);
  const judged = { ...context, grounds };
  const newest = await parts.inSlot(() =>
    within(settings.timeoutMs, { ...parts, ...context }, (signal) => findNewest(start, parts, { ...judged, signal })),
  );
  failpoint('round:apply');
  if (newest.kind === 'loaded') return applyCommit(newest, start, { parts, context: judged });
  const repair = await repairRunning(start, parts, judged);
  return { ...outcomeOf(newest, start, grounds.digest), ...repairPart(repair) };
}

function repairPart(repaired: Repaired | null): Pick<RoundOutcome, 'changed' | 'repair' | 'declared' | 'plan'> {
  if (repaired === null) return { changed: false, repair: null, declared: null, plan: null };
  const { result, work, plan } = repaired;
  return { changed: result.changed, repair: result, declared: declaredBy(work), plan };
}

/** Of a round that leaves the newest commit alone. */
function outcomeOf(newest: Exclude<Newest, { kind: 'loaded' }>, { deployment, status }: RoundStart, grounds: string) {
  const common = {
    generation: deployment.generation,
    attempted: newest.commit,
    applied: deployment.applied?.commit ?? null,
    examined: null,
    grounds,
    did: 'nothing',
    superseded: false,
    rolledBack: null,
    waiting: null,
  } as const;
  switch (newest.kind) {
    case 'held':
      return {
        ...{ ...common, error: newest.held.error, failure: null, refusedOn: grounds },
        rolledBack: rollbackOf(newest.held, status),
      };
    case 'waits':
      return { ...common, error: null, failure: null, refusedOn: null, waiting: newest.waiting };
    case 'failed': {
      const { error, failure, commit } = newest;
      const isFinal = commit !== null && (failure === 'refused' || failure === 'invalid');
      return { ...common, error, failure, refusedOn: isFinal ? grounds : null };
    }
  }
}

/** Known of a commit that is held, for where the daemon that went back from it did not live to write its history. */
function rollbackOf({ because, error }: HeldCommit, { conditions }: LoopStatus): RoundOutcome['rolledBack'] {
  // One that was refused for what failed before was never carried out.
  if (because !== 'quarantined' || error.code === 'revision-quarantined') return null;
  return { failed: conditions.some(({ type, reason }) => type === 'Healthy' && reason === 'RollbackFailed') };
}
