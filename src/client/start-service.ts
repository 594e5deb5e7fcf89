// Where systemd has the daemon as an enabled service, a command leaves its start to systemd: a daemon that a command starts
// would end with the session of its user, and stand in the way of the service.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { type DaemonPaths, daemonPaths } from '../api/paths.ts';
import { errorCode, SystemError } from '../core/errors.ts';

const run = promisify(execFile);
const SERVICE = 'dockr.service';
/** There when systemd is process 1 (sd_booted(3)). */
const BOOTED = '/run/systemd/system';

export type ServiceOptions = {
  readonly paths: DaemonPaths;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** In place of the directory that systemd makes, for tests. */
  readonly bootedBy?: string;
};

/** True once the service runs; false where there is none for these paths, so that the daemon is the caller's to start. */
export async function startService(options: ServiceOptions): Promise<boolean> {
  if (!existsSync(options.bootedBy ?? BOOTED) || !isUsual(options.paths)) return false;
  const environment = { ...options.environment };
  if (!(await isEnabled(environment))) return false;
  try {
    await run('systemctl', ['start', SERVICE], { env: environment });
    return true;
  } catch (error) {
    throw notStarted(error);
  }
}

/** The service knows nothing of another state directory that a user has set. */
function isUsual(paths: DaemonPaths): boolean {
  const usual = daemonPaths({});
  return paths.state === usual.state && paths.run === usual.run && paths.socket === usual.socket;
}

async function isEnabled(environment: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await run('systemctl', ['is-enabled', '--quiet', SERVICE], { env: environment });
    return true;
  } catch (error) {
    // An exit code is the answer "no"; without the program there is nobody to ask.
    if (typeof error === 'object' && error !== null && typeof Reflect.get(error, 'code') === 'number') return false;
    if (errorCode(error) === 'ENOENT') return false;
    throw notStarted(error);
  }
}

function notStarted(error: unknown): SystemError {
  const printed = typeof error === 'object' && error !== null ? String(Reflect.get(error, 'stderr') ?? '') : '';
  return new SystemError('daemon-not-started', {
    message: `systemd did not start the service "${SERVICE}"`,
    hint: 'journalctl -u dockr',
    output: printed.split('\n').filter(Boolean).slice(-15),
    cause: error,
  });
}
