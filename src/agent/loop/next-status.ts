// What the loop is to know of a deployment after a round: budgets, what is held, what waits, and the conditions of all that.
import { isSameValue } from '../../core/is-same-value.ts';
import type { HeldBecause, HeldCommit, Inventory, LoopStatus, Retries } from '../../store/deployment-status.ts';
import type { RoundOutcome } from '../round-outcome.ts';
import { conditionsAfter, type StatusContext } from './conditions.ts';
import { heldCommit, hold, release } from './held-commits.ts';
import { union } from './inventory.ts';
import { afterRepair } from './repair-budget.ts';
import type { LoopSettings } from './settings.ts';

/** undefined where it would be what it was: such a round writes nothing. */
export function nextStatus(before: LoopStatus, outcome: RoundOutcome, context: StatusContext): LoopStatus | undefined {
  const retries = nextRetries(before, outcome);
  const facts = {
    good: nextGood(before, outcome, context),
    held: nextHeld(before, outcome, { ...context, retries }),
    retries,
    repairs: nextRepairs(before, outcome, context),
    inventory: nextInventory(before.inventory, outcome, context.settings),
    waiting: outcome.superseded ? before.waiting : outcome.waiting,
    trying: null,
  };
  const conditions = conditionsAfter(before.conditions, { ...facts, outcome }, context);
  const after: LoopStatus = { conditions, ...facts };
  return isSameValue(before, after) ? undefined : after;
}

function isApplied({ did, error, superseded }: RoundOutcome): boolean {
  return did !== 'nothing' && error === null && !superseded;
}

function nextGood(
  before: Pick<LoopStatus, 'good'>,
  outcome: RoundOutcome,
  { now, record }: StatusContext,
): LoopStatus['good'] {
  if (!isApplied(outcome) || outcome.did !== 'release' || outcome.applied === null) return before.good;
  return before.good?.commit === outcome.applied
    ? before.good
    : (record.applied ?? { commit: outcome.applied, at: now });
}

/** Only failures that say something about the commit are counted. */
function nextRetries({ retries }: LoopStatus, outcome: RoundOutcome): Retries | null {
  const { attempted: commit, grounds, failure, did } = outcome;
  if (isApplied(outcome)) return null;
  if (commit === null || (failure !== 'unhealthy' && failure !== 'failed') || did === 'repair') return retries;
  const isSame = retries?.commit === commit && retries.grounds === grounds;
  return { commit, grounds, count: (isSame ? retries.count : 0) + 1 };
}

type HoldContext = StatusContext & { readonly retries: Retries | null };

function nextHeld(before: LoopStatus, outcome: RoundOutcome, context: HoldContext): readonly HeldCommit[] {
  const { attempted: commit, grounds, error } = outcome;
  if (commit === null || outcome.superseded || outcome.waiting) return before.held;
  if (isApplied(outcome)) return release(before.held, commit);
  const because = whyHeld(outcome, context);
  if (because === null || error === null) return before.held;
  const known = heldCommit(before, { commit, grounds });
  if (known && known.because === because && isSameValue(known.error, error)) return before.held;
  return hold(before.held, { commit, grounds, because, error, at: context.now });
}

function whyHeld(
  { failure, rolledBack, did, error }: RoundOutcome,
  { retries, settings }: HoldContext,
): HeldBecause | null {
  if (did === 'repair') return null;
  if (error?.code === 'revision-quarantined') return 'quarantined';
  switch (failure) {
    case 'refused':
    case 'invalid':
      return failure;
    case 'unhealthy':
      if (rolledBack) return 'quarantined';
      return isSpent(retries, settings) ? 'retries-spent' : null;
    case 'failed':
      return isSpent(retries, settings) ? 'retries-spent' : null;
    case 'transient':
    case null:
      return null;
  }
}

function isSpent(retries: Retries | null, { retry: { attempts } }: LoopSettings): boolean {
  return retries !== null && attempts !== null && retries.count >= attempts;
}

/** A release is another thing to keep as it is: drift begins to count anew. */
function nextRepairs(
  before: LoopStatus,
  outcome: RoundOutcome,
  { now, random, settings }: StatusContext,
): LoopStatus['repairs'] {
  if (outcome.did === 'release' && isApplied(outcome)) return null;
  const { selfHeal } = settings;
  return selfHeal && afterRepair(before.repairs, outcome.repair, { now, random, budget: selfHeal });
}

/** What was begun may be there. What could be removed is gone only when everything went well. */
function nextInventory(before: Inventory, outcome: RoundOutcome, { prune }: LoopSettings): Inventory {
  const { declared } = outcome;
  if (declared === null) return before;
  return prune && isCarriedOut(outcome) ? declared : union(before, declared);
}

/** What could not be read has been left as it was: it is still there to be removed. */
function isCarriedOut(outcome: RoundOutcome): boolean {
  const { did, repair, plan } = outcome;
  const isWhole = isApplied(outcome) && (did === 'release' || repair !== null);
  return isWhole && !plan?.warnings.some(({ code }) => code === 'container-unknown');
}
