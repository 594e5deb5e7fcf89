import { formatNetworks } from '../../ui/resource-tables.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'network ls',
  summary: 'List networks',
  details: 'Of every stack, or of the one that --project-name names.',
  arguments: [],
  options: {
    quiet: { kind: 'flag', short: 'q', summary: 'Names only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr -p shop network ls', says: 'the networks of the stack "shop"' }],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    const items = await client.call('networks', { stack: cli.globals.projectName ?? null });
    if (options.quiet) cli.output.stdout.write(toLines(items.map((item) => item.name)));
    else printListing(cli, { items, format: options.format, table: formatNetworks });
    return EXIT.done;
  },
});
