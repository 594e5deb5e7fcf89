// What of a plan may run now: outcomes of steps, and what follows from them for those that come after.
import { Semaphore } from '../core/mutex.ts';
import type { Step, StepKind } from '../reconcile/plan.ts';

/** `warned`: it failed, but nobody insists on it. */
export type StepOutcome = 'done' | 'unneeded' | 'warned' | 'failed' | 'skipped';

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
  'start-successor': 'container',
  'wait-ready': 'wait',
  'switch-traffic': 'wait',
  'switch-together': 'wait',
  'start-canary': 'container',
  'share-traffic': 'wait',
  'drain-container': 'wait',
  pause: 'wait',
  'start-container': 'container',
  'restart-container': 'container',
  // Stopping is mostly waiting for the container.
  'stop-container': 'wait',
  'remove-container': 'wait',
  'wait-service': 'wait',
};

/** What to do with a step once all before it have ended. */
export type Verdict = 'run' | 'skip' | 'unneeded';

/** Outcomes by step id. A step is asked about only when those it waits for have ended. */
export class StepSchedule {
  readonly #outcomes = new Map<string, Promise<StepOutcome>>();
  readonly #ended = new Map<string, StepOutcome>();
  readonly #slots = new Map(Object.entries(LIMITS).map(([name, limit]) => [name, new Semaphore(limit)]));

  /** Calls `work` when the step's turn has come, with what is to be done with it. */
  add(step: Step, work: (verdict: Verdict) => Promise<StepOutcome>): void {
    const outcome = this.#await(step).then(async (verdict) => {
      const slot = verdict === 'run' ? this.#slots.get(CLASS_OF[step.kind]) : undefined;
      return slot ? slot.run(() => work(verdict)) : work(verdict);
    });
    this.#outcomes.set(
      step.id,
      outcome.then((value) => {
        this.#ended.set(step.id, value);
        return value;
      }),
    );
  }

  /** Undefined while it has not ended. */
  outcomeOf(id: string): StepOutcome | undefined {
    return this.#ended.get(id);
  }

  async allEnded(): Promise<void> {
    await Promise.all(this.#outcomes.values());
  }

  async #await(step: Step): Promise<Verdict> {
    const before = await Promise.all(step.after.map((id) => this.#outcomes.get(id) ?? 'done'));
    const failures = before.filter((outcome) => outcome === 'failed' || outcome === 'skipped').length;
    if (failures > (step.kind === 'pause' ? step.tolerated : 0)) return 'skip';
    return this.#isNeeded(step) ? 'run' : 'unneeded';
  }

  /** The steps that a condition names come before the step, so their outcomes are known. */
  #isNeeded({ when }: Step): boolean {
    if (!when) return true;
    const did = (id: string): boolean => this.#ended.get(id) === 'done';
    return (when.done.length === 0 || when.done.some(did)) && !when.notDone.some(did);
  }
}
