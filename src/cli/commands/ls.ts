import { formatStacks } from '../../ui/resource-tables.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'ls',
  summary: 'List the stacks of this machine',
  arguments: [],
  options: {
    all: { kind: 'flag', short: 'a', summary: 'Also those of which nothing runs' },
    quiet: { kind: 'flag', short: 'q', summary: 'Names only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr ls -a', says: 'every stack that has been here and was not taken down' }],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    const stacks = await client.call('stacks', {});
    const items = options.all ? stacks : stacks.filter((stack) => stack.running > 0);
    if (options.quiet) cli.output.stdout.write(toLines(items.map((stack) => stack.name)));
    else printListing(cli, { items, format: options.format, table: formatStacks });
    return EXIT.done;
  },
});
