// The loop that brings saved files into containers. Level-triggered: events, timers and new containers only mark what is to
// be compared; a round compares, brings what differs, and does what the rules ask for after it.
import type { Clock } from '../../core/clock.ts';
import { DockrError, toWireError, type WireError } from '../../core/errors.ts';
import { DirtyPaths } from '../dirty-paths.ts';
import { type Bring, type Compare, FollowedRule, type RuleResult, type SyncContainer } from './followed-rule.ts';
import type { SyncAction, SyncRule } from './sync-rules.ts';

const REST_MS = 50;
/** To be sure: so often, and at most for this share of the time. */
const RESCAN_MS = 60_000;
const RESCAN_SHARE = 0.002;
/**
 * Events are lost now and then, where folders come and go quickly: after some, and all the time where there are none,
 * everything is looked at so soon, and at most for this share of the time.
 */
const SOON_MS = 1000;
const SCAN_SHARE = 0.05;
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
  /** Of the stack, those that have stopped as well. */
  readonly listContainers: () => Promise<readonly SyncContainer[]>;
  readonly bring: Bring;
  readonly compare: Compare;
  readonly act: (containers: readonly SyncContainer[], action: SyncAction) => Promise<void>;
  readonly report: (batch: SyncBatch) => void;
};

/** Ends of the names of containers while one takes the place of another. */
const SUCCESSOR = '#next';
const REPLACED = '#previous';

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
  #rescanAt = Number.POSITIVE_INFINITY;
  #cancelTimer: () => void = () => {};
  #cancelRetry: () => void = () => {};

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#dirty = new DirtyPaths(parts.clock, REST_MS);
  }

  /** These and no others from now on. Gives how many folders they have; `markAll` is due when watches on them are armed. */
  async follow(rules: readonly SyncRule[]): Promise<number> {
    const known = new Map(this.#rules.map((each) => [each.rule.key, each]));
    const left = this.#rules.filter(({ rule }) => !rules.some(({ key }) => key === rule.key));
    this.#rules = await Promise.all(
      rules.map((rule) => known.get(rule.key) ?? FollowedRule.begin(rule, takeOut(left, rule))),
    );
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

  /** Containers may have changed. */
  again(): void {
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
    await this.#refresh(paths);
    if (paths.some((path) => path !== EVERYTHING && path !== AGAIN)) this.#armTimer(this.#soonMs());
    const containers = await this.#containers();
    if (!containers) return;
    for (const rule of this.#rules) rule.keepOnly(new Set(containers.map(({ id }) => id)));
    const done = await Promise.all([...this.#services()].map((service) => this.#serve(service, containers)));
    this.#cancelRetry();
    if (done.every(Boolean)) this.#retryMs = FIRST_RETRY_MS;
    else this.#retryLater();
  }

  /** Events of containers were missed: nobody knows who was restarted. */
  missedStarts(): void {
    for (const rule of this.#rules) rule.restarted('any');
    this.#dirty.add(AGAIN);
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

  /** Undefined when the daemon does not answer: what is marked stays so until it does. */
  async #containers(): Promise<readonly SyncContainer[] | undefined> {
    try {
      const all = await this.#parts.listContainers();
      return all.filter(({ name }) => !name.endsWith(REPLACED));
    } catch (error) {
      this.#parts.signal.throwIfAborted();
      if (!(error instanceof DockrError)) throw error;
      for (const service of this.#services()) this.#tellFailure(service, [toWireError(error)]);
      this.#retryLater();
      return undefined;
    }
  }

  #services(): ReadonlySet<string> {
    return new Set(this.#rules.map(({ rule }) => rule.service));
  }

  #tellFailure(service: string, all: readonly WireError[]): void {
    const failures = this.#untold(service, all);
    if (failures.length > 0) this.#parts.report({ service, paths: [], containers: [], actions: [], failures, ms: 0 });
  }

  /** Whether nothing is left to be done. */
  async #serve(service: string, all: readonly SyncContainer[]): Promise<boolean> {
    const began = this.#parts.clock.now();
    const containers = all.filter((each) => each.service === service && each.isRunning);
    const results = this.#owedTo(service, containers);
    const rules = this.#rules.filter(({ rule }) => rule.service === service);
    for (const rule of rules) results.push(...(await rule.carryOut(containers, this.#parts)));
    this.#parts.signal.throwIfAborted();
    const changed = results.filter(({ paths }) => paths.length > 0);
    const waiting = changed.filter(isTooEarly);
    const acted = await this.#act(service, changed);
    const problems = rules.flatMap((rule) => rule.problems);
    const failures = [...problems, ...results.flatMap((result) => result.failures), ...acted.failures];
    const told = this.#untold(service, failures);
    if (changed.length > 0 || told.length > 0) {
      const paths = [...new Set(changed.flatMap((result) => result.paths))];
      const names = [...new Set(changed.map(({ container }) => container.name))];
      const ms = this.#parts.clock.now() - began;
      this.#parts.report({ service, paths, containers: names, actions: acted.actions, failures: told, ms });
    }
    return failures.length === 0 && waiting.length === 0;
  }

  /** What was brought before and not followed by what the rules ask for, in containers that are still there. */
  #owedTo(service: string, containers: readonly SyncContainer[]): RuleResult[] {
    const owed = this.#owed.get(service) ?? [];
    return owed.flatMap((result) => {
      const container = containers.find(({ id }) => id === result.container.id);
      return container ? [{ ...result, container, failures: [] }] : [];
    });
  }

  /** A restart makes everything else needless. What cannot be done now is owed. */
  async #act(
    service: string,
    changed: readonly RuleResult[],
  ): Promise<{ readonly actions: readonly SyncAction[]; readonly failures: readonly WireError[] }> {
    const wanted = changed.filter((result) => result.action.kind !== 'none' && !isTooEarly(result));
    this.#owe(service, changed.filter(isTooEarly));
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
      this.#owe(service, [...changed.filter(isTooEarly), ...wanted]);
      return { actions, failures: [toWireError(error)] };
    }
  }

  #owe(service: string, results: readonly RuleResult[]): void {
    if (results.length === 0) this.#owed.delete(service);
    else this.#owed.set(service, results);
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
    this.#cancelRetry = this.#parts.clock.after(this.#retryMs, () => this.#dirty.add(AGAIN));
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #soonMs(): number {
    return Math.max(SOON_MS, this.#scanMs / SCAN_SHARE);
  }

  /** One that is due earlier stays: whoever writes all the time does not put it off. */
  #armTimer(milliseconds: number): void {
    const { clock } = this.#parts;
    const at = clock.now() + milliseconds;
    if (at >= this.#rescanAt) return;
    this.#rescanAt = at;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(milliseconds, () => {
      this.#rescanAt = Number.POSITIVE_INFINITY;
      this.markAll();
      this.#armTimer(this.#isPolling ? this.#soonMs() : Math.max(RESCAN_MS, this.#scanMs / RESCAN_SHARE));
    });
  }
}

/** A successor that is not ready yet gets the files; restarting it would be the end of the update. */
function isTooEarly({ action, container }: RuleResult): boolean {
  return action.kind !== 'none' && container.name.endsWith(SUCCESSOR);
}

/** Of the rules that are no longer there, the one that goes on in this. */
function takeOut(left: FollowedRule[], rule: SyncRule): FollowedRule | undefined {
  const index = left.findIndex((each) => each.isContinuedBy(rule));
  return index === -1 ? undefined : left.splice(index, 1)[0];
}
