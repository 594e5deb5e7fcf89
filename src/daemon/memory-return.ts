// What a busy time needed is given back once after it, when the daemon is quiet again; one that stays quiet does nothing.
import type { Clock } from '../core/clock.ts';

export type MemoryReturnOptions = {
  readonly clock: Clock;
  /** Of this process so far. */
  readonly processorMs: () => number;
  readonly giveBack: () => void;
};

const LOOK_MS = 5000;
/** In that time; rounds without news stay far below. */
const BUSY_MS = 100;

export class MemoryReturn implements Disposable {
  readonly #options: MemoryReturnOptions;
  #processorMs = 0;
  #wasBusy = false;
  #callOff: () => void;

  constructor(options: MemoryReturnOptions) {
    this.#options = options;
    this.#callOff = this.#later();
  }

  [Symbol.dispose](): void {
    this.#callOff();
  }

  #later(): () => void {
    return this.#options.clock.after(LOOK_MS, () => this.#look());
  }

  #look(): void {
    const processorMs = this.#options.processorMs();
    const isBusy = processorMs - this.#processorMs > BUSY_MS;
    this.#processorMs = processorMs;
    if (this.#wasBusy && !isBusy) this.#options.giveBack();
    this.#wasBusy = isBusy;
    this.#callOff = this.#later();
  }
}
