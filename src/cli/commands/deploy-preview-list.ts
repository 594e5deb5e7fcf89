import { formatPreviews } from '../../ui/preview-table.ts';
import { defineCommand } from '../command.ts';
import { printError } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing, toLines } from '../listing.ts';

export const command = defineCommand({
  name: 'deploy preview list',
  summary: 'List previews, where they are to be reached and how long they stay',
  details: 'Why one could not be made is told on the standard error.',
  arguments: [{ name: 'name', summary: 'only those of this deployment' }],
  options: {
    quiet: { kind: 'flag', short: 'q', summary: 'Names only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [{ line: 'dockr deploy preview list shop', says: 'those of that deployment' }],
  run: async (cli, { options, operands: [parent = null] }) => {
    const client = await cli.connect();
    const { previews, problems } = await client.call('deploy-previews', { parent });
    if (options.quiet) cli.output.stdout.write(toLines(previews.map(({ name }) => name)));
    else
      printListing(cli, { items: previews, format: options.format, table: (all) => formatPreviews(all, Date.now()) });
    for (const problem of cli.globals.quiet ? [] : problems) {
      if (cli.globals.json) cli.output.stderr.write(`${JSON.stringify({ type: 'problem', ...problem })}\n`);
      else printError(cli, problem.error);
    }
    return EXIT.done;
  },
});
