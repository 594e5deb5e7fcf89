import { formatDrift } from '../../ui/format-drift.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing } from '../listing.ts';
import { resolveStackName } from '../project.ts';

export const command = defineCommand({
  name: 'drift',
  summary: 'List where the machine differs from what was applied',
  details:
    'Containers that are gone or were killed, limits set by hand, lost links, routes, rules and mounts, and edited files: what somebody changed behind the back of dockr. What "dockr stop" stopped is no drift. Nothing is changed; "x-dockr: {drift: repair}" in the stack file has the daemon put it right, "report" has it only tell, and "ignoreDrift: [SERVICE.FIELD]" leaves out what is meant to differ. The exit code is 0 when there is none and 4 when there is some.',
  arguments: [],
  options: {
    all: { kind: 'flag', short: 'a', summary: 'Of every stack on this machine' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [
    { line: 'dockr drift', says: 'of the stack of this directory' },
    { line: 'dockr drift --all --format json', says: 'of all stacks, one JSON value a line' },
  ],
  run: async (cli, { options }) => {
    const [stack, client] = await Promise.all([options.all ? null : resolveStackName(cli), cli.connect()]);
    const items = await client.call('drift', { stack });
    const asTable = options.format !== 'json' && !(cli.globals.json && options.format !== 'table');
    // A table without rows says less than nothing at all.
    if (items.length > 0 || !asTable) printListing(cli, { items, format: options.format, table: formatDrift });
    return items.length === 0 ? EXIT.done : EXIT.changes;
  },
});
