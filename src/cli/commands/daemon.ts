import { parseHost } from '../../client/parse-host.ts';
import { daemonCommand } from '../../client/start-daemon.ts';
import { SystemError, UsageError } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';

export const command = defineCommand({
  name: 'daemon',
  summary: 'Run the daemon in the foreground',
  details: 'Commands start it in the background by themselves: this is for init systems and for looking at it.',
  arguments: [],
  options: {},
  examples: [{ line: 'dockr daemon', says: 'run it until Ctrl-C; containers keep running after it' }],
  run: async (cli) => {
    const host = parseHost(cli.host);
    if (host.kind === 'ssh')
      throw new UsageError('not-supported', { message: 'a daemon runs on its own machine only' });
    const socket = host.kind === 'socket' ? { DOCKR_SOCKET: host.path } : {};
    // In place of this process, so that an init system's signals and this pid are the daemon's own.
    const command = daemonCommand();
    process.execve?.(command[0], command, { ...cli.environment, ...socket });
    throw new SystemError('daemon-not-started', { message: 'this system cannot replace a process by another' });
  },
});
