import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT, printDeployment } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'deploy resume',
  summary: 'Follow the repository again, after "deploy suspend" or "deploy rollback"',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: {},
  examples: [{ line: 'dockr deploy resume shop', says: 'begin with a look at the repository' }],
  run: async (cli, { operands: [name = ''] }) => {
    const client = await cli.connect();
    printDeployment(cli, await client.call('deploy-resume', { name }));
    return EXIT.done;
  },
});
