// A lock that the kernel lets go of when its holder dies, however it dies.
import { closeSync, openSync } from 'node:fs';
import { libcFunction } from './libc.ts';

const flockCall = libcFunction('int flock(int, int)');
const LOCK_EX_NB = 2 | 4;

/** Takes the lock at `path`, or gives undefined if another process has it. The result lets it go. */
export function tryLock(path: string): (() => void) | undefined {
  const fd = openSync(path, 'a', 0o600);
  if (flockCall(fd, LOCK_EX_NB) === 0) return () => closeSync(fd);
  closeSync(fd);
  return undefined;
}
