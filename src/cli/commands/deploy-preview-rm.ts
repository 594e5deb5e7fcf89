import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'deploy preview rm',
  summary: 'Take a preview down, with its volumes',
  details: 'One that came by itself comes again when its branch has another commit.',
  arguments: [{ name: 'name', summary: 'the preview, as "deploy preview list" shows it', required: true }],
  options: {},
  examples: [{ line: 'dockr deploy preview rm shop-feature-cart', says: 'containers, networks and volumes of it go' }],
  run: async (cli, { operands: [name = ''] }) => {
    const client = await cli.connect();
    const end = await runStream(cli, client, { route: 'deploy-preview-remove', request: { name } });
    return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
  },
});
