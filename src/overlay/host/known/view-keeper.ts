import type { Clock } from '../../../core/clock.ts';
import { Repeater } from '../repeater.ts';
import type { RememberedView, ViewFile } from './view-file.ts';

export type ViewKeeperOptions = {
  readonly file: ViewFile;
  readonly clock: Clock;
  /** What is to be in the file; undefined leaves what is there. */
  readonly view: () => RememberedView | undefined;
  /** After each attempt. */
  readonly onWritten: (failure: unknown) => void;
};

/** So that a thousand changes in a row are one file; what came later than that is lost with a process that is killed. */
const DELAY_MS = 1000;

/** Writes the file a while after a change, and at the end. */
export class ViewKeeper implements AsyncDisposable {
  readonly #options: ViewKeeperOptions;
  readonly #repeater = new Repeater(() => this.#write());
  #callOff: (() => void) | undefined;
  #isStopped = false;

  constructor(options: ViewKeeperOptions) {
    this.#options = options;
  }

  ask(): void {
    if (this.#isStopped) return;
    this.#callOff ??= this.#options.clock.after(DELAY_MS, () => {
      this.#callOff = undefined;
      void this.#repeater.ask();
    });
  }

  /** What was asked for is written at once, and nothing after that. */
  async [Symbol.asyncDispose](): Promise<void> {
    const isDue = this.#callOff !== undefined;
    this.#isStopped = true;
    this.#callOff?.();
    this.#callOff = undefined;
    await this.#repeater.settled();
    if (isDue) await this.#write();
  }

  async #write(): Promise<void> {
    const { file, view, onWritten } = this.#options;
    const wanted = view();
    if (!wanted) return;
    try {
      await file.write(wanted);
    } catch (error) {
      onWritten(error);
      return;
    }
    onWritten(undefined);
  }
}
