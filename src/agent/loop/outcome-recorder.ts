// Writes down what came of a round, and tells it. Only what is new: a round that found nothing to do leaves no trace.
import type { Clock } from '../../core/clock.ts';
import { sourceAddress } from '../../core/declaration.ts';
import { failpoint } from '../../core/failpoint.ts';
import { formatPlan } from '../../reconcile/format-plan.ts';
import type { DeploymentHistory } from '../../store/deployment-history.ts';
import type { DeploymentStatusTable, LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentOutcome, DeploymentRecord, DeploymentTable } from '../../store/deployments.ts';
import { toHistoryEntries } from '../declaration/history-entry.ts';
import type { Pacing } from '../deployment-worker.ts';
import type { DeploymentEvents } from '../events/deployment-events.ts';
import type { RoundImages } from '../images/round-images.ts';
import { nextRecord } from '../next-record.ts';
import type { RoundOutcome } from '../round-outcome.ts';
import type { RoundReport } from '../round-report.ts';
import { happeningsOf } from './happenings.ts';
import { heldCommit } from './held-commits.ts';
import { nextStatus } from './next-status.ts';
import { paceRounds } from './pace-rounds.ts';
import type { Attempt, RoundContext, RoundStart } from './round.ts';

export type RecorderParts = {
  readonly table: DeploymentTable;
  readonly history: DeploymentHistory;
  readonly statuses: DeploymentStatusTable;
  readonly events: DeploymentEvents;
  readonly clock: Clock;
  readonly random: () => number;
  /** Without it, no images are pinned. */
  readonly images?: Pick<RoundImages, 'describe'>;
  /** Hears of every round when it has ended. */
  readonly onRound?: (report: RoundReport) => void;
};

export type RoundEnd = {
  /** As things were when it began. */
  readonly start: RoundStart;
  readonly beganAt: number;
  readonly outcome: RoundOutcome;
  readonly context: RoundContext;
};

/** Gives when the next round begins, and whether others may want to know. */
export function recordOutcome(
  end: RoundEnd,
  parts: RecorderParts,
): { readonly pacing: Pacing; readonly isNews: boolean } {
  const { start, outcome, beganAt, context } = end;
  const { table, statuses, history, clock } = parts;
  const { deployment: before, settings } = start;
  const { name } = before;
  const now = clock.now();
  const random = parts.random();
  const tried = nextRecord(before, outcome, now);
  const record = tried ? { ...before, ...tried } : before;
  const known = { ...start.status, trying: statuses.find(name).trying };
  const changed = nextStatus(known, outcome, { record, settings, now, random });
  const status = changed ?? known;
  const written = tried && markHeld(tried, outcome, status);
  // First the status: what is held must be known before the commit counts as tried.
  failpoint('round:status');
  if (changed) statuses.save(name, changed);
  failpoint('round:record');
  if (written) table.setOutcome(name, written);
  const pins = outcome.attempted === null ? [] : (parts.images?.describe(name, outcome.attempted).pins ?? []);
  const round = { before, outcome, cause: context.cause, at: now, pins };
  const entries = written || outcome.images ? toHistoryEntries(round) : [];
  for (const entry of entries) history.add(name, entry);
  failpoint('round:end');
  tell(end, { record, status, now }, parts);
  const pacing = paceRounds({ record, status, settings, outcome, beganAt, now, random });
  const isNews = written !== undefined || changed !== undefined;
  parts.onRound?.({ deployment: before, outcome, ms: now - beganAt, isNews });
  return { pacing, isNews };
}

/** The error of a commit that is not tried again says so. */
function markHeld(
  tried: DeploymentOutcome,
  { attempted, grounds }: RoundOutcome,
  status: LoopStatus,
): DeploymentOutcome {
  const isHeld = attempted !== null && heldCommit(status, { commit: attempted, grounds }) !== undefined;
  return tried.error && isHeld ? { ...tried, error: { ...tried.error, refusedOn: grounds } } : tried;
}

/** There is a plan for another commit than the one that runs. */
export function tellPlan(attempt: Attempt, deployment: DeploymentRecord, { events, clock }: RecorderParts): void {
  const { plan } = attempt;
  const facts = factsOf(attempt, deployment, clock);
  events.emit({ ...facts, kind: 'planned', pullRequest: null, plan: formatPlan(plan), changes: plan.steps.length });
}

/** A release is about to take its first step, which a daemon that finds it half done is to know. */
export function tellAttempt(
  attempt: Attempt,
  deployment: DeploymentRecord,
  { events, clock, statuses }: RecorderParts,
): void {
  const { plan, commit } = attempt;
  const { name } = deployment;
  statuses.save(name, { ...statuses.find(name), trying: commit });
  const facts = factsOf(attempt, deployment, clock);
  events.emit({ ...facts, kind: 'attempted', plan: formatPlan(plan), planId: plan.id });
}

function factsOf({ commit, signer, trigger }: Attempt, { name, declaration }: DeploymentRecord, { now }: Clock) {
  const url = sourceAddress(declaration.source);
  return { at: now(), deployment: name, url, trigger, actor: null, commit, signer };
}

function tell(
  { start, outcome, context }: RoundEnd,
  after: Parameters<typeof happeningsOf>[1] & { readonly now: number },
  { events }: RecorderParts,
): void {
  const { name, declaration } = start.deployment;
  const url = sourceAddress(declaration.source);
  for (const happening of happeningsOf({ start, outcome }, after))
    events.emit({
      ...{ at: after.now, deployment: name, url, trigger: context.trigger, actor: null },
      commit: outcome.attempted,
      signer: outcome.examined?.signer ?? after.record.applied?.signer ?? null,
      ...happening,
    });
}
