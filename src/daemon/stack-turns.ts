// Who may work on a stack: one at a time, in the order they came. Who came earlier and wants something else of the same services
// is told to end: what it pulls, builds or waits for is of no use to anybody any more.
import { ContainerError } from '../core/errors.ts';
import { KeyedMutex } from '../core/mutex.ts';
import { underSignal } from '../core/under-signal.ts';

/** What somebody wants of a stack. No services are all of them. */
export type Claim =
  /** `digest`: of what the services are to be; who wants the same waits. */
  | { readonly kind: 'up'; readonly services: readonly string[]; readonly digest: string }
  | { readonly kind: 'down' }
  /** Neither gives way nor is given way to: repairs, which have a gate of their own, and builds. */
  | { readonly kind: 'other' };

/** Before its turn has come, and until it ends. */
type Turn = { readonly claim: Claim; readonly controller: AbortController };

export type TurnOptions = {
  readonly claim: Claim;
  readonly signal: AbortSignal;
  /** Called if others are at work; `givenUp` when they were told to end. */
  readonly onWait?: (how: 'waits' | 'givenUp') => void;
};

/** The daemon's own work, which ends early when its gate says so. */
export const OF_REPAIRS: TurnOptions = { claim: { kind: 'other' }, signal: new AbortController().signal };

export class StackTurns {
  readonly #mutex = new KeyedMutex();
  readonly #turns = new Map<string, Set<Turn>>();

  /** Whether somebody works on the stack or is about to. */
  isBusy(stack: string): boolean {
    return this.#mutex.isBusy(stack);
  }

  /** Work whose signal, when it is aborted for the sake of a newer claim, has a `superseded` as its reason. */
  async run<T>(stack: string, options: TurnOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { claim, signal, onWait } = options;
    const older = [...(this.#turns.get(stack) ?? [])].filter((turn) => supersedes(claim, turn.claim));
    for (const turn of older) turn.controller.abort(superseded(stack));
    if (this.isBusy(stack)) onWait?.(older.length > 0 ? 'givenUp' : 'waits');
    const turn: Turn = { claim, controller: new AbortController() };
    this.#enter(stack, turn);
    try {
      return await this.#mutex.run(stack, () => {
        turn.controller.signal.throwIfAborted();
        return underSignal(signal, ({ signal: own }) => work(own), turn.controller);
      });
    } finally {
      this.#leave(stack, turn);
    }
  }

  #enter(stack: string, turn: Turn): void {
    this.#turns.set(stack, (this.#turns.get(stack) ?? new Set()).add(turn));
  }

  #leave(stack: string, turn: Turn): void {
    const turns = this.#turns.get(stack);
    turns?.delete(turn);
    if (turns?.size === 0) this.#turns.delete(stack);
  }
}

/** Why a signal was aborted, if it was for the sake of somebody newer. */
export function supersession({ reason }: AbortSignal): ContainerError | undefined {
  return reason instanceof ContainerError && reason.code === 'superseded' ? reason : undefined;
}

/** Only where nothing would be left out that the older one was to do. */
function supersedes(newer: Claim, older: Claim): boolean {
  if (older.kind !== 'up' || newer.kind === 'other') return false;
  if (newer.kind === 'down') return true;
  if (newer.digest === older.digest) return false;
  if (newer.services.length === 0) return true;
  return older.services.length > 0 && older.services.every((service) => newer.services.includes(service));
}

function superseded(stack: string): ContainerError {
  return new ContainerError('superseded', {
    message: `given up: a newer command wants something else of stack "${stack}"`,
    hint: 'the newer one finishes what was begun; to have this one after all, run it again',
  });
}
