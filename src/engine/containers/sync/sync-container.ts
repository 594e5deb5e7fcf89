// Brings files into a running container from outside, as its processes see its file system, volumes and all.
import { existsSync } from 'node:fs';
import { ContainerError } from '../../../core/errors.ts';
import type { SyncChange, SyncExpectation, SyncFailure } from '../../../core/sync-change.ts';
import { openDirectory } from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { applyChanges, type SyncSource } from './apply-changes.ts';
import { compareEntries } from './compare-entries.ts';
import { beginSync, removeLeftovers } from './sync-journal.ts';
import { SyncTarget } from './sync-target.ts';

export type Syncing = {
  /** An absolute path in the container. */
  readonly target: string;
  readonly changes: readonly SyncChange[];
  readonly source: SyncSource;
};

export type Comparing = { readonly target: string; readonly expected: readonly SyncExpectation[] };

/** `isRunning` is asked once the root is open: a pid may have passed to another process before. */
export type RunningRoot = { readonly pid: number; readonly isRunning: () => boolean };

/** Carries the changes out; what could not be done is in the answer. What is under way is written down in the folder `journal`. */
export function syncContainer(
  root: RunningRoot,
  { target, changes, source }: Syncing,
  journal: string,
): Promise<readonly SyncFailure[]> {
  return withRoot(root, target, async (rootFd) => {
    removeLeftovers(journal, rootFd);
    using entry = beginSync(journal, { target, changes });
    using places = new SyncTarget(rootFd, target, entry.passing);
    return await applyChanges(places, changes, source, () => checkRunning(root));
  });
}

/** Removes what a daemon that was killed left of a sync in the container of this process, as far as that can be. */
export function removeLeftoversOf(pid: number, journal: string): void {
  if (!existsSync(journal)) return;
  const rootFd = openDirectory(`/proc/${pid}/root`);
  try {
    removeLeftovers(journal, rootFd);
  } finally {
    closeDescriptor(rootFd);
  }
}

/** The paths at which the container has something else. */
export function compareContainer(root: RunningRoot, { target, expected }: Comparing): Promise<readonly string[]> {
  return withRoot(root, target, async (rootFd) => {
    using places = new SyncTarget(rootFd, target);
    return await compareEntries(places, expected, () => checkRunning(root));
  });
}

/** Throws `container-not-running`: its file system goes, and must not be held. */
function checkRunning({ isRunning }: RunningRoot): void {
  if (!isRunning()) throw new ContainerError('container-not-running', { message: 'the container has ended' });
}

async function withRoot<T>(root: RunningRoot, target: string, work: (rootFd: number) => Promise<T>): Promise<T> {
  if (!target.startsWith('/'))
    throw new ContainerError('sync-bad-path', { message: `the target "${target}" does not start with "/"` });
  const rootFd = openDirectory(`/proc/${root.pid}/root`);
  try {
    checkRunning(root);
    return await work(rootFd);
  } finally {
    closeDescriptor(rootFd);
  }
}
