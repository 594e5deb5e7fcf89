import { defineCommand } from '../command.ts';
import { DECLARATION_OPTIONS, declarationRequest } from '../deployment-request.ts';
import { reportRound } from '../deployments.ts';
import { EXIT } from '../exit-codes.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'deploy adopt',
  summary: 'Follow a repository with a stack that runs already',
  details:
    'The plan is shown first. A stack that equals the newest commit is taken over as it runs, without a restart; one that does not is left alone unless "--allow-changes" agrees to the plan. Takes what "deploy add" takes.',
  arguments: [
    { name: 'name', summary: 'name of the stack, which the deployment gets, too; a file has it with the rest' },
  ],
  options: {
    ...DECLARATION_OPTIONS,
    'allow-changes': { kind: 'flag', summary: 'Also if what runs would be changed' },
    'dry-run': { kind: 'flag', summary: 'Only show the plan: the exit code is 4 when there are changes' },
  },
  examples: [
    {
      line: 'dockr deploy adopt shop --git https://git.example.org/shop.git --path stacks/shop',
      says: 'the stack that "dockr -p shop up" made is that of the repository from now on',
    },
  ],
  run: async (cli, { options, operands: [name] }) => {
    const { 'allow-changes': allowChanges, 'dry-run': dryRun, ...declaring } = options;
    const declared = await declarationRequest(cli, name, declaring);
    const client = await cli.connect();
    const request = { ...declared, allowChanges, dryRun };
    const end = await runStream(cli, client, { route: 'deploy-adopt', request });
    if (end.kind === 'interrupted') return end.exitCode;
    const { plan, deployment } = end.result;
    if (deployment) return reportRound(cli, { ...end, result: deployment });
    return plan.steps.length === 0 ? EXIT.done : EXIT.changes;
  },
});
