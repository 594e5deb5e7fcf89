// Restarts that are due: after a delay, or, after a reboot, when somebody says so. Starting again is somebody else's.
import type { KeyedMutex } from '../../core/mutex.ts';
import type { ContainerTable } from '../../store/containers.ts';
import { type DueRestart, decideRestart, type RestartDecision } from './restart-policy.ts';

export type DueRestartsParts = {
  readonly table: ContainerTable;
  readonly locks: KeyedMutex;
  /** Called with the lock of the container. Never throws. */
  readonly restart: (id: string) => Promise<void>;
  readonly onRestarting: (id: string) => void;
};

type EndedRun = { readonly exitCode: number; readonly ranMs: number; readonly stoppedByUser: boolean };

export class DueRestarts {
  readonly #parts: DueRestartsParts;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Found after a reboot: the next restart of each waits for `resume`, for what it depends on comes first. */
  readonly #held = new Set<string>();
  readonly #waiting = new Set<string>();
  /** Restarts in a row after short runs: what the delay grows with. Another daemon begins again. */
  readonly #streaks = new Map<string, number>();
  /** Their run ends because another is to begin. */
  readonly #restarting = new Set<string>();

  constructor(parts: DueRestartsParts) {
    this.#parts = parts;
  }

  isDue(id: string): boolean {
    return this.#timers.has(id) || this.#waiting.has(id) || this.#restarting.has(id);
  }

  /** Until its next run has begun the container counts as restarting, and its end is nothing for its restart policy. */
  async during(id: string, work: () => Promise<void>): Promise<void> {
    this.#restarting.add(id);
    try {
      await work();
    } finally {
      this.#restarting.delete(id);
    }
  }

  isDuring(id: string): boolean {
    return this.#restarting.has(id);
  }

  /** Its next run has begun. */
  began(id: string): void {
    this.#restarting.delete(id);
  }

  /** The next restart of a container is not carried out when it is due, but by `resume`. */
  hold(id: string): void {
    this.#held.add(id);
  }

  /** Ids of the containers whose restart is due and waits for `resume`. */
  waiting(): readonly string[] {
    return [...this.#waiting];
  }

  /** Carries out a restart that waits; one that somebody cancelled, or took up, is left alone. */
  resume(id: string): Promise<void> {
    return this.#parts.locks.run(id, async () => {
      if (this.#waiting.has(id)) await this.#parts.restart(id);
      this.#waiting.delete(id);
    });
  }

  /** What the restart policy says of a run that ended. */
  decide(id: string, ended: EndedRun): RestartDecision {
    const { spec, restarts } = this.#parts.table.get(id);
    return decideRestart({ policy: spec.restart, restarts, streak: this.#streaks.get(id) ?? 0, ...ended });
  }

  /** The container counts as restarting until then. */
  schedule(id: string, { delayMs, restarts, streak }: DueRestart): void {
    const { table, locks, restart, onRestarting } = this.#parts;
    table.setRestarts(id, restarts);
    this.#streaks.set(id, streak);
    onRestarting(id);
    if (this.#held.delete(id)) {
      this.#waiting.add(id);
      return;
    }
    const timer = setTimeout(async () => {
      await locks.run(id, () => restart(id));
      // Only now: until it runs it counts as restarting, for whoever follows its log or waits for its health.
      if (this.#timers.get(id) === timer) this.#timers.delete(id);
    }, delayMs);
    this.#timers.set(id, timer);
  }

  cancel(id: string): void {
    this.#streaks.delete(id);
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#held.delete(id);
    this.#waiting.delete(id);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
