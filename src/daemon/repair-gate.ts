/**
 * What users do to the containers of a stack goes before its repairs: none begins meanwhile, and one that goes on is ended
 * early, its steps carried out or not. The next round finds what is left.
 */
export class RepairGate {
  readonly #users = new Map<string, number>();
  readonly #repairs = new Map<string, AbortController>();

  /** Whether somebody is at work on a container of the stack; null is those of no stack. */
  isClosed(stack: string | null): boolean {
    return this.#users.has(stack ?? '');
  }

  /** Work of a user on containers of these stacks. */
  async during<T>(stacks: ReadonlySet<string | null>, work: () => Promise<T>): Promise<T> {
    const keys = [...stacks].map((stack) => stack ?? '');
    for (const key of keys) {
      this.#users.set(key, (this.#users.get(key) ?? 0) + 1);
      this.#repairs.get(key)?.abort();
    }
    try {
      return await work();
    } finally {
      for (const key of keys) this.#leave(key);
    }
  }

  /** Does nothing while somebody is at work on the stack. The signal tells when somebody begins. */
  async repair(stack: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.isClosed(stack)) return;
    const controller = new AbortController();
    this.#repairs.set(stack, controller);
    try {
      await work(controller.signal);
    } finally {
      this.#repairs.delete(stack);
    }
  }

  #leave(key: string): void {
    const left = (this.#users.get(key) ?? 1) - 1;
    if (left === 0) this.#users.delete(key);
    else this.#users.set(key, left);
  }
}
