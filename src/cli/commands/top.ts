import { formatProcesses } from '../../ui/usage-table.ts';
import { chooseRunning } from '../choose-running.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { SERVICES_ARGUMENT } from '../lifecycle.ts';
import { printListing } from '../listing.ts';

export const command = defineCommand({
  name: 'top',
  summary: 'Show the processes in containers',
  details:
    'Of the stack of this directory; where there is none, of the whole machine. Users and processes are those of the host.',
  arguments: [SERVICES_ARGUMENT],
  options: { format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' } },
  examples: [{ line: 'dockr top web', says: 'the processes of one service' }],
  run: async (cli, { options, operands }) => {
    const { client, list } = await chooseRunning(cli, operands);
    const items = await client.call('processes', { containers: await list() });
    printListing(cli, { items, format: options.format, table: (rows) => formatProcesses(rows, Date.now()) });
    return EXIT.done;
  },
});
