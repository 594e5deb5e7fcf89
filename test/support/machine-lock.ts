// Locks between processes of one machine, whatever namespaces they are in: tests with a network of their own share control
// groups and directories with the others. The kernel lets go of a lock with its process, so none is ever stale.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock as tryFileLock } from '../../src/os/file-lock.ts';

/** What tests keep on a machine: images that take long to make, and the empty files that are locked. */
export const cacheDirectory = process.env.DOCKR_TEST_CACHE ?? '/var/tmp/dockr-test-cache';

/** Held until it is disposed of, or until the process ends. */
export type MachineLock = Disposable;

/** Takes the lock if it is free. */
export function tryLock(name: string): MachineLock | undefined {
  const locks = join(cacheDirectory, 'locks');
  mkdirSync(locks, { recursive: true });
  let release = tryFileLock(join(locks, name));
  if (!release) return undefined;
  return {
    [Symbol.dispose]: () => {
      release?.();
      release = undefined;
    },
  };
}

/** Takes the lock, waiting for whoever has it. */
export async function waitForLock(name: string, timeoutMs = 600_000): Promise<MachineLock> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const lock = tryLock(name);
    if (lock) return lock;
    if (performance.now() > deadline) throw new Error(`somebody held the lock "${name}" for ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
