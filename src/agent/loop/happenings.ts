// What a round is to others: reports, notifications, metrics, the audit log.
import { stepTitle } from '../../reconcile/format-plan.ts';
import type { Plan, Step } from '../../reconcile/plan.ts';
import type { HeldCommit, LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { Happening } from '../events/deployment-event.ts';
import type { RoundOutcome } from '../round-outcome.ts';
import type { RoundStart } from './round.ts';

type Round = { readonly start: RoundStart; readonly outcome: RoundOutcome };
type After = { readonly record: DeploymentRecord; readonly status: LoopStatus };

/** In the order in which it happened. What is as it was is told once. */
export function happeningsOf(round: Round, after: After): readonly Happening[] {
  const { outcome } = round;
  const repairs = repairsOf(outcome);
  if (outcome.superseded || outcome.waiting) return repairs;
  const results = outcome.error ? failuresOf(round, after) : successesOf(round);
  return [...repairs, ...prunedOf(outcome), ...results, ...stallOf(round, after)];
}

function repairsOf({ repair, plan }: RoundOutcome): readonly Happening[] {
  if (!repair?.changed || repair.error || !plan) return [];
  return [{ kind: 'drift-repaired', steps: plan.steps.map(stepTitle) }];
}

function prunedOf({ plan, error }: RoundOutcome): readonly Happening[] {
  if (error || !plan) return [];
  const resources = plan.steps.filter(isRemoval).map((step) => stepTitle(step).replace(/^remove /, ''));
  return resources.length === 0 ? [] : [{ kind: 'pruned', resources }];
}

function isRemoval({ kind, because }: Step): boolean {
  return (kind === 'remove-container' || kind === 'remove-network') && because.some((cause) => cause.kind === 'orphan');
}

function successesOf({ start, outcome }: Round): readonly Happening[] {
  const { applied, error } = start.deployment;
  const isNew = outcome.did === 'release' && (outcome.applied !== applied?.commit || outcome.changed);
  const happened: Happening[] = [];
  if (isNew) happened.push({ kind: 'applied', previous: applied?.commit ?? null, planId: planIdOf(outcome.plan) });
  if (error && outcome.did !== 'nothing') happened.push({ kind: 'recovered', since: error.at });
  return happened;
}

function planIdOf(plan: Plan | null): string | null {
  return plan?.id ?? null;
}

/** One that was held already is no news. */
function failuresOf({ outcome }: Round, { record }: After): readonly Happening[] {
  const { error, failure, rolledBack } = outcome;
  if (error === null || failure === null) return [];
  if (failure === 'refused') return [{ kind: 'refused', error }];
  const back: Happening[] = rolledBack ? [{ kind: 'rolled-back', to: record.applied?.commit ?? null, error }] : [];
  return [{ kind: 'failed', error, failures: record.failures }, ...back];
}

/** When it is given up, not as long as it is. */
function stallOf({ start, outcome }: Round, { status }: After): readonly Happening[] {
  const before = stallIn(start.status, outcome);
  const after = stallIn(status, outcome);
  return after && !before ? [{ kind: 'stalled', error: after }] : [];
}

function stallIn({ held, repairs }: LoopStatus, { attempted, grounds }: RoundOutcome): HeldCommit['error'] | null {
  const found = held.find((one) => one.commit === attempted && one.grounds === grounds);
  if (found) return found.because === 'refused' ? null : found.error;
  return repairs?.isSpent ? (repairs.error ?? SPENT) : null;
}

const SPENT: HeldCommit['error'] = {
  kind: 'agent',
  code: 'repairs-spent',
  message: 'what was repaired differed again each time: it is not repaired any more',
};
