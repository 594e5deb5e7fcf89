import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT, printDeployment } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'deploy suspend',
  summary: 'Leave a stack as it is, whatever its repository says',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: {},
  examples: [{ line: 'dockr deploy suspend shop', says: 'no more changes until "deploy resume"' }],
  run: async (cli, { operands: [name = ''] }) => {
    const client = await cli.connect();
    printDeployment(cli, await client.call('deploy-suspend', { name }));
    return EXIT.done;
  },
});
