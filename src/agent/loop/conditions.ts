// The state of a deployment in conditions, each with a reason for programs and a message for people.
import type { Condition, ConditionType, HeldCommit, LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { RoundOutcome } from '../round-outcome.ts';
import { heldCommit } from './held-commits.ts';
import type { LoopSettings } from './settings.ts';

export type StatusContext = {
  /** As it is after the round. */
  readonly record: DeploymentRecord;
  readonly settings: LoopSettings;
  readonly now: number;
  readonly random: number;
};

type Said = Pick<Condition, 'status' | 'reason' | 'message'>;
type After = Omit<LoopStatus, 'conditions'> & { readonly outcome: RoundOutcome };
type Judging = After & Pick<StatusContext, 'record' | 'settings'>;

/** The time of each is that of its last change of status or reason. */
export function conditionsAfter(
  before: readonly Condition[],
  after: After,
  { record, settings, now }: StatusContext,
): readonly Condition[] {
  const judging = { ...after, record, settings };
  const said: readonly (readonly [ConditionType, Said | undefined])[] = [
    ['Ready', ready(judging)],
    ['Stalled', stalled(judging)],
    ['Fetched', fetched(judging)],
    ['Verified', verified(judging)],
    ['Applied', applied(judging)],
    ['Healthy', healthy(judging)],
  ];
  return said.flatMap(([type, found]) => {
    const known = before.find((condition) => condition.type === type);
    if (found === undefined) return known ? [known] : [];
    const isSame = known?.status === found.status && known.reason === found.reason;
    return [{ type, ...found, at: isSame ? known.at : now, observedGeneration: settings.generation }];
  });
}

export type Live = {
  readonly isBusy: boolean;
  readonly suspended: boolean;
  /** The last round did not end well. */
  readonly isFailing: boolean;
  readonly generation: number;
  /** When that began, in milliseconds since 1970. */
  readonly since: number;
};

/** All of them: those that are stored, and those that come of what goes on at the moment. */
export function liveConditions(
  { conditions, waiting }: Pick<LoopStatus, 'conditions' | 'waiting'>,
  live: Live,
): readonly Condition[] {
  const common = { at: live.since, observedGeneration: live.generation };
  const suspended = live.suspended
    ? yes('Suspended', 'rounds begin only if asked for')
    : no('Active', 'it is followed');
  return [
    ...conditions,
    { type: 'Reconciling', ...common, ...reconciling(live, { conditions, waiting }) },
    { type: 'Suspended', ...common, ...suspended },
  ];
}

function reconciling(
  { isBusy, suspended, isFailing }: Live,
  { conditions, waiting }: Pick<LoopStatus, 'conditions' | 'waiting'>,
): Said {
  if (isBusy) return yes('RoundRuns', 'a round is under way');
  if (suspended) return no('Suspended', 'no round begins by itself');
  if (waiting) return no(waitReason(waiting), waiting.message);
  const isStalled = conditions.some(({ type, status }) => type === 'Stalled' && status === 'true');
  return isFailing && !isStalled ? yes('Retrying', 'the next round tries again') : no('Done', 'nothing is under way');
}

function ready({ outcome, waiting, repairs, held: holding }: Judging): Said | undefined {
  if (outcome.superseded) return undefined;
  if (waiting) return no(waitReason(waiting), `commit ${waiting.commit} waits: ${waiting.message}`);
  const held = heldNow({ held: holding, outcome });
  if (held) return no(HELD_REASONS[held.because], held.error.message);
  if (outcome.error) return no(reasonFor(outcome), outcome.error.message);
  if (repairs?.isSpent) return no('RepairsSpent', REPAIRS_SPENT);
  return yes('Succeeded', `commit ${outcome.applied} runs`);
}

const REPAIRS_SPENT = 'what was repaired differed again each time: it is not repaired any more';

function stalled({ held, outcome, repairs }: Judging): Said | undefined {
  const found = heldNow({ held, outcome });
  if (found) return yes(HELD_REASONS[found.because], found.error.message);
  if (repairs?.isSpent) return yes('RepairsSpent', REPAIRS_SPENT);
  // Whether the commit of before would still be held cannot be told while the repository does not answer.
  if (outcome.attempted === null) return undefined;
  return no('NotStalled', 'nothing has to be done by a person');
}

function heldNow({ held, outcome }: Pick<Judging, 'held' | 'outcome'>): HeldCommit | undefined {
  const { attempted: commit, grounds } = outcome;
  return commit === null ? undefined : heldCommit({ held }, { commit, grounds });
}

const HELD_REASONS = {
  refused: 'Refused',
  invalid: 'Invalid',
  quarantined: 'Quarantined',
  'retries-spent': 'RetriesSpent',
} as const;

function fetched({ outcome }: Judging): Said | undefined {
  const { attempted, error, failure, did } = outcome;
  if (did !== 'nothing') return yes('Fetched', `commit ${attempted} is here`);
  if (error && failure === 'transient') return no(toReason(error.code), error.message);
  return undefined;
}

function verified({ outcome, record }: Judging): Said | undefined {
  if (record.declaration.verify === null) return no('NotDeclared', 'commits are not verified');
  if (outcome.failure === 'refused' && outcome.error) return no(toReason(outcome.error.code), outcome.error.message);
  const signer = outcome.did === 'nothing' ? undefined : (outcome.examined?.signer ?? record.applied?.signer);
  return signer === undefined ? undefined : yes('Verified', `signed by ${signer}`);
}

function applied({ outcome }: Judging): Said | undefined {
  const { did, error, superseded, rolledBack } = outcome;
  if (did === 'nothing' || superseded) return undefined;
  if (did === 'release' && error) return no(rolledBack ? 'RolledBack' : toReason(error.code), error.message);
  return yes('Applied', `commit ${outcome.applied} is applied`);
}

function healthy({ outcome }: Judging): Said | undefined {
  const { did, error, failure, superseded, rolledBack } = outcome;
  if (superseded) return undefined;
  if (did === 'release' && failure === 'unhealthy' && !(rolledBack && !rolledBack.failed))
    return no(rolledBack ? 'RollbackFailed' : 'Unhealthy', error?.message ?? 'it is not healthy');
  if (did === 'release' && error === null) return yes('Healthy', `commit ${outcome.applied} was found healthy`);
  return undefined;
}

function reasonFor({ failure, error, rolledBack }: RoundOutcome): string {
  if (rolledBack) return 'RolledBack';
  if (failure === 'unhealthy') return 'Unhealthy';
  return toReason(error?.code ?? 'failed');
}

function waitReason({ for: what }: NonNullable<LoopStatus['waiting']>): string {
  return what === 'window' ? 'WindowClosed' : 'DependencyNotReady';
}

/** `source-unreachable` as `SourceUnreachable`. */
function toReason(words: string): string {
  return words.replace(/(^|-)([a-z0-9])/g, (_all, _dash, letter: string) => letter.toUpperCase());
}

function yes(reason: string, message: string): Said {
  return { status: 'true', reason, message };
}

function no(reason: string, message: string): Said {
  return { status: 'false', reason, message };
}
