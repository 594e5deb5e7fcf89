// What nobody asked for and is still wanted: what was applied stays so, whoever meddles, as far as each stack wants it
// (`x-dockr: {drift: …}`). Restart policies deal with what ends by itself; nothing here starts what they gave up.

import type { EnginePort as Engine } from '../apply/engine-port.ts';
import { driftOf } from '../apply/observe-drift.ts';
import type { Emitter } from '../core/emitter.ts';
import type { NetworkLook } from '../engine/networks/network-observer.ts';
import type { DriftFinding } from '../reconcile/drift.ts';
import { type DriftMode, type DriftSettings, driftModeOf, watchesDrift } from '../reconcile/drift-settings.ts';
import { DriftPolicies } from './drift-policies.ts';
import { DriftReporter } from './drift-reporter.ts';
import type { Notice } from './notice.ts';
import { RepairBudget } from './repair-budget.ts';
import { repairDrift } from './repair-drift.ts';
import type { RepairGate } from './repair-gate.ts';
import { OF_REPAIRS, type StackTurns } from './stack-turns.ts';

const INTERVAL_MS = 10_000;
/** In every third round each container is visited; in the others what the host has of it is looked at. */
const VISIT_EVERY = 3;

export type RepairOptions = {
  readonly engine: Engine;
  readonly turns: StackTurns;
  readonly gate: RepairGate;
  readonly notices: Emitter<Notice>;
  readonly warn: (code: string, message: string) => void;
  readonly intervalMs?: number | undefined;
};

type Watching = { readonly settings: DriftSettings; readonly firewallIntact: boolean };

/**
 * Looks every ten seconds. A container whose links are gone is restarted if its restart policy would restart it after an
 * exit; it has to be found so twice, because links come and go in its starts.
 */
export class RepairLoop implements Disposable {
  readonly #options: RepairOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #policies: DriftPolicies;
  readonly #reporter: DriftReporter;
  readonly #budget = new RepairBudget();
  #suspects: ReadonlySet<string> = new Set();
  #rounds = 0;
  #busy = false;

  constructor(options: RepairOptions) {
    this.#options = options;
    this.#policies = new DriftPolicies(options.engine);
    this.#reporter = new DriftReporter(options);
    options.engine.networks.repairFirewallIf(() => this.#policies.mayRepairFirewall());
    this.#timer = setInterval(() => void this.round(), options.intervalMs ?? INTERVAL_MS);
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
    const { engine } = this.#options;
    await this.#repairFirewall();
    // What was found once is looked at again in the same way.
    const isVisit = this.#suspects.size > 0 || this.#rounds++ % VISIT_EVERY === 0;
    const look = engine.networks.observer.look({ depth: isVisit ? 'addresses' : 'host' });
    this.#repairNetworks(look);
    await this.#repairLinks(look);
    const watched = [...this.#policies.all()].filter(([, settings]) => watchesDrift(settings));
    if (watched.length === 0) return;
    const firewallIntact = await engine.networks.isFirewallIntact();
    for (const [stack, settings] of watched) await this.#watchStack(stack, { settings, firewallIntact });
  }

  async #repairFirewall(): Promise<void> {
    const { engine, warn } = this.#options;
    if (this.#policies.mayRepairFirewall() && (await engine.networks.verifyFirewall()))
      warn('firewall-restored', 'the firewall table had been flushed or changed; it was put back');
  }

  #repairNetworks({ networks }: NetworkLook): void {
    const { engine, warn } = this.#options;
    const damaged = [...networks].filter(([, problems]) => problems.length > 0);
    if (damaged.length === 0) return;
    const owners = new Map(engine.networks.listNetworks().map(({ spec }) => [spec.name, spec.stack]));
    for (const [name] of damaged) {
      if (!mends(this.#policies.modeOf(owners.get(name) ?? null, null))) continue;
      engine.networks.ensureNetwork(name);
      warn('network-restored', `the bridge of network "${name}" was gone or changed; it was put back`);
    }
  }

  async #repairLinks({ containers }: NetworkLook): Promise<void> {
    const damaged = [...containers].filter(([, { links }]) => links.length > 0);
    const twice = damaged.filter(([id]) => this.#suspects.has(id));
    this.#suspects = new Set(damaged.map(([id]) => id));
    for (const [id, { links }] of twice) await this.#restart(id, links);
  }

  async #restart(id: string, problems: readonly string[]): Promise<void> {
    const { engine, gate, warn } = this.#options;
    const view = engine.containers.find(id);
    // Somebody may be stopping it, who would find it running again afterwards.
    if (view?.status !== 'running' || view.record.state !== 'running') return;
    const { name, spec } = view.record;
    if (gate.isClosed(spec.stack)) return;
    if (!['always', 'unless-stopped'].includes(spec.restart.policy)) return;
    if (!mends(this.#policies.modeOf(spec.stack, spec.service)) || !this.#budget.take(`links ${id}`)) return;
    warn('container-repaired', `${name}: ${problems.join('; ')}; it is restarted`);
    await engine.containers.restart(id);
  }

  /** A stack that somebody works on is left alone: it is between two states. */
  async #watchStack(stack: string, { settings, firewallIntact }: Watching): Promise<void> {
    const { engine, turns, gate } = this.#options;
    if (turns.isBusy(stack) || gate.isClosed(stack)) return;
    await turns.run(stack, OF_REPAIRS, async () => {
      if (!engine.stacks.find(stack)) return;
      const findings = driftOf(engine, stack, { firewallIntact });
      const modes: readonly DriftMode[] = ['report', 'repair'];
      this.#reporter.tell(
        stack,
        findings.filter((finding) => modes.includes(driftModeOf(finding, settings))),
      );
      const mended = findings.filter((finding) => driftModeOf(finding, settings) === 'repair');
      await gate.repair(stack, (signal) => this.#mend(stack, mended, signal));
    });
  }

  async #mend(stack: string, findings: readonly DriftFinding[], signal: AbortSignal): Promise<void> {
    const due = findings.filter((finding) => finding.repair === 'automatic' && this.#budget.take(keyOf(finding)));
    const { engine, warn } = this.#options;
    if (due.length > 0) await repairDrift(due, { engine, stack, warn, signal });
  }
}

/** What is mended unless somebody says otherwise. */
function mends(mode: DriftMode): boolean {
  return mode === 'default' || mode === 'repair';
}

function keyOf({ stack, resource, field }: DriftFinding): string {
  return `${stack} ${resource} ${field}`;
}
