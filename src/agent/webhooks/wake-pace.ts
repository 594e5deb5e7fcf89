// Deployments are woken at once, and then no sooner again than the loop itself would try: a flood is one wish more.
import type { Clock } from '../../core/clock.ts';

/** As long as the loop waits after a first failure. */
export const SHORTEST_BETWEEN_MS = 5_000;

export type WakeParts = { readonly clock: Clock; readonly wake: (deployment: string) => void };

/** Holds one timer for each deployment that was woken a moment ago. */
export class WakePace implements Disposable {
  readonly #parts: WakeParts;
  /** Of deployments in their pause: whether they are to be woken after it. */
  readonly #paused = new Map<string, { isWanted: boolean; readonly cancel: () => void }>();

  constructor(parts: WakeParts) {
    this.#parts = parts;
  }

  /** Now, or once after the pause, however often it was asked for. */
  wake(deployment: string): void {
    const paused = this.#paused.get(deployment);
    if (paused) paused.isWanted = true;
    else this.#wakeNow(deployment);
  }

  [Symbol.dispose](): void {
    for (const { cancel } of this.#paused.values()) cancel();
    this.#paused.clear();
  }

  #wakeNow(deployment: string): void {
    const cancel = this.#parts.clock.after(SHORTEST_BETWEEN_MS, () => this.#endPause(deployment));
    this.#paused.set(deployment, { isWanted: false, cancel });
    this.#parts.wake(deployment);
  }

  #endPause(deployment: string): void {
    const paused = this.#paused.get(deployment);
    this.#paused.delete(deployment);
    if (paused?.isWanted) this.#wakeNow(deployment);
  }
}
