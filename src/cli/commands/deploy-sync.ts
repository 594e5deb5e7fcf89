import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT, reportRound } from '../deployments.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'deploy sync',
  summary: 'Look at the repository now, and make this machine equal to it',
  details: 'Also while the deployment is suspended. Containers that were removed or stopped come back.',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: {},
  examples: [{ line: 'dockr deploy sync shop', says: 'do not wait for the next interval' }],
  run: async (cli, { operands: [name = ''] }) => {
    const client = await cli.connect();
    return reportRound(cli, await runStream(cli, client, { route: 'deploy-sync', request: { name } }));
  },
});
