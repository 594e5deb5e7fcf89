import { fromWireError } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'deploy rm',
  summary: 'Stop following a repository',
  details: 'Its stack runs on unless --down is given. Volumes stay in either case.',
  arguments: [DEPLOYMENT_ARGUMENT],
  options: { down: { kind: 'flag', summary: 'Also take the stack down' } },
  examples: [{ line: 'dockr deploy rm shop --down', says: 'remove the deployment and its containers and networks' }],
  run: async (cli, { options, operands: [name = ''] }) => {
    const client = await cli.connect();
    const end = await runStream(cli, client, { route: 'deploy-remove', request: { name, down: options.down } });
    if (end.kind === 'interrupted') return end.exitCode;
    if (end.result.error) throw fromWireError(end.result.error);
    return EXIT.done;
  },
});
