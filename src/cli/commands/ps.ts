import { formatContainers } from '../../ui/container-table.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { SERVICES_ARGUMENT } from '../lifecycle.ts';
import { printListing, toLines } from '../listing.ts';
import { findStackName } from '../project.ts';
import { byReplica, type Container } from '../targets.ts';

export const command = defineCommand({
  name: 'ps',
  summary: 'List containers',
  details: 'Of the stack of this directory; where there is none, of the whole machine.',
  arguments: [SERVICES_ARGUMENT],
  options: {
    all: { kind: 'flag', short: 'a', summary: 'Also those that do not run' },
    quiet: { kind: 'flag', short: 'q', summary: 'Ids only' },
    services: { kind: 'flag', summary: 'Names of services only' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
    'all-stacks': { kind: 'flag', summary: 'Containers of every stack, and those of "dockr run"' },
  },
  examples: [
    { line: 'dockr ps -a', says: 'every container of the stack' },
    { line: 'dockr ps --format json', says: 'one JSON value a line' },
  ],
  run: async (cli, { options, operands }) => {
    const [stack, client] = await Promise.all([options['all-stacks'] ? null : findStackName(cli), cli.connect()]);
    const listed = await client.call('ps', { stack, all: options.all });
    const items = listed.filter((container) => isAskedFor(container, operands)).sort(byReplica);
    if (options.quiet) cli.output.stdout.write(toLines(items.map((container) => container.id)));
    else if (options.services) cli.output.stdout.write(toLines(servicesOf(items)));
    else printListing(cli, { items, format: options.format, table: (rows) => formatContainers(rows, Date.now()) });
    return EXIT.done;
  },
});

function isAskedFor(container: Container, words: readonly string[]): boolean {
  return words.length === 0 || words.includes(container.name) || words.includes(container.service ?? '');
}

function servicesOf(containers: readonly Container[]): readonly string[] {
  return [...new Set(containers.flatMap(({ service }) => (service === null ? [] : [service])))];
}
