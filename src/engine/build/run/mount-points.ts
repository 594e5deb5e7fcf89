// The runtime makes what it mounts upon. Whatever it made is taken away again, or it would be part of the layer.
import { fstatSync, readdirSync } from 'node:fs';
import { errorCode } from '../../../core/errors.ts';
import { O_DIRECTORY, O_PATH, openAt, openBeneath, openDirectory, removeAt } from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';

/** Parts of paths that are not there yet, each after what it is in. */
export type MissingPaths = readonly string[];

/** Which of the targets, and of the directories above them, the root lacks. */
export function missingPaths(root: string, targets: readonly string[]): MissingPaths {
  const missing = new Set<string>();
  withRoot(root, (rootFd) => {
    for (const target of targets) {
      const parts = target.split('/').filter(Boolean);
      for (let length = 1; length <= parts.length; length++) {
        const path = `/${parts.slice(0, length).join('/')}`;
        if (missing.has(path) || !isThere(rootFd, path)) missing.add(path);
      }
    }
  });
  return [...missing];
}

/** Removes those that are there now and hold nothing. */
export function removeMountPoints(root: string, missing: MissingPaths): void {
  withRoot(root, (rootFd) => {
    for (const path of missing.toReversed()) removeEmpty(rootFd, path);
  });
}

function removeEmpty(rootFd: number, path: string): void {
  const at = path.lastIndexOf('/');
  try {
    const parentFd = openBeneath(rootFd, path.slice(0, at) || '.', {
      flags: O_PATH | O_DIRECTORY,
      containment: 'in-root',
    });
    try {
      const name = path.slice(at + 1);
      if (isEmpty(parentFd, name)) removeAt(parentFd, name);
    } finally {
      closeDescriptor(parentFd);
    }
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'ELOOP'].includes(errorCode(error) ?? '')) throw error;
  }
}

/** An empty directory or an empty file. */
function isEmpty(parentFd: number, name: string): boolean {
  const fd = openAt(parentFd, name, { flags: O_PATH });
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) return readdirSync(`/proc/self/fd/${fd}`).length === 0;
    return stat.isFile() && stat.size === 0;
  } finally {
    closeDescriptor(fd);
  }
}

function isThere(rootFd: number, path: string): boolean {
  try {
    closeDescriptor(openBeneath(rootFd, path, { flags: O_PATH, containment: 'in-root' }));
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

function withRoot(root: string, work: (rootFd: number) => void): void {
  const rootFd = openDirectory(root);
  try {
    work(rootFd);
  } finally {
    closeDescriptor(rootFd);
  }
}
