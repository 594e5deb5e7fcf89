import { formatInfo } from '../../ui/format-findings.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'info',
  summary: 'Show the engine: runtime, directories, counts',
  arguments: [],
  options: {},
  examples: [{ line: 'dockr info', says: 'which runtime it uses, and why' }],
  run: async (cli) => {
    const client = await cli.connect();
    const info = await client.call('info', {});
    cli.output.stdout.write(cli.globals.json ? `${JSON.stringify(info)}\n` : formatInfo(info));
    return EXIT.done;
  },
});
