// Changes come singly and in crowds. Each runs in a turn of the loop of its own, so that nothing else waits long; what many
// have in common (one transaction of the database, one of nft, one deletion of links) is done once a round.
import { setImmediate as nextTurn } from 'node:timers/promises';

const ROUND_LIMIT = 64;

type Change = {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

export class ChangeRounds {
  readonly #commit: () => Promise<void>;
  readonly #queue: Change[] = [];
  #isRunning = false;

  /** `commit` makes what the changes of a round noted down true; if it fails, all of them fail. */
  constructor(commit: () => Promise<void>) {
    this.#commit = commit;
  }

  /** Runs `work` in its turn; resolves with its result once the round is committed. */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (!this.#isRunning) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    while (this.#queue.length > 0) await this.#round();
    this.#isRunning = false;
  }

  async #round(): Promise<void> {
    const done: { readonly change: Change; readonly result: unknown }[] = [];
    for (let count = 0; count < ROUND_LIMIT; count++) {
      const change = this.#queue.shift();
      if (!change) break;
      try {
        done.push({ change, result: change.work() });
      } catch (error) {
        change.reject(error);
      }
      await nextTurn();
    }
    try {
      await this.#commit();
      for (const { change, result } of done) change.resolve(result);
    } catch (error) {
      for (const { change } of done) change.reject(error);
    }
  }
}
