// Walks a plan: as much at once as its order allows, journalled, every step's end told to those that wait for it. A failure
// leaves out its followers, lets the independent branches finish, and is reported with them.
import { type DockrError, errorCode, toWireError, type WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { Semaphore } from '../core/mutex.ts';
import type { Tracer } from '../core/trace.ts';
import { stepTitle } from '../reconcile/format-plan.ts';
import type { Plan, Step, StepKind } from '../reconcile/plan.ts';
import type { Journal } from '../store/stacks.ts';

export type StepOutcome = 'done' | 'unneeded' | 'failed' | 'skipped';

export type PlanOutcome = { readonly failed: readonly string[]; readonly errors: readonly unknown[] };

export type RunPlanOptions = {
  readonly journal: Journal;
  readonly tracer: Tracer;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DockrEvent) => void;
  /** Carries out one step; `unneeded` when it turned out that nothing had to be done. */
  readonly execute: (step: Step) => Promise<'done' | 'unneeded'>;
};

/** How many steps of a class run at once: pulls are bound by the network, containers by two cores' worth of runtime. */
const LIMITS = { pull: 3, build: 2, container: 6, network: 4, wait: 1000 } as const;

const CLASS_OF: Readonly<Record<StepKind, keyof typeof LIMITS>> = {
  'pull-image': 'pull',
  'build-image': 'build',
  'create-network': 'network',
  'repair-network': 'network',
  'remove-network': 'network',
  'create-volume': 'network',
  'remove-volume': 'network',
  'create-container': 'container',
  'recreate-container': 'container',
  'start-container': 'container',
  'restart-container': 'container',
  // Stopping is mostly waiting for the container.
  'stop-container': 'wait',
  'remove-container': 'wait',
  'wait-service': 'wait',
};

/** Runs every step whose predecessors ended well. Never rejects: failures are in the outcome and were told as events. */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<PlanOutcome> {
  const semaphores = new Map(Object.entries(LIMITS).map(([name, limit]) => [name, new Semaphore(limit)]));
  const outcomes = new Map<string, Promise<StepOutcome>>();
  const failed: string[] = [];
  const errors: unknown[] = [];

  const runStep = async (step: Step): Promise<StepOutcome> => {
    const before = await Promise.all(step.after.map((id) => outcomes.get(id) ?? 'done'));
    const title = stepTitle(step);
    if (before.includes('failed') || before.includes('skipped') || options.signal.aborted) {
      const note = options.signal.aborted ? 'interrupted' : 'a step that it waits for failed';
      options.onEvent({ type: 'step', id: step.id, status: 'skipped', title, note });
      failed.push(step.id);
      return 'skipped';
    }
    const semaphore = semaphores.get(CLASS_OF[step.kind]);
    return semaphore ? semaphore.run(() => carryOut(step, title)) : carryOut(step, title);
  };

  const carryOut = async (step: Step, title: string): Promise<StepOutcome> => {
    if (options.signal.aborted) {
      options.onEvent({ type: 'step', id: step.id, status: 'skipped', title, note: 'interrupted' });
      failed.push(step.id);
      return 'skipped';
    }
    const started = performance.now();
    const entry = options.journal.begin(plan.id, plan.stack, step.id);
    options.onEvent({ type: 'step', id: step.id, status: 'started', title });
    try {
      const status = await options.tracer.during('step', title, title, () => options.execute(step));
      options.journal.end(entry, status);
      options.onEvent({ type: 'step', id: step.id, status, title, ms: elapsed(started) });
      return status;
    } catch (error) {
      options.journal.end(entry, `failed: ${errorCode(error) ?? 'bug'}`);
      failed.push(step.id);
      errors.push(error);
      options.onEvent({
        type: 'step',
        id: step.id,
        status: 'failed',
        title,
        ms: elapsed(started),
        error: toWireError(error),
      });
      return 'failed';
    }
  };

  for (const step of plan.steps) outcomes.set(step.id, runStep(step));
  await Promise.all(outcomes.values());
  return { failed, errors };
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}

/** For results: what went wrong, as it travels. */
export function wireErrors(errors: readonly (DockrError | unknown)[]): WireError[] {
  return errors.map(toWireError);
}
