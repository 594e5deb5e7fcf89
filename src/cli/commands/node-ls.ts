import { formatNodes } from '../../ui/resource-tables.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'node ls',
  summary: 'List the hosts that share networks with this one',
  details:
    'Hosts of which the store has heard within their lease, this one among them. While the store is away they are those that were known last.',
  arguments: [],
  options: {
    quiet: { kind: 'flag', short: 'q', summary: 'Names only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr node ls', says: 'the hosts, and which networks they are on' }],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    const { store, waiting, nodes } = await client.call('nodes', {});
    if (options.quiet) cli.output.stdout.write(toLines(nodes.map(({ name }) => name)));
    else printListing(cli, { items: nodes, format: options.format, table: formatNodes });
    if (store !== 'joined') cli.output.stderr.write(`the store is ${store}: what is told of other hosts may be old\n`);
    for (const what of waiting) cli.output.stderr.write(`waits for the store: ${what}\n`);
    return EXIT.done;
  },
});
