import { daemonEntry } from '../../client/start-daemon.ts';
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
    if (cli.globals.host !== undefined) {
      throw new UsageError('not-supported', { message: 'a daemon runs on its own machine only' });
    }
    // In place of this process, so that an init system's signals and this pid are the daemon's own.
    process.execve?.(process.execPath, [process.execPath, daemonEntry()], cli.environment);
    throw new SystemError('daemon-not-started', { message: 'this system cannot replace a process by another' });
  },
});
