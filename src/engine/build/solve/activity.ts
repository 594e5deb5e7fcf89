/** Work under way, so that whoever gives it up can wait until it has let go of everything. */
export class Activity {
  readonly #running = new Map<Promise<unknown>, AbortSignal>();
  readonly #releases = new Set<Promise<void>>();

  /** Notes work until it ends. */
  track<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
    this.#running.set(work, signal);
    const forget = (): void => void this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }

  /** Notes what is taken back in the background, for nobody needs to wait for it before the end of the build. */
  later(work: Promise<void>): void {
    this.#releases.add(work);
    const forget = (): void => void this.#releases.delete(work);
    work.then(forget, forget);
  }

  /** Resolves when all work that was given up has ended and everything is taken back. */
  async settled(): Promise<void> {
    const ending = [...this.#running].flatMap(([work, signal]) => (signal.aborted ? [work] : []));
    await Promise.allSettled([...ending, ...this.#releases]);
  }
}
