import type { Clock } from '../../core/clock.ts';

/** Work for later, all of which can be called off at once. */
export class Timers implements Disposable {
  readonly #clock: Clock;
  readonly #pending = new Set<() => void>();
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(milliseconds: number, work: () => void): void {
    if (this.#isOver) return;
    const callOff = this.#clock.after(milliseconds, () => {
      this.#pending.delete(callOff);
      work();
    });
    this.#pending.add(callOff);
  }

  every(milliseconds: number, work: () => void): void {
    this.after(milliseconds, () => {
      work();
      this.every(milliseconds, work);
    });
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const callOff of this.#pending) callOff();
  }
}
