// Which files a sync may be writing in a container, so that what is left of it when the daemon is killed goes with the next sync.
// Nothing is waited for on the disk: the entry is made before the first file, on the same machine and in the same order.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { SyncChange } from '../../../core/sync-change.ts';
import { dropPassing, PASSING, pathOf, SyncTarget } from './sync-target.ts';

/** Of this process: the entries of others are what these left. */
const RUN = randomBytes(6).toString('hex');
let entries = 0;

export type JournalEntry = Disposable & {
  /** What the names of all files begin with that are not whole yet. */
  readonly passing: string;
};

type Begun = { readonly target: string; readonly changes: readonly SyncChange[] };

/** Writes down what is about to be done; once it is disposed of, nothing is left to be removed. `folder` is made. */
export function beginSync(folder: string, { target, changes }: Begun): JournalEntry {
  const name = `${RUN}-${entries++}`;
  const path = posix.join(folder, name);
  const left: Left = { target, paths: onePathEach(changes) };
  // A disk that is full keeps nobody from trying: the container's may be another.
  attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, JSON.stringify(left), { mode: 0o600 });
  });
  return { passing: `${PASSING}${name}-`, [Symbol.dispose]: () => attempt(() => rmSync(path, { force: true })) };
}

/** Removes what syncs of daemons that were killed left in a container. What cannot go now is tried again with the next sync. */
export function removeLeftovers(folder: string, rootFd: number): void {
  for (const name of attempt(() => readdirSync(folder)) ?? []) {
    if (name.startsWith(RUN)) continue;
    const path = posix.join(folder, name);
    // It is no reason not to bring anything.
    attempt(() => {
      const left = parseLeft(readFileSync(path, 'utf8'));
      if (left) removePassing(left, `${PASSING}${name}-`, rootFd);
      rmSync(path);
    });
  }
}

type Left = {
  readonly target: string;
  /** One in each folder. */
  readonly paths: readonly string[];
};

function removePassing({ target, paths }: Left, passing: string, rootFd: number): void {
  using places = new SyncTarget(rootFd, target, passing);
  for (const path of paths) {
    // One that leads nowhere was refused then, too.
    const place = attempt(() => places.findPlace(path));
    if (!place) continue;
    const names = readdirSync(pathOf({ ...place, name: '.' }));
    for (const each of names) if (each.startsWith(passing)) dropPassing(place, each);
  }
}

function onePathEach(changes: readonly SyncChange[]): readonly string[] {
  const byFolder = new Map<string | null, string>();
  for (const { path, entry } of changes)
    if (entry && entry.kind !== 'folder') byFolder.set(path === '' ? null : posix.dirname(path), path);
  return [...byFolder.values()];
}

/** One that was killed as it wrote this had not begun with anything. */
function parseLeft(text: string): Left | undefined {
  const left = attempt((): unknown => JSON.parse(text));
  return isLeft(left) ? left : undefined;
}

function isLeft(value: unknown): value is Left {
  if (typeof value !== 'object' || value === null || !('target' in value) || !('paths' in value)) return false;
  const { target, paths } = value;
  return typeof target === 'string' && Array.isArray(paths) && paths.every((path) => typeof path === 'string');
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
