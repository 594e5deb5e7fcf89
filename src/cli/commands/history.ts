import { formatHistory } from '../../ui/format-history.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing } from '../listing.ts';
import { resolveStackName } from '../project.ts';

export const command = defineCommand({
  name: 'history',
  summary: 'List what the stack was brought to, and what came of it',
  details: 'Ten revisions are kept, or as many as "x-dockr: {history: N}" says in the stack file.',
  arguments: [],
  options: { format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' } },
  examples: [
    { line: 'dockr history', says: 'the revisions of the stack of this directory, newest first' },
    { line: 'dockr -p shop history --format json', says: 'those of "shop", one JSON value a line' },
  ],
  run: async (cli, { options }) => {
    const [stack, client] = await Promise.all([resolveStackName(cli), cli.connect()]);
    const items = (await client.call('history', { stack })).toReversed();
    printListing(cli, { items, format: options.format, table: (rows) => formatHistory(rows, Date.now()) });
    return EXIT.done;
  },
});
