// The loop of `dockr watch`. Level-triggered: a change only says that the stack has to be looked at; a look loads it anew
// and lets the planner find what that comes to. What changes during a look leads to another one.
import type { Clock } from '../core/clock.ts';
import { DockrError, toWireError } from '../core/errors.ts';
import type { Stack } from '../stack/model.ts';
import type { StackReader } from '../stack/stack-reader.ts';
import { type Batch, type BatchOutcome, reasonOf } from './batch.ts';
import { DirtyPaths } from './dirty-paths.ts';
import type { PathWatcherOptions } from './path-watcher.ts';
import { type Reads, recordReads } from './record-reads.ts';
import { TargetStamps } from './target-stamps.ts';
import { targetsOf, type WatchTarget } from './watch-targets.ts';

export type LookReason = {
  /** The look at the beginning. */
  readonly isFirst: boolean;
  /** What has changed since the stack was last applied well. */
  readonly paths: readonly string[];
  /** Nothing has changed since this was the reason of a failure, and was told. */
  readonly told?: string | undefined;
};

export interface Watcher extends AsyncDisposable {
  follow(targets: readonly WatchTarget[]): Promise<void>;
}

export type WatchParts = {
  readonly reader: StackReader;
  readonly load: (reader: StackReader) => Promise<Stack>;
  /** Makes the machine equal to the stack. */
  readonly apply: (stack: Stack, look: LookReason) => Promise<BatchOutcome>;
  /** Called with what was loaded, before it is applied. */
  readonly onLoaded?: (stack: Stack) => Promise<void>;
  readonly createWatcher: (options: PathWatcherOptions) => Watcher;
  readonly report: (batch: Batch) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const REST_MS = 100;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 300_000;
/** Events are lost now and then: so long after a look, and then every minute, the files are compared. */
const FIRST_CHECK_MS = 1000;
const CHECK_MS = 60_000;
/** In the place of a path: another try. */
const AGAIN = '.';

/** Never resolves: it rejects with the signal's reason, with the error of the first load, or when it cannot watch. */
export async function watchStack(parts: WatchParts): Promise<never> {
  const dirty = new DirtyPaths(parts.clock, REST_MS);
  const broken = new AbortController();
  const signal = AbortSignal.any([parts.signal, broken.signal]);
  await using watcher = parts.createWatcher({
    onPath: (path) => dirty.add(path),
    onError: (error) => broken.abort(error),
  });
  const look = new Look(parts, watcher, dirty);
  try {
    await look.begin();
    for (;;) {
      const paths = await dirty.take(signal);
      await look.again(paths.filter((path) => path !== AGAIN));
    }
  } finally {
    look.close();
    dirty.close();
  }
}

class Look {
  readonly #parts: WatchParts;
  readonly #watcher: Watcher;
  readonly #dirty: DirtyPaths;
  #targets: readonly WatchTarget[] = [];
  #unapplied: readonly string[] = [];
  #told: string | undefined;
  #retryMs = FIRST_RETRY_MS;
  readonly #stamps = new TargetStamps();
  #cancelRetry: () => void = () => {};
  #cancelCheck: () => void = () => {};
  #isClosed = false;

  constructor(parts: WatchParts, watcher: Watcher, dirty: DirtyPaths) {
    this.#parts = parts;
    this.#watcher = watcher;
    this.#dirty = dirty;
  }

  /** What is wrong with the file at the beginning is for whoever started it. */
  async begin(): Promise<void> {
    const stack = await this.#load();
    await this.#carryOut([], async () => stack, { isFirst: true });
  }

  /** Without paths: another try of what failed. */
  async again(paths: readonly string[]): Promise<void> {
    this.#unapplied = [...new Set([...this.#unapplied, ...paths])];
    const isRetry = paths.length === 0;
    if (!isRetry) this.#retryMs = FIRST_RETRY_MS;
    const reason = { isFirst: false, ...(isRetry ? { told: this.#told } : {}) };
    await this.#carryOut(isRetry ? this.#unapplied : paths, () => this.#load(), reason);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry();
    this.#cancelCheck();
  }

  async #carryOut(
    paths: readonly string[],
    load: () => Promise<Stack>,
    reason: Omit<LookReason, 'paths'>,
  ): Promise<void> {
    const { clock, report } = this.#parts;
    this.#cancelRetry();
    const began = clock.now();
    let isLoaded = false;
    const outcome = await this.#failureAsOutcome(async () => {
      const stack = await load();
      isLoaded = true;
      return this.#parts.apply(stack, { ...reason, paths: this.#unapplied });
    });
    this.#checkAfter(FIRST_CHECK_MS);
    const told = reasonOf(outcome);
    if (told === undefined) this.#unapplied = [];
    // What cannot be loaded is the same until one of the files that were read changes.
    const isRetried = told !== undefined && isLoaded;
    if (isRetried) this.#retryLater();
    if (told === undefined || told !== reason.told) report({ paths, outcome, ms: clock.now() - began, isRetried });
    this.#told = told;
  }

  async #failureAsOutcome(work: () => Promise<BatchOutcome>): Promise<BatchOutcome> {
    try {
      return await work();
    } catch (error) {
      if (this.#parts.signal.aborted || !(error instanceof DockrError)) throw error;
      return { kind: 'failed', error: toWireError(error) };
    }
  }

  #retryLater(): void {
    this.#cancelRetry = this.#parts.clock.after(this.#retryMs, () => this.#dirty.add(AGAIN));
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #checkAfter(milliseconds: number): void {
    this.#cancelCheck();
    if (this.#isClosed) return;
    this.#cancelCheck = this.#parts.clock.after(milliseconds, () => void this.#check());
  }

  /** A folder that cannot be read now is compared the next time. */
  async #check(): Promise<void> {
    const missed = await this.#stamps.changed(this.#targets).catch(() => []);
    for (const path of missed) this.#dirty.add(path);
    this.#checkAfter(CHECK_MS);
  }

  /** Watches are armed before the stack is applied, and files that changed between reading and arming are looked at again. */
  async #load(): Promise<Stack> {
    const reads = recordReads(this.#parts.reader);
    try {
      const stack = await this.#parts.load(reads.reader);
      this.#targets = targetsOf(stack, reads.paths());
      await this.#parts.onLoaded?.(stack);
      return stack;
    } catch (error) {
      this.#targets = withFiles(this.#targets, reads.paths());
      throw error;
    } finally {
      await this.#follow(reads);
    }
  }

  /** What an event did not tell counts as well. */
  async #follow(reads: Reads): Promise<void> {
    await this.#watcher.follow(this.#targets);
    this.#unapplied = [...new Set([...this.#unapplied, ...(await this.#stamps.renew(this.#targets))])];
    for (const path of reads.changed()) this.#dirty.add(path);
  }
}

/** A file that does not load may not have been read to its end: what was watched before is watched still. */
function withFiles(targets: readonly WatchTarget[], reads: readonly string[]): readonly WatchTarget[] {
  const known = targets.flatMap((target) => (target.kind === 'files' ? target.paths : []));
  const folders = targets.filter((target) => target.kind !== 'files');
  return [{ kind: 'files', paths: [...new Set([...known, ...reads])].sort() }, ...folders];
}
