// Canaries that are to take over by themselves (`x-dockr: {canary: {for: 5m}}`): those that have run well for so long.
import { applyStack } from '../apply/apply-stack.ts';
import type { EnginePort as Engine } from '../apply/engine-port.ts';
import { promoteRequest } from '../apply/promote-request.ts';
import { readSealed } from '../apply/seal-stack.ts';
import type { Emitter } from '../core/emitter.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { isCanaryName } from '../reconcile/replacement-names.ts';
import { canaryOf } from '../reconcile/update-settings.ts';
import type { Notice } from './notice.ts';
import type { RepairGate } from './repair-gate.ts';
import { OF_REPAIRS, type StackTurns } from './stack-turns.ts';

const INTERVAL_MS = 1000;
const WELL: ReadonlySet<string> = new Set(['healthy', 'none']);

export type PromotionOptions = {
  readonly engine: Engine;
  readonly turns: StackTurns;
  readonly gate: RepairGate;
  readonly notices: Emitter<Notice>;
  readonly warn: (code: string, message: string) => void;
};

export class PromotionLoop implements Disposable {
  readonly #options: PromotionOptions;
  readonly #timer: NodeJS.Timeout;
  /** By container: since when it has been well. A daemon that starts counts from the start of the container. */
  readonly #wellSince = new Map<string, number>();
  /** Those whose promotion failed: a person has to look. */
  readonly #givenUp = new Set<string>();
  /** How much the database had been written to when there were no canaries. */
  #noneAt: number | undefined;
  #busy = false;

  constructor(options: PromotionOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.round(Date.now()), INTERVAL_MS);
    this.#timer.unref();
  }

  /** One round; the next begins only when this one has ended. */
  async round(nowMs: number): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (const view of this.#canaries()) if (this.#isDue(view, nowMs)) await this.#promote(view);
    } catch (error) {
      this.#options.warn('promotion-failed', error instanceof Error ? error.message : String(error));
    } finally {
      this.#busy = false;
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** Where there were none, and nothing was written since, nothing is read. */
  #canaries(): readonly ContainerView[] {
    const { database, containers } = this.#options.engine;
    const { writes } = database;
    if (writes === this.#noneAt) return [];
    const found = containers.listNamed(isCanaryName);
    this.#noneAt = found.length === 0 ? writes : undefined;
    return found;
  }

  #isDue({ record, status, health }: ContainerView, nowMs: number): boolean {
    const { stack, service } = record.spec;
    const isWell = status === 'running' && WELL.has(health) && record.restarts === 0 && record.startedAt !== null;
    if (!isWell) this.#wellSince.set(record.id, nowMs);
    const since = Math.max(record.startedAt ?? nowMs, this.#wellSince.get(record.id) ?? 0);
    const applied = stack === null ? undefined : this.#options.engine.stacks.find(stack);
    if (!isWell || !applied || service === null || this.#givenUp.has(record.id)) return false;
    const tried = readSealed(applied.model).services[service];
    const afterMs = tried ? canaryOf(tried)?.promoteAfterMs : undefined;
    return afterMs !== undefined && afterMs !== null && nowMs - since >= afterMs;
  }

  /** A stack that somebody works on is left alone: the next round looks again. */
  async #promote({ record }: ContainerView): Promise<void> {
    const { engine, turns, gate, notices, warn } = this.#options;
    const { stack, service } = record.spec;
    if (stack === null || service === null || turns.isBusy(stack) || gate.isClosed(stack)) return;
    await turns.run(stack, OF_REPAIRS, () =>
      gate.repair(stack, async (signal) => {
        // Promoted, replaced or withdrawn meanwhile.
        if (engine.containers.find(record.id)?.record.name !== record.name) return;
        const request = promoteRequest(engine, stack, [service]);
        const { failed } = await applyStack(engine, { ...request, retry: true }, { emit: () => {}, signal });
        if (signal.aborted) return;
        const message = `the canary of service "${service}" of stack "${stack}"`;
        if (failed.length === 0) {
          warn('canary-promoted', `${message} has run well for its time, and took the place of the old version`);
          notices.emit({ stack, code: 'canary-promoted', message: `${message} was promoted` });
          return;
        }
        this.#givenUp.add(record.id);
        warn('promotion-failed', `${message} could not be promoted: ${failed.join(', ')}`);
        notices.emit({ stack, code: 'promotion-failed', message: `${message} could not be promoted` });
      }),
    );
  }
}
