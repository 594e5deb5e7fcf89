import { formatDeployments } from '../../ui/deployment-tables.ts';
import { defineCommand } from '../command.ts';
import { printError } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'deploy list',
  summary: 'List the repositories that this machine follows',
  details: 'What is wrong with files of declarations is told on the standard error.',
  arguments: [],
  options: {
    quiet: { kind: 'flag', short: 'q', summary: 'Names only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr deploy list', says: 'every deployment, its commit and its last error' }],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    const [items, problems] = await Promise.all([client.call('deploy-list', {}), client.call('deploy-problems', {})]);
    if (options.quiet) cli.output.stdout.write(toLines(items.map((item) => item.name)));
    else printListing(cli, { items, format: options.format, table: (all) => formatDeployments(all, Date.now()) });
    // A file that was never right has no deployment to show it at.
    for (const problem of cli.globals.quiet ? [] : problems) {
      if (cli.globals.json) cli.output.stderr.write(`${JSON.stringify({ type: 'problem', ...problem })}\n`);
      else printError(cli, problem.error);
    }
    return EXIT.done;
  },
});
