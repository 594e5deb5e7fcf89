import { parseHost } from '../../client/parse-host.ts';
import { UsageError } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'daemon start',
  summary: 'Start the daemon in the background, unless it runs, and say where it listens',
  details:
    'Commands do so by themselves. Those of another machine (--host ssh://…) use this one on the machine of the daemon.',
  arguments: [],
  options: { 'only-if-running': { kind: 'flag', summary: 'Do not start it; fail where none runs' } },
  examples: [{ line: 'dockr daemon start', says: 'the socket of the daemon that runs then' }],
  run: async (cli, { options }) => {
    if (parseHost(cli.host).kind === 'ssh')
      throw new UsageError('not-supported', { message: 'a daemon is started on its own machine' });
    const client = await cli.connect({ start: !options['only-if-running'] });
    const { version, pid } = await client.call('version', {});
    const { socket } = client;
    const text = cli.globals.json ? JSON.stringify({ socket, version, pid }) : socket;
    cli.output.stdout.write(`${text}\n`);
    return EXIT.done;
  },
});
