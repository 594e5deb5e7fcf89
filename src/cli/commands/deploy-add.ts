import { defineCommand } from '../command.ts';
import { DECLARATION_OPTIONS, declarationRequest } from '../deployment-request.ts';
import { reportRound } from '../deployments.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'deploy add',
  summary: 'Follow a git repository, and keep this machine equal to it',
  details:
    'The stack has the name of the deployment. Its files are those of the repository, and the commit that runs is mounted read-only; what else of this machine it may have, the policy of the host says. "--file" names stack files beneath "--path", merged in that order, and "--profile" profiles of theirs. With "--verify", only signed commits are deployed, and none that is older than the one that runs.',
  arguments: [{ name: 'name', summary: 'name of the deployment and of its stack; a file has it with the rest' }],
  options: DECLARATION_OPTIONS,
  examples: [
    { line: 'dockr deploy add --from shop.yaml', says: 'what a file of schemas/deployment.schema.json declares' },
    {
      line: 'dockr deploy add shop --git https://git.example.org/shop.git --path stacks/shop',
      says: 'deploy the stack of that folder now and whenever it changes',
    },
    {
      line: 'dockr deploy add shop --git git@git.example.org:shop.git --verify range --allowed-signers /etc/dockr/signers',
      says: 'only commits that somebody in that file has signed, each of them',
    },
  ],
  run: async (cli, { options, operands: [name] }) => {
    const request = await declarationRequest(cli, name, options);
    const client = await cli.connect();
    return reportRound(cli, await runStream(cli, client, { route: 'deploy-add', request }));
  },
});
