// Brings files into a running container from outside, as its processes see its file system, volumes and all.
import { ContainerError } from '../../../core/errors.ts';
import type { SyncChange, SyncExpectation, SyncFailure } from '../../../core/sync-change.ts';
import { openDirectory } from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { applyChanges, type SyncSource } from './apply-changes.ts';
import { compareEntries } from './compare-entries.ts';
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

/** Carries the changes out; what could not be done is in the answer. */
export function syncContainer(
  root: RunningRoot,
  { target, changes, source }: Syncing,
): Promise<readonly SyncFailure[]> {
  return withTarget(root, target, (place) => applyChanges(place, changes, source, () => checkRunning(root)));
}

/** The paths at which the container has something else. */
export function compareContainer(root: RunningRoot, { target, expected }: Comparing): Promise<readonly string[]> {
  return withTarget(root, target, (place) => compareEntries(place, expected, () => checkRunning(root)));
}

/** Throws `container-not-running`: its file system goes, and must not be held. */
function checkRunning({ isRunning }: RunningRoot): void {
  if (!isRunning()) throw new ContainerError('container-not-running', { message: 'the container has ended' });
}

async function withTarget<T>(root: RunningRoot, target: string, work: (place: SyncTarget) => Promise<T>): Promise<T> {
  if (!target.startsWith('/'))
    throw new ContainerError('sync-bad-path', { message: `the target "${target}" does not start with "/"` });
  const rootFd = openDirectory(`/proc/${root.pid}/root`);
  try {
    checkRunning(root);
    using place = new SyncTarget(rootFd, target);
    return await work(place);
  } finally {
    closeDescriptor(rootFd);
  }
}
