// The service as systemd has it.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { SystemError } from '../core/errors.ts';
import { SERVICE } from './places.ts';

const run = promisify(execFile);
/** There when systemd is process 1 (sd_booted(3)). */
const BOOTED = '/run/systemd/system';

export type ServiceControl = {
  readonly isEnabled: () => Promise<boolean>;
  readonly isActive: () => Promise<boolean>;
  /** Reads the units anew. */
  readonly reload: () => Promise<void>;
  readonly enable: () => Promise<void>;
  readonly disable: () => Promise<void>;
  /** Begins it, and returns: whether it went well is for a look at the daemon to tell. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

/** Throws `no-systemd` on a machine that has another init system, or none. */
export function systemdService(): ServiceControl {
  if (!existsSync(BOOTED)) {
    throw new SystemError('no-systemd', {
      message: `systemd does not run on this machine: there is no "${BOOTED}"`,
      hint: 'without it, commands start the daemon by themselves; see "On a server" in README.md',
    });
  }
  return {
    isEnabled: () => says('is-enabled'),
    isActive: () => says('is-active'),
    reload: () => tell('daemon-reload'),
    enable: () => tell('enable', SERVICE),
    disable: () => tell('disable', '--now', SERVICE),
    restart: () => tell('restart', '--no-block', SERVICE),
    stop: () => tell('stop', SERVICE),
    start: () => tell('start', SERVICE),
  };
}

/** An exit code other than 0 is the answer "no". */
async function says(question: string): Promise<boolean> {
  try {
    await run('systemctl', [question, '--quiet', SERVICE]);
    return true;
  } catch (error) {
    if (exitCodeOf(error) !== undefined) return false;
    throw failed(question, error);
  }
}

async function tell(...words: readonly string[]): Promise<void> {
  try {
    await run('systemctl', words);
  } catch (error) {
    throw failed(words.join(' '), error);
  }
}

function exitCodeOf(error: unknown): number | undefined {
  const status: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof status === 'number' ? status : undefined;
}

function failed(what: string, error: unknown): SystemError {
  const printed = typeof error === 'object' && error !== null ? String(Reflect.get(error, 'stderr') ?? '') : '';
  return new SystemError('systemctl-failed', {
    message: `"systemctl ${what}" did not work`,
    hint: `systemctl status ${SERVICE}; journalctl -u ${SERVICE}`,
    output: printed.split('\n').filter(Boolean).slice(-15),
    cause: error,
  });
}
