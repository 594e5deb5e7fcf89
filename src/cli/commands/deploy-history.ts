import { formatAttempts } from '../../ui/deployment-history-table.ts';
import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing } from '../listing.ts';

export const command = defineCommand({
  name: 'deploy history',
  summary: 'List the commits that were tried, by whom they were signed, and what came of them',
  details: 'Fifty are kept. What comes to the same again is one line, with how often.',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: { format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' } },
  examples: [{ line: 'dockr deploy history shop', says: 'newest first' }],
  run: async (cli, { options, operands: [name = ''] }) => {
    const client = await cli.connect();
    const items = (await client.call('deploy-history', { name })).toReversed();
    printListing(cli, { items, format: options.format, table: (all) => formatAttempts(all, Date.now()) });
    return EXIT.done;
  },
});
