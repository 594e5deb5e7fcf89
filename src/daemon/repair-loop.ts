// What nobody asked for and is still wanted: the kernel's part of networks stays as the records say, whoever meddles.
import type { Engine } from '../engine/engine.ts';

const INTERVAL_MS = 10_000;

export type RepairOptions = { readonly engine: Engine; readonly warn: (code: string, message: string) => void };

/**
 * Looks every ten seconds for rules, bridges and links that were lost. A container whose links are gone is restarted if
 * its restart policy would restart it after an exit; it has to be found so twice, because links come and go in its starts.
 */
export class RepairLoop implements Disposable {
  readonly #options: RepairOptions;
  readonly #timer: NodeJS.Timeout;
  #suspects: ReadonlySet<string> = new Set();
  #busy = false;

  constructor(options: RepairOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.round(), INTERVAL_MS);
    this.#timer.unref();
  }

  /** One round; the next begins only when this one has ended. */
  async round(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#repair();
    } catch (error) {
      this.#options.warn('repair-failed', error instanceof Error ? error.message : String(error));
    } finally {
      this.#busy = false;
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #repair(): Promise<void> {
    const { engine, warn } = this.#options;
    if (await engine.networks.verifyFirewall())
      warn('firewall-restored', 'the firewall table had been flushed or changed; it was put back');
    for (const name of engine.networks.brokenNetworks()) {
      engine.networks.ensureNetwork(name);
      warn('network-restored', `the bridge of network "${name}" was gone or changed; it was put back`);
    }
    const damaged = engine.networks.observe();
    const twice = [...damaged].filter(([id]) => this.#suspects.has(id));
    this.#suspects = new Set(damaged.keys());
    for (const [id, problems] of twice) await this.#restart(id, problems);
  }

  async #restart(id: string, problems: readonly string[]): Promise<void> {
    const { engine, warn } = this.#options;
    const view = engine.containers.find(id);
    // Somebody may be stopping it, who would find it running again afterwards.
    if (view?.status !== 'running' || view.record.state !== 'running') return;
    if (!['always', 'unless-stopped'].includes(view.record.spec.restart.policy)) return;
    warn('container-repaired', `${view.record.name}: ${problems.join('; ')}; it is restarted`);
    await engine.containers.restart(id);
  }
}
