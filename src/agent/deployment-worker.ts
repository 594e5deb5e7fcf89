// The loop of one deployment. Level-triggered: a wish for a round only marks it dirty, one round runs at a time, and a wish
// that comes meanwhile is a round after it.
import type { Clock } from '../core/clock.ts';
import { AgentError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { RoundContext, RoundOutcome } from './run-round.ts';

export type Emit = (event: DockrEvent) => void;

export type WorkerParts = {
  readonly round: (context: RoundContext) => Promise<RoundOutcome>;
  /** Records the outcome, and gives how long to wait until the next round. */
  readonly onOutcome: (outcome: RoundOutcome) => number;
  readonly clock: Clock;
};

type Waiter = {
  readonly emit: Emit;
  readonly resolve: (outcome: RoundOutcome) => void;
  readonly reject: (error: unknown) => void;
};

export class DeploymentWorker {
  readonly #parts: WorkerParts;
  readonly #stopping = new AbortController();
  #waiters: Waiter[] = [];
  #isDirty = false;
  #isSuspended = false;
  #rounds: Promise<void> | undefined;
  #cancelTimer: () => void = () => {};
  #nextAt: number | null = null;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#rounds !== undefined;
  }

  /** When the next round begins by itself; null while one runs, and while suspended. */
  get nextAt(): number | null {
    return this.#nextAt;
  }

  /** Begins with a round, unless suspended. */
  start(state: 'active' | 'suspended'): void {
    this.#isSuspended = state === 'suspended';
    if (!this.#isSuspended) this.#wake();
  }

  /** A whole round from now on, also while suspended. Its events go to `emit`. */
  sync(emit: Emit): Promise<RoundOutcome> {
    if (this.#stopping.signal.aborted) return Promise.reject(calledOff());
    return new Promise((resolve, reject) => {
      this.#waiters.push({ emit, resolve, reject });
      this.#wake();
    });
  }

  /** No more rounds by themselves. One that runs is not interrupted. */
  suspend(): void {
    this.#isSuspended = true;
    this.#setTimer(null);
  }

  resume(): void {
    this.#isSuspended = false;
    this.#wake();
  }

  /** Ends what runs. Who waits for a round that did not begin gets an error. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#setTimer(null);
    await this.#rounds;
    for (const { reject } of this.#waiters.splice(0)) reject(calledOff());
  }

  #wake(): void {
    if (this.#stopping.signal.aborted) return;
    this.#isDirty = true;
    this.#setTimer(null);
    this.#rounds ??= this.#runRounds();
  }

  async #runRounds(): Promise<void> {
    let delay = 0;
    while (this.#isDirty && !this.#stopping.signal.aborted) {
      this.#isDirty = false;
      delay = await this.#runRound();
    }
    this.#rounds = undefined;
    if (!this.#isSuspended && !this.#stopping.signal.aborted) this.#setTimer(delay);
  }

  async #runRound(): Promise<number> {
    const waiters = this.#waiters;
    this.#waiters = [];
    const outcome = await this.#parts.round({
      asked: waiters.length > 0,
      signal: this.#stopping.signal,
      emit: (event) => {
        for (const { emit } of waiters) emit(event);
      },
    });
    // What was cut short by the end of the daemon is no failure of the deployment.
    const isCutShort = outcome.error !== null && this.#stopping.signal.aborted;
    const delay = isCutShort ? 0 : this.#parts.onOutcome(outcome);
    for (const { resolve } of waiters) resolve(outcome);
    return delay;
  }

  #setTimer(delayMs: number | null): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#nextAt = null;
    if (delayMs === null) return;
    const { clock } = this.#parts;
    this.#nextAt = clock.now() + delayMs;
    this.#cancelTimer = clock.after(delayMs, () => this.#wake());
  }
}

function calledOff(): AgentError {
  return new AgentError('aborted', { message: 'the round was called off: the deployment or the daemon has ended' });
}
