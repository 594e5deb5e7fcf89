// One daemon from its start to its end. What it does outlives it; what it was about to do does not.
import type { Owner, VirtualTime } from '../virtual-time.ts';

/** Called before each effect; may end the life. */
export type Watcher = (what: string) => void;

const NEVER = new Promise<never>(() => {});

export class Life implements Owner {
  readonly name: string;
  readonly #time: VirtualTime;
  readonly #watcher: Watcher;
  readonly died = Promise.withResolvers<void>();
  isAlive = true;

  constructor(name: string, time: VirtualTime, watcher: Watcher) {
    this.name = name;
    this.#time = time;
    this.#watcher = watcher;
  }

  /** A place where the daemon may be killed. False if it is dead: then nothing it does has any effect. */
  mark(what: string): boolean {
    if (this.isAlive) this.#watcher(what);
    return this.isAlive;
  }

  /** Something that takes a while. For the dead it has no end. */
  async work(what: string, ms: number): Promise<void> {
    if (!this.mark(`${what} begins`)) return NEVER;
    await this.#time.sleep(ms, this);
    if (!this.mark(`${what} ends`)) return NEVER;
  }

  end(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#time.forget(this);
    this.died.resolve();
  }
}
