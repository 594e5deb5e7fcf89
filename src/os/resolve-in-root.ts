// Where a path inside a container's root leads on the host, symbolic links kept within.
import { closeSync, readlinkSync } from 'node:fs';
import { errorCode } from '../core/errors.ts';
import { O_PATH, openBeneath, openDirectory } from './files.ts';

/** The host's path of `path` beneath `root`, or undefined if there is nothing. */
export function resolveInRoot(root: string, path: string): string | undefined {
  const rootFd = openDirectory(root);
  try {
    const fd = openBeneath(rootFd, path, { flags: O_PATH, containment: 'in-root' });
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  } finally {
    closeSync(rootFd);
  }
}
