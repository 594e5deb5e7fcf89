/** Work that is asked for again and again: one run at a time, and one more if it was asked for meanwhile. */
export class Repeater {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** The work never fails. */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves at the end of a run that began after this. */
  ask(): Promise<void> {
    if (!this.#running) return this.#run();
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#run();
    });
    return this.#next;
  }

  /** Resolves when nothing runs and nothing is due. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #run(): Promise<void> {
    // In a turn of its own: what is asked for in one go is one run.
    this.#running = Promise.resolve()
      .then(this.#work)
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}
