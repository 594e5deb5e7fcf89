// Walks a plan: as much at once as its order allows, journalled, every step's end told to those that wait for it. A failure
// leaves out its followers, lets the independent branches finish, and is reported with them.
import { errorCode, toWireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { failpoint } from '../core/failpoint.ts';
import type { Tracer } from '../core/trace.ts';
import { stepTitle } from '../reconcile/format-plan.ts';
import type { Plan, Step } from '../reconcile/plan.ts';
import type { Journal } from '../store/stacks.ts';
import { type StepOutcome, StepSchedule, type Verdict } from './step-schedule.ts';

export type PlanOutcome = { readonly failed: readonly string[] };

export type RunPlanOptions = {
  readonly journal: Journal;
  readonly tracer: Tracer;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DockrEvent) => void;
  /** Carries out one step; `unneeded` when it turned out that nothing had to be done. */
  readonly execute: (step: Step) => Promise<'done' | 'unneeded'>;
  /** Takes back what one did. */
  readonly undo?: (step: Step) => Promise<void>;
};

/** Runs every step whose predecessors ended well. Never rejects: failures are in the outcome and were told as events. */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<PlanOutcome> {
  const failed: string[] = [];
  const schedule = new StepSchedule();
  const undone = new Set<string>();
  for (const step of plan.steps) {
    schedule.add(step, async (verdict) => {
      const outcome = await settle(step, verdict, { ...options, plan });
      if (outcome !== 'failed' && outcome !== 'skipped') return outcome;
      failed.push(step.id);
      const target = plan.steps.find(({ id }) => id === step.undoes);
      if (target && !undone.has(target.id) && schedule.outcomeOf(target.id) === 'done') {
        undone.add(target.id);
        await undo(target, { ...options, plan });
      }
      return outcome;
    });
  }
  await schedule.allEnded();
  return { failed };
}

type Run = RunPlanOptions & { readonly plan: Plan };

async function settle(step: Step, verdict: Verdict, run: Run): Promise<StepOutcome> {
  const title = stepTitle(step);
  if (run.signal.aborted && !(verdict === 'run' && isTail(step))) return skip(step, 'interrupted', run);
  if (verdict === 'skip') return skip(step, 'a step that it waits for failed', run);
  if (verdict === 'run') return carryOut(step, title, run);
  run.onEvent({ type: 'step', id: step.id, status: 'unneeded', title });
  return 'unneeded';
}

/** What is left of a replacement after its switch: half of it is nothing to leave behind. */
function isTail(step: Step): boolean {
  if (step.kind === 'switch-traffic') return step.together === true;
  return step.when !== undefined && (step.kind === 'drain-container' || step.kind === 'remove-container');
}

/** A failure is warned of: the next plan, or the next daemon, finds what is left. */
async function undo(step: Step, { plan, journal, onEvent, undo: takeBack }: Run): Promise<void> {
  if (!takeBack) return;
  const title = `undo ${stepTitle(step)}`;
  const id = `undo ${step.id}`;
  let entry: number | undefined;
  try {
    entry = journal.begin(plan.id, plan.stack, id);
    failpoint(`step:undo-${step.kind}:before`);
    await takeBack(step);
    failpoint(`step:undo-${step.kind}:after`);
    journal.end(entry, 'done');
    onEvent({ type: 'step', id, status: 'done', title });
  } catch (error) {
    if (entry !== undefined) noteFailure(journal, entry, error);
    onEvent({ type: 'warning', code: 'not-undone', message: `${title}: ${toWireError(error).message}` });
  }
}

/** A wait that nobody insists on holds up nobody, whatever became of what it waits for. */
function skip(step: Step, note: string, { onEvent, signal }: Run): StepOutcome {
  onEvent({ type: 'step', id: step.id, status: 'skipped', title: stepTitle(step), note });
  return step.kind === 'wait-service' && !step.required && !signal.aborted ? 'warned' : 'skipped';
}

async function carryOut(
  step: Step,
  title: string,
  { plan, journal, tracer, onEvent, execute }: Run,
): Promise<StepOutcome> {
  const started = performance.now();
  let entry: number | undefined;
  onEvent({ type: 'step', id: step.id, status: 'started', title });
  try {
    entry = journal.begin(plan.id, plan.stack, step.id);
    failpoint(`step:${step.kind}:before`);
    const status = await tracer.during('step', title, title, () => execute(step));
    failpoint(`step:${step.kind}:after`);
    journal.end(entry, status);
    onEvent({ type: 'step', id: step.id, status, title, ms: elapsed(started) });
    return status;
  } catch (error) {
    if (entry !== undefined) noteFailure(journal, entry, error);
    const wire = toWireError(error);
    if (step.kind === 'wait-service' && !step.required) {
      onEvent({ type: 'step', id: step.id, status: 'unneeded', title, ms: elapsed(started), note: 'not required' });
      onEvent({ type: 'warning', code: wire.code, message: wire.message });
      return 'warned';
    }
    onEvent({ type: 'step', id: step.id, status: 'failed', title, ms: elapsed(started), error: wire });
    return 'failed';
  }
}

/** On a full disk the note may fail, too: then it is found as an interrupted step, and the failure itself is told. */
function noteFailure(journal: Journal, entry: number, error: unknown): void {
  try {
    journal.end(entry, `failed: ${errorCode(error) ?? 'bug'}`);
  } catch {}
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
