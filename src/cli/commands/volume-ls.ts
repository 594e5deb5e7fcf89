import { formatVolumes } from '../../ui/resource-tables.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'volume ls',
  summary: 'List volumes',
  details: 'Of every stack, or of the one that --project-name names.',
  arguments: [],
  options: {
    quiet: { kind: 'flag', short: 'q', summary: 'Names only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr -p shop volume ls', says: 'the volumes of the stack "shop"' }],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    const items = await client.call('volumes', { stack: cli.globals.projectName ?? null });
    if (options.quiet) cli.output.stdout.write(toLines(items.map((item) => item.name)));
    else printListing(cli, { items, format: options.format, table: formatVolumes });
    return EXIT.done;
  },
});
