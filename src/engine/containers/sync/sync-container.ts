// Brings files into a running container from outside, as its processes see its file system, volumes and all.
import { ContainerError } from '../../../core/errors.ts';
import type { SyncChange, SyncFailure } from '../../../core/sync-change.ts';
import { openDirectory } from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { applyChanges, type SyncSource } from './apply-changes.ts';
import { SyncTarget } from './sync-target.ts';

export type Syncing = {
  /** An absolute path in the container. */
  readonly target: string;
  readonly changes: readonly SyncChange[];
  readonly source: SyncSource;
};

/** `isRunning` is asked once the root is open: a pid may have passed to another process before. */
export async function syncContainer(
  { pid, isRunning }: { readonly pid: number; readonly isRunning: () => boolean },
  { target, changes, source }: Syncing,
): Promise<readonly SyncFailure[]> {
  if (!target.startsWith('/'))
    throw new ContainerError('sync-bad-path', { message: `the target "${target}" does not start with "/"` });
  const rootFd = openDirectory(`/proc/${pid}/root`);
  try {
    if (!isRunning()) throw new ContainerError('container-not-running', { message: 'the container has ended' });
    using place = new SyncTarget(rootFd, target);
    return await applyChanges(place, changes, source);
  } finally {
    closeDescriptor(rootFd);
  }
}
