// Trees that clients of other machines send for builds: `<state>/sent/<key>/`. The client says what a tree consists of, and
// sends what is not here; trees that nobody has named for a week are removed.
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { DockrError, UsageError } from '../core/errors.ts';
import type { SyncChange, SyncExpectation } from '../core/sync-change.ts';
import { applyChanges } from '../engine/containers/sync/apply-changes.ts';
import { compareEntries } from '../engine/containers/sync/compare-entries.ts';
import { SyncTarget } from '../engine/containers/sync/sync-target.ts';
import { openDirectory } from '../os/files.ts';
import { closeDescriptor } from '../os/libc.ts';

const KEY = /^[0-9a-f]{64}$/;
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export class SentTrees {
  readonly directory: string;

  constructor(stateDirectory: string) {
    this.directory = join(stateDirectory, 'sent');
  }

  /** Removes what does not belong to the tree, and gives the paths that have to be sent. */
  async offer(key: string, expected: readonly SyncExpectation[]): Promise<readonly string[]> {
    this.#removeOld();
    return this.#inTree(key, async (target) => {
      target.makeTarget();
      utimesSync(this.pathOf(key), new Date(), new Date());
      const wanted = new Set(expected.map(({ path }) => path));
      const extra = pathsIn(this.pathOf(key)).filter((path) => !wanted.has(path));
      const removals = extra.reverse().map((path) => ({ path, entry: null }));
      await changeAll(target, removals, new Map());
      return compareEntries(target, expected);
    });
  }

  async send(key: string, changes: readonly SyncChange[], contents: ReadonlyMap<string, Uint8Array>): Promise<void> {
    await this.#inTree(key, (target) => changeAll(target, changes, contents));
  }

  pathOf(key: string): string {
    return join(this.directory, key);
  }

  async #inTree<T>(key: string, work: (target: SyncTarget) => Promise<T>): Promise<T> {
    if (!KEY.test(key)) throw new UsageError('bad-tree-key', { message: `"${key}" is no key of a tree` });
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const rootFd = openDirectory(this.directory);
    try {
      using target = new SyncTarget(rootFd, `/${key}`);
      return await work(target);
    } finally {
      closeDescriptor(rootFd);
    }
  }

  #removeOld(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.directory)) {
      const path = join(this.directory, name);
      if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
    }
  }
}

async function changeAll(
  target: SyncTarget,
  changes: readonly SyncChange[],
  contents: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const [failure] = await applyChanges(target, changes, { kind: 'sent', contents });
  if (!failure) return;
  const { kind, code, message } = failure.error;
  throw new DockrError(kind, code, { message: `"${failure.path}" of the build context: ${message}` });
}

/** Folders before what is in them. */
function pathsIn(folder: string, prefix = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = prefix + entry.name;
    return entry.isDirectory() ? [path, ...pathsIn(join(folder, entry.name), `${path}/`)] : [path];
  });
}
