import { setTimeout } from 'node:timers/promises';
import { ping } from './ping.ts';

export type PingCount = { readonly sent: number; readonly lost: number };

/** Pings an address over and over from a network namespace, until `stop` tells how many were answered. */
export class SteadyPings {
  #sent = 0;
  #lost = 0;
  #isOver = false;
  readonly #running: Promise<void>;

  constructor(namespace: string, address: string, { intervalMs = 50, patienceMs = 1000 } = {}) {
    this.#running = this.#run({ namespace, address, intervalMs, patienceMs });
    // Told by `stop`.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<PingCount> {
    this.#isOver = true;
    await this.#running;
    return { sent: this.#sent, lost: this.#lost };
  }

  async #run(options: { namespace: string; address: string; intervalMs: number; patienceMs: number }): Promise<void> {
    const { namespace, address, intervalMs, patienceMs } = options;
    while (!this.#isOver) {
      this.#sent++;
      const { kind } = await ping(namespace, address, { patienceMs });
      if (kind !== 'reply') this.#lost++;
      await setTimeout(intervalMs);
    }
  }
}
