import type { StreamRequestOf } from '../../client/client.ts';
import { UsageError } from '../../core/errors.ts';
import { parseDuration } from '../../core/units.ts';
import { formatPreview } from '../../ui/preview-table.ts';
import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT, printError } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';
import { parseCount } from '../parse-values.ts';
import { runStream } from '../run-stream.ts';

type Subject = StreamRequestOf<'deploy-preview'>['of'];

const MOST_PULL_REQUESTS = 1_000_000_000;

export const command = defineCommand({
  name: 'deploy preview',
  summary: 'Run another branch of a deployment beside it, for a while',
  details:
    'A deployment of its own, with networks, volumes and ports of its own, and without the secrets of the other unless that declares otherwise. It is taken down with its volumes when its time is over or its branch is gone. Asked for again, it has its whole time again. One of a pull request stays at the commit that it has now, unless "previews.pullRequests" is declared.',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: {
    branch: { kind: 'text', value: 'BRANCH', summary: 'The branch to run' },
    'pull-request': { kind: 'text', value: 'NUMBER', summary: 'The pull request, or merge request, to run' },
    ttl: { kind: 'text', value: 'DURATION', summary: 'How long it is there, 24h unless declared otherwise' },
    name: { kind: 'text', value: 'NAME', summary: 'Its name instead of one made of the other and the branch' },
  },
  examples: [
    { line: 'dockr deploy preview shop --branch feature/cart', says: 'bring it up, and say where it is to be reached' },
    { line: 'dockr deploy preview shop --pull-request 17 --ttl 2h', says: 'what somebody wants to have merged' },
  ],
  run: async (cli, { options, operands: [parent = ''] }) => {
    const request = { parent, of: toSubject(options), ttlMs: toTtl(options.ttl), name: options.name ?? null };
    const client = await cli.connect();
    const end = await runStream(cli, client, { route: 'deploy-preview', request });
    if (end.kind === 'interrupted') return end.exitCode;
    const { error } = end.result;
    if (!cli.globals.json) {
      if (error) printError(cli, error);
      else cli.output.stdout.write(formatPreview(end.result, Date.now()));
    }
    return error ? EXIT.failed : EXIT.done;
  },
});

function toSubject(options: {
  readonly branch?: string | undefined;
  readonly 'pull-request'?: string | undefined;
}): Subject {
  const { branch, 'pull-request': number } = options;
  if (branch !== undefined && number !== undefined) {
    throw new UsageError('conflicting-options', {
      message: '"--branch" and "--pull-request" exclude each other: a preview is of one of them',
    });
  }
  if (branch !== undefined) return { kind: 'branch', branch };
  if (number !== undefined)
    return { kind: 'pull-request', number: parseCount(number, 'pull-request', MOST_PULL_REQUESTS) };
  throw new UsageError('missing-option', {
    message: '"--branch" or "--pull-request" of "dockr deploy preview" is missing',
    hint: 'name what to run: --branch feature/cart',
  });
}

function toTtl(text: string | undefined): number | null {
  if (text === undefined) return null;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new UsageError('wrong-value', { message: `"--ttl" is "${text}", expected a duration like "24h"` });
}
