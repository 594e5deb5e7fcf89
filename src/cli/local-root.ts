// What commands need that change this machine itself, and not what the daemon looks after.
import type { Client } from '../client/client.ts';
import { connect } from '../client/connect.ts';
import { SystemError, UsageError } from '../core/errors.ts';
import type { Cli } from './cli.ts';

/** Throws where another machine is meant, or we are not root. */
export function checkLocalRoot(cli: Cli, command: string): void {
  if (cli.host !== undefined) {
    throw new UsageError('not-supported', {
      message: `"dockr ${command}" is for the machine that it runs on`,
      hint: `ssh to that machine, and run it there`,
    });
  }
  if (process.geteuid?.() === 0) return;
  throw new SystemError('not-root', {
    message: `"dockr ${command}" changes programs and services of the machine, which only root may`,
    hint: `sudo dockr ${command}`,
  });
}

/** The daemon of this machine, which is not started for it, whatever version it has. */
export function ownClient({ environment, version }: Pick<Cli, 'environment' | 'version'>): Promise<Client> {
  return connect({ environment, version, start: false, onWarning: () => {} });
}
