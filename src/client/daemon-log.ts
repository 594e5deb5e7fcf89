import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { errorCode, SystemError } from '../core/errors.ts';

/** What a daemon says goes to `<state>/daemon.log`; at this size it becomes `daemon.log.1` before the next start. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;
const MAX_READ_BYTES = 64 * 1024;

export type DaemonLog = {
  readonly path: string;
  readonly descriptor: number;
  /** The lines written since it was opened, the last 64 kB of them. */
  readonly linesSinceOpened: () => readonly string[];
  readonly close: () => void;
};

/** Opens the log for appending, making the state directory where there is none. */
export function openDaemonLog(stateDirectory: string): DaemonLog {
  const path = `${stateDirectory}/daemon.log`;
  const descriptor = openLog(stateDirectory, path);
  const start = fstatSync(descriptor).size;
  return {
    path,
    descriptor,
    linesSinceOpened: () =>
      readFrom(descriptor, start)
        .split('\n')
        .filter((line) => line !== ''),
    close: () => closeSync(descriptor),
  };
}

function openLog(stateDirectory: string, path: string): number {
  try {
    mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
    rotate(path);
    return openSync(path, 'a+', 0o640);
  } catch (cause) {
    throw new SystemError('state-directory-not-writable', {
      message: `cannot write "${path}": ${errorCode(cause) ?? cause}`,
      hint: 'set DOCKR_STATE_DIR to a directory that root can write to',
      cause,
    });
  }
}

function rotate(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
}

function readFrom(descriptor: number, start: number): string {
  const end = fstatSync(descriptor).size;
  const from = Math.max(start, end - MAX_READ_BYTES);
  const buffer = Buffer.alloc(Math.max(0, end - from));
  const length = readSync(descriptor, buffer, 0, buffer.length, from);
  return buffer.toString('utf8', 0, length);
}
