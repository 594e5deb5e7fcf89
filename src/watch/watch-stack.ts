// The loop of `dockr watch`. Level-triggered: a change only says that the stack has to be looked at; a look loads it anew
// and lets the planner find what that comes to. What changes during a look leads to another one.
import type { Clock } from '../core/clock.ts';
import { DockrError, toWireError, type WireError } from '../core/errors.ts';
import type { Stack } from '../stack/model.ts';
import type { StackReader } from '../stack/stack-reader.ts';
import { DirtyPaths } from './dirty-paths.ts';
import type { PathWatcherOptions } from './path-watcher.ts';
import { type Reads, recordReads } from './record-reads.ts';
import { targetsOf, type WatchTarget } from './watch-targets.ts';

/** What was made of one batch of changes. */
export type Batch = {
  /** Empty for the look at the beginning. */
  readonly paths: readonly string[];
  readonly outcome: BatchOutcome;
  readonly ms: number;
};

export type BatchOutcome =
  | { readonly kind: 'applied'; readonly steps: readonly string[] }
  /** Some steps failed; their errors were told while they ran. */
  | { readonly kind: 'incomplete'; readonly steps: readonly string[]; readonly failed: readonly string[] }
  /** Nothing was changed. */
  | { readonly kind: 'failed'; readonly error: WireError };

export type LookReason = {
  /** The look at the beginning. */
  readonly isFirst: boolean;
  /** What has changed since the stack was last applied well. */
  readonly paths: readonly string[];
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
      await look.again(paths);
    }
  } finally {
    dirty.close();
  }
}

class Look {
  readonly #parts: WatchParts;
  readonly #watcher: Watcher;
  readonly #dirty: DirtyPaths;
  #targets: readonly WatchTarget[] = [];
  #unapplied: readonly string[] = [];

  constructor(parts: WatchParts, watcher: Watcher, dirty: DirtyPaths) {
    this.#parts = parts;
    this.#watcher = watcher;
    this.#dirty = dirty;
  }

  /** What is wrong with the file at the beginning is for whoever started it. */
  async begin(): Promise<void> {
    const stack = await this.#load();
    await this.#report([], () => this.#parts.apply(stack, { isFirst: true, paths: [] }));
  }

  async again(paths: readonly string[]): Promise<void> {
    this.#unapplied = [...new Set([...this.#unapplied, ...paths])];
    await this.#report(paths, async () => {
      const stack = await this.#load();
      const outcome = await this.#parts.apply(stack, { isFirst: false, paths: this.#unapplied });
      if (outcome.kind === 'applied') this.#unapplied = [];
      return outcome;
    });
  }

  async #report(paths: readonly string[], work: () => Promise<BatchOutcome>): Promise<void> {
    const { clock, report, signal } = this.#parts;
    const began = clock.now();
    const outcome = await work().catch((error: unknown) => {
      if (signal.aborted || !(error instanceof DockrError)) throw error;
      return { kind: 'failed', error: toWireError(error) } as const;
    });
    report({ paths, outcome, ms: clock.now() - began });
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

  async #follow(reads: Reads): Promise<void> {
    await this.#watcher.follow(this.#targets);
    for (const path of reads.changed()) this.#dirty.add(path);
  }
}

/** A file that does not load may not have been read to its end: what was watched before is watched still. */
function withFiles(targets: readonly WatchTarget[], reads: readonly string[]): readonly WatchTarget[] {
  const known = targets.flatMap((target) => (target.kind === 'files' ? target.paths : []));
  const folders = targets.filter((target) => target.kind === 'folder');
  return [{ kind: 'files', paths: [...new Set([...known, ...reads])].sort() }, ...folders];
}
