// The loop that brings saved files into containers. Level-triggered: events, timers and new containers only mark what is to
// be compared; a round compares, brings what differs, and does what the rules ask for after it.
import type { Clock } from '../../core/clock.ts';
import { toWireError, type WireError } from '../../core/errors.ts';
import { DirtyPaths } from '../dirty-paths.ts';
import { type Bring, FollowedRule, type RuleResult, type SyncContainer } from './followed-rule.ts';
import type { SyncAction, SyncRule } from './sync-rules.ts';

const REST_MS = 50;
/** After so many events at once some may have been lost on the way: the kernel does not say. */
const BURST = 1000;
const RESCAN_AFTER_BURST_MS = 1000;
const RESCAN_MS = 60_000;
/** Without events: so often, and at most for this share of the time. */
const POLL_MS = 1000;
const POLL_SHARE = 0.05;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** What a round did for one service. */
export type SyncBatch = {
  readonly service: string;
  /** Of the host. */
  readonly paths: readonly string[];
  /** Names. */
  readonly containers: readonly string[];
  readonly actions: readonly SyncAction[];
  /** Told once each. */
  readonly failures: readonly WireError[];
  readonly ms: number;
};

export type SyncParts = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Those that run. */
  readonly listContainers: () => Promise<readonly SyncContainer[]>;
  readonly bring: Bring;
  readonly act: (containers: readonly SyncContainer[], action: SyncAction) => Promise<void>;
  readonly report: (batch: SyncBatch) => void;
};

const EVERYTHING = '*';
const AGAIN = '.';

export class SyncSession implements Disposable {
  readonly #parts: SyncParts;
  readonly #dirty: DirtyPaths;
  readonly #toldFailures = new Map<string, string>();
  /** By service: what was brought, and not followed by what the rules ask for. */
  readonly #owed = new Map<string, readonly RuleResult[]>();
  #rules: readonly FollowedRule[] = [];
  #retryMs = FIRST_RETRY_MS;
  #isPolling = false;
  #scanMs = 0;
  #cancelTimer: () => void = () => {};
  #cancelRetry: () => void = () => {};

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#dirty = new DirtyPaths(parts.clock, REST_MS);
  }

  /** These and no others from now on. Gives how many folders they have; `markAll` is due when watches on them are armed. */
  async follow(rules: readonly SyncRule[]): Promise<number> {
    const known = new Map(this.#rules.map((each) => [each.rule.key, each]));
    this.#rules = await Promise.all(rules.map((rule) => known.get(rule.key) ?? FollowedRule.begin(rule)));
    return this.#rules.reduce((sum, { folders }) => sum + folders, 0);
  }

  /** Looks at everything again and again: there are no events. */
  poll(): void {
    this.#isPolling = true;
    this.#armTimer(0);
  }

  /** An absolute path of the host that may have changed. */
  changed(path: string): void {
    this.#dirty.add(path);
  }

  /** A container has begun to run: a new one, or one that was restarted. */
  started(name: string): void {
    for (const rule of this.#rules) rule.restarted(name);
    this.#dirty.add(AGAIN);
  }

  /** Events were lost, or somebody wants to be sure. */
  markAll(): void {
    this.#dirty.add(EVERYTHING);
  }

  /** Rejects with the signal's reason. */
  async run(): Promise<never> {
    if (!this.#isPolling) this.#armTimer(RESCAN_MS);
    for (;;) await this.round(await this.#dirty.take(this.#parts.signal));
  }

  /** One round for these paths. */
  async round(paths: readonly string[]): Promise<void> {
    if (paths.length > BURST) this.#armTimer(RESCAN_AFTER_BURST_MS);
    await this.#refresh(paths);
    const containers = await this.#parts.listContainers();
    for (const rule of this.#rules) rule.keepOnly(new Set(containers.map(({ id }) => id)));
    const services = new Set(this.#rules.map(({ rule }) => rule.service));
    const done = await Promise.all([...services].map((service) => this.#serve(service, containers)));
    if (done.every(Boolean)) this.#retryMs = FIRST_RETRY_MS;
    else this.#retryLater();
  }

  [Symbol.dispose](): void {
    this.#dirty.close();
    this.#cancelTimer();
    this.#cancelRetry();
  }

  async #refresh(paths: readonly string[]): Promise<void> {
    const isAll = paths.includes(EVERYTHING);
    const began = this.#parts.clock.now();
    for (const rule of this.#rules) await rule.refresh(isAll ? 'all' : paths);
    if (isAll) this.#scanMs = this.#parts.clock.now() - began;
  }

  /** Whether nothing is left to be done. */
  async #serve(service: string, all: readonly SyncContainer[]): Promise<boolean> {
    const began = this.#parts.clock.now();
    const containers = all.filter((container) => container.service === service);
    const owed = (this.#owed.get(service) ?? []).filter(({ container }) =>
      containers.some(({ id }) => id === container.id),
    );
    const results: RuleResult[] = owed.map((result) => ({ ...result, failures: [] }));
    for (const rule of this.#rules)
      if (rule.rule.service === service) results.push(...(await rule.carryOut(containers, this.#parts.bring)));
    this.#parts.signal.throwIfAborted();
    const changed = results.filter(({ paths }) => paths.length > 0);
    const acted = await this.#act(service, changed);
    const failures = [...results.flatMap((result) => result.failures), ...acted.failures];
    const told = this.#untold(service, failures);
    if (changed.length > 0 || told.length > 0) {
      const paths = [...new Set(changed.flatMap((result) => result.paths))];
      const names = [...new Set(changed.map(({ container }) => container.name))];
      const ms = this.#parts.clock.now() - began;
      this.#parts.report({ service, paths, containers: names, actions: acted.actions, failures: told, ms });
    }
    return failures.length === 0;
  }

  /** A restart makes everything else needless. What cannot be done now is owed. */
  async #act(
    service: string,
    changed: readonly RuleResult[],
  ): Promise<{ readonly actions: readonly SyncAction[]; readonly failures: readonly WireError[] }> {
    this.#owed.delete(service);
    const wanted = changed.filter(({ action }) => action.kind !== 'none');
    const restarts = wanted.filter(({ action }) => action.kind === 'restart');
    const groups = [...Map.groupBy(restarts.length > 0 ? restarts : wanted, ({ action }) => JSON.stringify(action))];
    const actions: SyncAction[] = [];
    try {
      for (const [, group] of groups) {
        const containers = new Map(group.map(({ container }) => [container.id, container]));
        const [{ action } = { action: { kind: 'none' } as const }] = group;
        await this.#parts.act([...containers.values()], action);
        actions.push(action);
      }
      return { actions, failures: [] };
    } catch (error) {
      this.#owed.set(service, wanted);
      return { actions, failures: [toWireError(error)] };
    }
  }

  /** The same reason is told once, until it is over. */
  #untold(service: string, failures: readonly WireError[]): readonly WireError[] {
    const text = failures.map(({ message }) => message).join('\n');
    if (this.#toldFailures.get(service) === text) return [];
    if (text === '') this.#toldFailures.delete(service);
    else this.#toldFailures.set(service, text);
    return failures;
  }

  #retryLater(): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#parts.clock.after(this.#retryMs, () => this.#dirty.add(AGAIN));
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #armTimer(milliseconds: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#parts.clock.after(milliseconds, () => {
      this.markAll();
      this.#armTimer(this.#isPolling ? Math.max(POLL_MS, this.#scanMs / POLL_SHARE) : RESCAN_MS);
    });
  }
}
