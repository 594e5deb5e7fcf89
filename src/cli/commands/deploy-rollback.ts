import { defineCommand } from '../command.ts';
import { DEPLOYMENT_ARGUMENT, reportRound } from '../deployments.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'deploy rollback',
  summary: 'Go back to a commit that ran before, and stay there',
  details:
    'Until "deploy resume" or "deploy sync --latest". The commit is judged as it would be now: by the keys, the policy and the declaration that there are. Volumes stay as they are.',
  arguments: [
    DEPLOYMENT_ARGUMENT,
    { name: 'commit', summary: 'one of "deploy history", by seven digits or more; the one that ran before, if none' },
  ],
  options: {},
  examples: [
    { line: 'dockr deploy rollback shop', says: 'to the last other commit that ran well' },
    { line: 'dockr deploy rollback shop 1f0a9c2', says: 'to this one' },
  ],
  run: async (cli, { operands: [name = '', commit = null] }) => {
    const client = await cli.connect();
    return reportRound(cli, await runStream(cli, client, { route: 'deploy-rollback', request: { name, commit } }));
  },
});
