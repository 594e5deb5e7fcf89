import { formatDeployments } from '../../ui/deployment-tables.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'deploy list',
  summary: 'List the repositories that this machine follows',
  arguments: [],
  options: {
    quiet: { kind: 'flag', short: 'q', summary: 'Names only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr deploy list', says: 'every deployment, its commit and its last error' }],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    const items = await client.call('deploy-list', {});
    if (options.quiet) cli.output.stdout.write(toLines(items.map((item) => item.name)));
    else printListing(cli, { items, format: options.format, table: (all) => formatDeployments(all, Date.now()) });
    return EXIT.done;
  },
});
