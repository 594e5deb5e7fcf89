// A daemon that systemd starts takes over from one that a command has started before, which ends; containers run on.
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { API_VERSION } from '../api/messages.ts';
import type { DaemonPaths } from '../api/paths.ts';
import { SystemError } from '../core/errors.ts';
import { takeDirectories } from './own-directories.ts';

const PATIENCE_MS = 60_000;
const POLL_MS = 100;

/** Like `takeDirectories`, but waits until the other daemon, which is told to end, has let go. Throws `daemon-not-stopped`. */
export async function replaceDaemon(paths: DaemonPaths): Promise<() => void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const unlock = takeDirectories(paths);
    if (unlock) return unlock;
    if (performance.now() > end) throw notStopped(paths);
    // Again and again: it may be one that is only starting.
    await tellToEnd(paths.socket);
    await sleep(POLL_MS);
  }
}

/** Whatever comes of it: who does not answer is still starting, or has gone. */
function tellToEnd(socketPath: string): Promise<void> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: `/${API_VERSION}/shutdown`, method: 'POST' }, (response) => {
      response.resume();
      response.once('close', resolve);
    });
    call.once('error', () => resolve());
    call.end();
  });
}

function notStopped({ state }: DaemonPaths): SystemError {
  return new SystemError('daemon-not-stopped', {
    message: `another daemon uses "${state}" and does not end`,
    hint: 'dockr daemon stop; systemctl restart dockr',
  });
}
