// Sets of targets that change, each armed before the one it replaces goes: chokidar for files and contexts, watches on folders
// alone for the trees of rules.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type ChokidarOptions, watch } from 'chokidar';
import { errorCode, SystemError } from '../core/errors.ts';
import { parseIgnoreFile } from '../core/ignore/ignore-file.ts';
import { createIgnoreMatcher, type IgnoreMatcher } from '../core/ignore/matcher.ts';
import { isPassing } from './is-passing.ts';
import type { TreeFilter } from './sync/scan-tree.ts';
import type { SyncRule } from './sync/sync-rules.ts';
import { TreeWatcher } from './tree-watcher.ts';
import type { WatchTarget } from './watch-targets.ts';

export type PathWatcherOptions = {
  readonly onPath: (path: string) => void;
  readonly onError: (error: Error) => void;
  /** Given, what cannot be watched for the limit of this machine is looked at each second instead, and that told once. */
  readonly onLimited?: (error: Error) => void;
};

type Started = { readonly ready: Promise<void>; readonly close: () => Promise<void> };

type Followed = { readonly key: string; readonly start: () => Started };

export class PathWatcher implements AsyncDisposable {
  readonly #options: PathWatcherOptions;
  readonly #watchers = new Map<string, Started>();
  #isToldOfLimit = false;

  constructor(options: PathWatcherOptions) {
    this.#options = options;
  }

  /** Watches these and nothing else. Every change after it resolves is told. */
  async follow(targets: readonly WatchTarget[]): Promise<void> {
    const wanted = new Map(targets.map((target) => this.#describe(target)).map((each) => [each.key, each]));
    const added = [...wanted.values()].filter(({ key }) => !this.#watchers.has(key));
    await Promise.all(added.map((each) => this.#arm(each)));
    const gone = [...this.#watchers].filter(([key]) => !wanted.has(key));
    await Promise.all(gone.map(([key, watcher]) => this.#drop(key, watcher)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#watchers].map(([key, watcher]) => this.#drop(key, watcher)));
  }

  #describe(target: WatchTarget): Followed {
    if (target.kind === 'files') {
      const paths = [...target.paths];
      return { key: JSON.stringify(target), start: () => this.#startChokidar(paths, { ...COMMON, depth: 0 }) };
    }
    if (target.kind === 'tree') {
      const { rule } = target;
      return { key: JSON.stringify(['tree', rule.key]), start: () => this.#startTree(rule) };
    }
    const rules = readRules(target.ignoreFiles);
    const ignored = ignoredIn(target, rules);
    return {
      key: JSON.stringify([target, rules]),
      start: () => this.#startChokidar(target.path, { ...COMMON, followSymlinks: false, ignored }),
    };
  }

  async #arm({ key, start }: Followed): Promise<void> {
    const started = start();
    this.#watchers.set(key, started);
    await started.ready;
  }

  #startChokidar(paths: string | string[], options: ChokidarOptions): Started {
    let polling: Started | undefined;
    const watcher = watch(paths, options);
    watcher.on('all', (_event, path) => this.#options.onPath(path));
    const ready = new Promise<void>((resolve) => {
      watcher.on('ready', resolve);
      watcher.on('error', (error) => {
        if (!this.#isLimited(error)) this.#options.onError(toWatchError(error));
        else polling ??= this.#startPolling(paths, options);
        resolve();
      });
    });
    return {
      ready: ready.then(() => polling?.ready),
      close: async () => void (await Promise.all([watcher.close(), polling?.close()])),
    };
  }

  #startTree({ root, filter }: SyncRule): Started {
    let polling: Started | undefined;
    const options = { ...COMMON, followSymlinks: false, ignored: ignoredBy(root, filter) };
    const watcher = new TreeWatcher({
      root,
      isOfInterest: (path, kind) => filter.takes(path) || (kind === 'folder' && filter.mayTakeIn(path)),
      onPath: this.#options.onPath,
      onError: (error) => {
        if (!this.#isLimited(error)) this.#options.onError(toWatchError(error));
        else polling ??= this.#startPolling(root, options);
      },
    });
    return {
      ready: polling?.ready ?? Promise.resolve(),
      close: async () => {
        watcher[Symbol.dispose]();
        await polling?.close();
      },
    };
  }

  /** Whether it is the limit, and somebody wants to go on without watches. */
  #isLimited(error: unknown): boolean {
    const { onLimited } = this.#options;
    const seen = toWatchError(error);
    if (!onLimited || errorCode(seen) !== 'watch-limit') return false;
    if (!this.#isToldOfLimit) onLimited(seen);
    this.#isToldOfLimit = true;
    return true;
  }

  #startPolling(paths: string | string[], options: ChokidarOptions): Started {
    const watcher = watch(paths, {
      ...options,
      backend: 'polling',
      pollingInterval: POLL_MS,
      pollingBinaryInterval: POLL_MS,
    });
    watcher.on('all', (_event, path) => this.#options.onPath(path));
    const ready = new Promise<void>((resolve) => {
      watcher.on('ready', resolve);
      watcher.on('error', (error) => {
        this.#options.onError(toWatchError(error));
        resolve();
      });
    });
    return { ready, close: () => watcher.close() };
  }

  async #drop(key: string, started: Started): Promise<void> {
    this.#watchers.delete(key);
    await started.close();
  }
}

const COMMON = { ignoreInitial: true, atomic: false, ignorePermissionErrors: true } as const;

const POLL_MS = 1000;

function readRules(files: readonly string[]): string | null {
  for (const file of files) {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) throw error;
    }
  }
  return null;
}

type Folder = Extract<WatchTarget, { readonly kind: 'folder' }>;

/** Folders are left out before they are watched, unless something in them is taken in again. */
function ignoredIn({ path: root, except, ignoreFiles }: Folder, rules: string | null) {
  const matcher = matcherOf(rules, ignoreFiles[0] ?? root);
  return (path: string, stats?: { isDirectory: () => boolean }): boolean => {
    const way = relative(root, path);
    if (way === '' || way.startsWith('..')) return false;
    if (except.some((covered) => path === covered || path.startsWith(`${covered}/`))) return true;
    if (way === '.git' || way.startsWith('.git/') || isPassing(path)) return true;
    if (!matcher.ignores(way)) return false;
    // Without facts it may be a folder: chokidar asks again with them.
    return stats && !stats.isDirectory() ? true : !matcher.mayContainIncluded(way);
  };
}

function ignoredBy(root: string, filter: TreeFilter) {
  return (path: string, stats?: { isDirectory: () => boolean }): boolean => {
    const way = relative(root, path);
    if (way === '' || way.startsWith('..') || filter.takes(way)) return false;
    return (stats !== undefined && !stats.isDirectory()) || !filter.mayTakeIn(way);
  };
}

/** What is wrong with the file is for the build to tell; until then nothing is left out. */
function matcherOf(rules: string | null, file: string): IgnoreMatcher {
  try {
    return createIgnoreMatcher(rules === null ? [] : parseIgnoreFile(rules, file));
  } catch (error) {
    if (errorCode(error) !== 'bad-ignore-pattern') throw error;
    return createIgnoreMatcher([]);
  }
}

function toWatchError(error: unknown): Error {
  if (errorCode(error) !== 'ENOSPC' && errorCode(error) !== 'EMFILE')
    return error instanceof Error ? error : new Error(String(error));
  return new SystemError('watch-limit', {
    message: 'the limit of this machine for watched folders is reached, so that changes would be missed',
    hint: 'sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512, or leave more out by .dockerignore',
    cause: error,
  });
}
