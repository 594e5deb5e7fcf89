// What is to be told to one receiver, in order, one at a time: bounded, tried again, given up in the end. Nobody waits for it.
import type { Clock } from '../../core/clock.ts';
import { toWireError, type WireError } from '../../core/errors.ts';
import { backoffMs } from './retry-delay.ts';

/** Says whether to try again; `afterMs` where the receiver says when. Throwing is trying again. */
export type Sent =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number | null; readonly why: WireError }
  | { readonly kind: 'refused'; readonly why: WireError };

export type Letter = {
  /** A newer letter of the same key takes the place of one that was not sent yet. null: it is its own. */
  readonly key: string | null;
  readonly send: (signal: AbortSignal) => Promise<Sent>;
};

export type OutboxParts = {
  readonly clock: Clock;
  readonly random: () => number;
  /** Hears of each letter that is given up. */
  readonly onLost: (why: WireError) => void;
};

const MOST_LETTERS = 256;
const MOST_ATTEMPTS = 6;

export class Outbox implements Disposable {
  readonly #parts: OutboxParts;
  readonly #stopping = new AbortController();
  readonly #letters: Letter[] = [];
  #attempts = 0;
  #isBusy = false;
  #cancelWait: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Letters that wait, the one under way included. */
  get size(): number {
    return this.#letters.length;
  }

  /** Returns at once. With too many waiting, the oldest is lost. */
  post(letter: Letter): void {
    if (this.#stopping.signal.aborted) return;
    const firstIdle = this.#isBusy ? 1 : 0;
    const at =
      letter.key === null ? -1 : this.#letters.findIndex(({ key }, index) => index >= firstIdle && key === letter.key);
    if (at === -1) this.#letters.push(letter);
    else this.#letters[at] = letter;
    if (this.#letters.length > MOST_LETTERS) {
      this.#letters.splice(firstIdle, 1);
      this.#parts.onLost(tooMany());
    }
    this.#start();
  }

  /** Resolves when all that can be sent now was sent. What waits to be tried again is not waited for. */
  async settle(): Promise<void> {
    await this.#running;
  }

  /** What was not sent is forgotten. */
  [Symbol.dispose](): void {
    this.#stopping.abort();
    this.#cancelWait?.();
    this.#letters.length = 0;
  }

  #start(): void {
    if (this.#isBusy || this.#cancelWait) return;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (!this.#cancelWait && this.#letters[0]) await this.#sendFirst(this.#letters[0]);
    this.#isBusy = false;
  }

  async #sendFirst(letter: Letter): Promise<void> {
    const { signal } = this.#stopping;
    const sent = await letter.send(signal).catch((error: unknown): Sent => {
      return { kind: 'again', afterMs: null, why: toWireError(error) };
    });
    if (signal.aborted) return;
    this.#attempts++;
    if (sent.kind === 'again' && this.#attempts < MOST_ATTEMPTS) return this.#wait(sent.afterMs);
    this.#letters.shift();
    this.#attempts = 0;
    if (sent.kind !== 'done') this.#parts.onLost(sent.why);
  }

  #wait(afterMs: number | null): void {
    const { clock, random } = this.#parts;
    const own = backoffMs(this.#attempts, random());
    this.#cancelWait = clock.after(Math.max(own, afterMs ?? 0), () => {
      this.#cancelWait = undefined;
      this.#start();
    });
  }
}

function tooMany(): WireError {
  return { kind: 'agent', code: 'report-not-sent', message: `more than ${MOST_LETTERS} reports wait to be sent` };
}
