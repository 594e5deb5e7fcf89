// Locks between processes of one machine: a listening abstract socket. The kernel drops it with its process, so no
// lock is ever stale, and there is no file to remove.
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { errorCode } from '../../src/core/errors.ts';

/** Held until it is disposed of, or until the process ends. */
export type MachineLock = Disposable;

/** Takes the lock if it is free. */
export async function tryLock(name: string): Promise<MachineLock | undefined> {
  const server = createServer();
  try {
    await listen(server, `\0dockr-test-${name}`);
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return undefined;
    throw error;
  }
  server.unref();
  return { [Symbol.dispose]: () => server.close() };
}

/** Takes the lock, waiting for whoever has it. */
export async function waitForLock(name: string, timeoutMs = 600_000): Promise<MachineLock> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const lock = await tryLock(name);
    if (lock) return lock;
    if (performance.now() > deadline) throw new Error(`somebody held the lock "${name}" for ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
}
