import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT, printDeployment } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'deploy show',
  summary: 'Show a deployment: its source, the commit that runs, its last error',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: {},
  examples: [{ line: 'dockr deploy show shop --json', says: 'everything about it, for programs' }],
  run: async (cli, { operands: [name = ''] }) => {
    const client = await cli.connect();
    printDeployment(cli, await client.call('deploy-show', { name }));
    return EXIT.done;
  },
});
