import { UsageError } from '../../core/errors.ts';
import { parseDuration } from '../../core/units.ts';
import { defineCommand } from '../command.ts';
import { reportRound } from '../deployments.ts';
import { runStream } from '../run-stream.ts';

const DEFAULT_INTERVAL = '60s';

export const command = defineCommand({
  name: 'deploy add',
  summary: 'Follow a git repository, and keep this machine equal to it',
  details:
    'The stack has the name of the deployment. Its files are those of the repository: nothing else of this machine can be mounted, and the commit that runs is mounted read-only.',
  arguments: [{ name: 'name', summary: 'name of the deployment and of its stack', required: true }],
  options: {
    git: { kind: 'text', value: 'URL', summary: 'The repository, by https or ssh' },
    branch: { kind: 'text', value: 'BRANCH', summary: 'The branch to follow instead of the one that HEAD names' },
    path: { kind: 'text', value: 'PATH', summary: 'The stack file or its folder in the repository' },
    interval: { kind: 'text', value: 'DURATION', summary: `Time between two looks, ${DEFAULT_INTERVAL} if not given` },
  },
  examples: [
    {
      line: 'dockr deploy add shop --git https://git.example.org/shop.git --path stacks/shop',
      says: 'deploy the stack of that folder now and whenever it changes',
    },
  ],
  run: async (cli, { options, operands: [name = ''] }) => {
    const { git: url, branch = null, path = '.', interval = DEFAULT_INTERVAL } = options;
    if (url === undefined) {
      throw new UsageError('missing-option', {
        message: 'option "--git" of "dockr deploy add" is missing',
        hint: 'name the repository: --git https://git.example.org/shop.git',
      });
    }
    const request = { name, url, branch, path, intervalMs: parseInterval(interval) };
    const client = await cli.connect();
    return reportRound(cli, await runStream(cli, client, { route: 'deploy-add', request }));
  },
});

function parseInterval(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds >= 1000) return Math.round(milliseconds);
  throw new UsageError('wrong-value', {
    message: `option "--interval" cannot be "${text}", expected a duration of a second or more, like "5m"`,
  });
}
