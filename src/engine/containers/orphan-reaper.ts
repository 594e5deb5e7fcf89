import { reapOrphans } from '../../os/process.ts';

/** Ends of children are told by a signal; this is for one that was not. */
const INTERVAL_MS = 5_000;
/** Those that somebody waits for are mostly taken in by then, and need not be told from the others. */
const DELAY_MS = 100;

/** Takes in children of this process that nobody waits for, such as monitors whose containers have ended. */
export class OrphanReaper implements Disposable {
  readonly #timer = setInterval(reapOrphans, INTERVAL_MS).unref();
  #soon: NodeJS.Timeout | undefined;
  readonly #onChildEnd = (): void => {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      reapOrphans();
    }, DELAY_MS).unref();
  };

  constructor() {
    process.on('SIGCHLD', this.#onChildEnd);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    process.off('SIGCHLD', this.#onChildEnd);
    clearTimeout(this.#soon);
  }
}
