// Looks at the firewall as soon as somebody else changed it: Docker sets the policy of FORWARD to DROP when it starts, and
// firewalld flushes what it does not know.
import { watchNftables } from '../../os/nftables-watch.ts';

/** Changes come in crowds: so long after the first of them we look, and then not again for a while. */
const DELAY_MS = 50;
const PAUSE_MS = 1000;

export class FirewallGuard implements Disposable {
  readonly #verify: () => Promise<unknown>;
  readonly #watch: Disposable;
  #timer: NodeJS.Timeout | undefined;
  #lastLook = 0;

  /** `verify` makes the rules what they should be, and never throws. */
  constructor(verify: () => Promise<unknown>) {
    this.#verify = verify;
    this.#watch = watchNftables(() => this.#plan());
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#watch[Symbol.dispose]();
  }

  #plan(): void {
    if (this.#timer) return;
    const pause = Math.max(DELAY_MS, this.#lastLook + PAUSE_MS - performance.now());
    this.#timer = setTimeout(() => void this.#look(), pause);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    this.#lastLook = performance.now();
    await this.#verify();
  }
}
