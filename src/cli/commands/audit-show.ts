import { UsageError } from '../../core/errors.ts';
import { parseDuration } from '../../core/units.ts';
import { formatAudit } from '../../ui/audit-table.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printListing } from '../listing.ts';

const USUAL_LIMIT = 50;

export const command = defineCommand({
  name: 'audit show',
  summary: 'List the changes that commands and deployments made',
  details: 'Oldest first. With --project-name, those of one stack or deployment.',
  arguments: [],
  options: {
    tail: { kind: 'text', short: 'n', value: 'NUMBER', summary: `How many records, ${USUAL_LIMIT} if not given` },
    since: { kind: 'text', value: 'DURATION', summary: 'Only those of the last minutes or hours, like "2h"' },
    action: { kind: 'text', value: 'ACTION', summary: 'Only those of one kind, such as "up" or "deploy-round"' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [
    { line: 'dockr audit show', says: 'the last changes: who, what, how it ended' },
    { line: 'dockr -p shop audit show --since 24h --json', says: 'those of "shop" since yesterday, for programs' },
  ],
  run: async (cli, { options }) => {
    const query = {
      limit: parseLimit(options.tail),
      sinceMs: parseSince(options.since, Date.now()),
      action: options.action ?? null,
      about: cli.globals.projectName ?? null,
    };
    const client = await cli.connect();
    const items = await client.call('audit-show', query);
    printListing(cli, { items, format: options.format, table: formatAudit });
    return EXIT.done;
  },
});

function parseLimit(text: string | undefined): number {
  if (text === undefined) return USUAL_LIMIT;
  if (/^[1-9][0-9]{0,6}$/.test(text)) return Number(text);
  throw new UsageError('wrong-value', { message: `option "--tail" cannot be "${text}", expected a number from 1 on` });
}

function parseSince(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return now - milliseconds;
  throw new UsageError('wrong-value', {
    message: `option "--since" cannot be "${text}", expected a duration like "2h"`,
  });
}
