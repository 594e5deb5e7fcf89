import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT, reportRound } from '../deployments.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'deploy sync',
  summary: 'Look at the repository now, and make this machine equal to it',
  details:
    'Also while the deployment is suspended. Containers that were removed or stopped come back, and a commit that was refused is judged again.',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: {
    latest: { kind: 'flag', summary: 'To the newest commit, also after "deploy rollback"' },
    'allow-removal': {
      kind: 'flag',
      summary: 'Also if most of its services, or of the deployments that it made, would go',
    },
    'allow-rewind': {
      kind: 'flag',
      summary: 'Also to a commit that is older than the one that runs, or to a history that was rewritten',
    },
  },
  examples: [{ line: 'dockr deploy sync shop', says: 'do not wait for the next interval' }],
  run: async (cli, { options, operands: [name = ''] }) => {
    const client = await cli.connect();
    return reportRound(
      cli,
      await runStream(cli, client, {
        route: 'deploy-sync',
        request: {
          name,
          allowRewind: options['allow-rewind'],
          allowRemoval: options['allow-removal'],
          latest: options.latest,
        },
      }),
    );
  },
});
