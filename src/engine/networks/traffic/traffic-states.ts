// The state of every backend in memory: what the containers do, as told by their engine, and what was told by the runner.
import {
  type Backend,
  type BackendState,
  type Health,
  type Intent,
  rankOf,
  shareOf,
  stateOf,
} from './backend-state.ts';

export class TrafficStates {
  /** What was told; the database has the same. `auto` is not kept. */
  readonly #intents = new Map<string, Exclude<Intent, 'auto'>>();
  readonly #running = new Set<string>();
  readonly #health = new Map<string, Health>();

  constructor(intents: ReadonlyMap<string, Exclude<Intent, 'auto'>>) {
    for (const [containerId, intent] of intents) this.#intents.set(containerId, intent);
  }

  /** Those that were told to let nobody in. */
  draining(): string[] {
    return [...this.#intents].flatMap(([containerId, intent]) => (intent === 'draining' ? [containerId] : []));
  }

  get(containerId: string): Backend {
    return {
      intent: this.#intents.get(containerId) ?? 'auto',
      isRunning: this.#running.has(containerId),
      health: this.#health.get(containerId) ?? 'none',
    };
  }

  stateOf(containerId: string): BackendState {
    return stateOf(this.get(containerId));
  }

  rankOf(containerId: string): number {
    return rankOf(this.get(containerId));
  }

  shareOf(containerId: string): number | null {
    return shareOf(this.get(containerId));
  }

  setIntent(containerId: string, intent: Intent): void {
    if (intent === 'auto') this.#intents.delete(containerId);
    else this.#intents.set(containerId, intent);
  }

  /** True if its rank is another one afterwards. */
  setRunning(containerId: string, isRunning: boolean): boolean {
    return this.#changes(containerId, () => {
      if (isRunning) this.#running.add(containerId);
      else this.#running.delete(containerId);
    });
  }

  /** True if its rank is another one afterwards. */
  setHealth(containerId: string, health: Health): boolean {
    return this.#changes(containerId, () => {
      if (health === 'none') this.#health.delete(containerId);
      else this.#health.set(containerId, health);
    });
  }

  /** What a container leaves behind that has no network any more: being told to wait, but not being told to go. */
  leave(containerId: string): void {
    this.#running.delete(containerId);
    this.#health.delete(containerId);
    if (this.#intents.get(containerId) === 'draining') this.#intents.delete(containerId);
  }

  forget(containerId: string): void {
    this.leave(containerId);
    this.#intents.delete(containerId);
  }

  #changes(containerId: string, change: () => void): boolean {
    const before = this.rankOf(containerId);
    change();
    return this.rankOf(containerId) !== before;
  }
}
