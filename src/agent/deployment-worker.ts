// The loop of one deployment. Level-triggered: a wish for a round only marks it dirty, one round runs at a time, and a wish
// that comes meanwhile is a round after it.
import type { Clock } from '../core/clock.ts';
import { AgentError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { Trigger } from './events/deployment-event.ts';
import type { RoundContext } from './loop/round.ts';
import type { RoundOutcome } from './round-outcome.ts';

export type Emit = (event: DockrEvent) => void;

/** When the next round begins by itself, and when one that nobody asks for may begin at the earliest. */
export type Pacing = {
  readonly delayMs: number;
  /** Why it will. */
  readonly trigger: Trigger;
  readonly notBefore: number;
};

export type WorkerParts = {
  readonly round: (context: RoundContext) => Promise<RoundOutcome>;
  /** Records the outcome, and paces the next rounds. */
  readonly onOutcome: (outcome: RoundOutcome, context: RoundContext) => Pacing;
  readonly clock: Clock;
};

/** What somebody who asks for a round wants of it. */
export type Wish = {
  readonly emit: Emit;
  readonly allowRewind: boolean;
  readonly allowRemoval?: boolean;
  /** For the history, where it is not just a person who asks. */
  readonly cause?: string;
};

type Waiter = Wish & {
  readonly resolve: (outcome: RoundOutcome) => void;
  readonly reject: (error: unknown) => void;
};

export class DeploymentWorker {
  readonly #parts: WorkerParts;
  readonly #stopping = new AbortController();
  readonly #hints = new Set<() => void>();
  #waiters: Waiter[] = [];
  #trigger: Trigger | null = null;
  #isSuspended = false;
  #rounds: Promise<void> | undefined;
  #cancelTimer: () => void = () => {};
  #nextAt: number | null = null;
  #notBefore = 0;
  #since: number;
  /** Of the next round that begins by itself. */
  #due: Trigger = 'poll';

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#since = parts.clock.now();
  }

  /** When it began or ended to be busy or suspended, in milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  get isBusy(): boolean {
    return this.#rounds !== undefined;
  }

  /** When the next round begins by itself; null while one runs, and while suspended. */
  get nextAt(): number | null {
    return this.#nextAt;
  }

  /** Begins with a round, unless suspended; the same when what is declared has changed. */
  start(state: 'active' | 'suspended'): void {
    if (state === 'suspended') this.suspend();
    else {
      this.#isSuspended = false;
      this.#notBefore = 0;
      this.#wake('start');
    }
  }

  /**
   * There may be news. Many of these are as good as one: a round that runs looks for a newer commit, and one comes after it.
   * Does nothing while suspended.
   */
  hint(trigger: Trigger): void {
    if (!this.#isSuspended) this.#wake(trigger);
  }

  /** A whole round from now on, also while suspended. Its events go to `emit`. */
  sync(wish: Wish): Promise<RoundOutcome> {
    if (this.#stopping.signal.aborted) return Promise.reject(calledOff());
    return new Promise((resolve, reject) => {
      this.#waiters.push({ ...wish, resolve, reject });
      this.#wake('user');
    });
  }

  /** No more rounds by themselves. One that runs is not interrupted. */
  suspend(): void {
    this.#isSuspended = true;
    this.#since = this.#parts.clock.now();
    this.#setTimer(null);
  }

  resume(): void {
    this.#isSuspended = false;
    this.#notBefore = 0;
    this.#since = this.#parts.clock.now();
    this.#wake('user');
  }

  /** Ends what runs. Who waits for a round that did not begin gets an error. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#setTimer(null);
    await this.#rounds;
    for (const { reject } of this.#waiters.splice(0)) reject(calledOff());
  }

  #wake(trigger: Trigger): void {
    if (this.#stopping.signal.aborted) return;
    this.#trigger = trigger;
    for (const listener of [...this.#hints]) listener();
    if (this.#rounds) return;
    this.#setTimer(null);
    if (this.#isDue()) this.#rounds = this.#runRounds();
    else this.#setTimer(this.#notBefore - this.#parts.clock.now());
  }

  /** Who asks does not wait; whoever pushes often does, so that not every push is carried out. */
  #isDue(): boolean {
    if (this.#waiters.length > 0) return true;
    return !this.#isSuspended && this.#parts.clock.now() >= this.#notBefore;
  }

  async #runRounds(): Promise<void> {
    let delayMs = 0;
    this.#since = this.#parts.clock.now();
    while (this.#trigger && this.#isDue() && !this.#stopping.signal.aborted) {
      const trigger = this.#trigger;
      this.#trigger = null;
      delayMs = await this.#runRound(trigger);
    }
    this.#rounds = undefined;
    this.#since = this.#parts.clock.now();
    if (this.#isSuspended || this.#stopping.signal.aborted) return;
    this.#setTimer(this.#trigger ? Math.max(0, this.#notBefore - this.#parts.clock.now()) : delayMs);
  }

  async #runRound(began: Trigger): Promise<number> {
    const waiters = this.#waiters;
    this.#waiters = [];
    const context: RoundContext = {
      trigger: began,
      asked: waiters.length > 0,
      allowRewind: waiters.some(({ allowRewind }) => allowRewind),
      allowRemoval: waiters.some(({ allowRemoval }) => allowRemoval === true),
      cause: causeOf(waiters),
      signal: this.#stopping.signal,
      emit: (event) => {
        for (const { emit } of waiters) emit(event);
      },
      isFollowed: () => !this.#isSuspended,
      onHint: (listener) => {
        this.#hints.add(listener);
        return () => this.#hints.delete(listener);
      },
    };
    const outcome = await this.#parts.round(context);
    // What was cut short by the end of the daemon is no failure of the deployment.
    if (outcome.error !== null && this.#stopping.signal.aborted) {
      for (const { resolve } of waiters) resolve(outcome);
      return 0;
    }
    const { delayMs, notBefore, trigger } = this.#parts.onOutcome(outcome, context);
    this.#notBefore = notBefore;
    this.#due = trigger;
    if (outcome.superseded) this.#again(waiters);
    else for (const { resolve } of waiters) resolve(outcome);
    return delayMs;
  }

  /** Who asked for the older commit gets the newer one. */
  #again(waiters: readonly Waiter[]): void {
    this.#trigger ??= 'poll';
    this.#waiters.unshift(...waiters);
  }

  #setTimer(delayMs: number | null): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#nextAt = null;
    if (delayMs === null) return;
    const { clock } = this.#parts;
    this.#nextAt = clock.now() + delayMs;
    this.#cancelTimer = clock.after(delayMs, () => this.#wake(this.#trigger ?? this.#due));
  }
}

/** null where nobody asked. */
function causeOf(waiters: readonly Wish[]): string | null {
  if (waiters.length === 0) return null;
  return waiters.find(({ cause }) => cause !== undefined)?.cause ?? 'sync';
}

function calledOff(): AgentError {
  return new AgentError('aborted', { message: 'the round was called off: the deployment or the daemon has ended' });
}
