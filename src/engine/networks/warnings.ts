import { messageOf } from './message-of.ts';

/** Hands warnings on, each once. */
export class Warnings {
  readonly #hand: (code: string, message: string) => void;
  readonly #given = new Set<string>();

  constructor(hand: (code: string, message: string) => void = () => undefined) {
    this.#hand = hand;
  }

  give(code: string, message: string): void {
    if (this.#given.has(`${code} ${message}`)) return;
    this.#given.add(`${code} ${message}`);
    this.#hand(code, message);
  }

  /** Does what may fail without harm to the rest; then it is a warning, and the result false. */
  async attempt(what: string, work: () => unknown): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.give('not-restored', `${what}: ${messageOf(error)}`);
      return false;
    }
  }
}
