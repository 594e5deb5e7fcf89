import { formatImages } from '../../ui/resource-tables.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'images',
  summary: 'List the images of this machine',
  arguments: [],
  options: {
    quiet: { kind: 'flag', short: 'q', summary: 'Ids only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr images', says: 'names, sizes, and which containers use them' }],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    const items = await client.call('images', {});
    if (options.quiet) cli.output.stdout.write(toLines(items.map((image) => image.id)));
    else printListing(cli, { items, format: options.format, table: (rows) => formatImages(rows, Date.now()) });
    return EXIT.done;
  },
});
