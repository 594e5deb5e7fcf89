import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toLines } from '../listing.ts';
import { removeEach } from '../remove-each.ts';

export const command = defineCommand({
  name: 'rmi',
  summary: 'Remove images',
  arguments: [{ name: 'image', summary: 'names or ids', required: true, variadic: true }],
  options: { force: { kind: 'flag', short: 'f', summary: 'Even if stopped containers use it' } },
  examples: [{ line: 'dockr rmi nginx:1.26', says: 'remove this name, and the image if it has no other' }],
  run: async (cli, { options, operands }) => {
    const client = await cli.connect();
    await removeEach(operands, async (reference) => {
      const { removed } = await client.call('remove-image', { reference, force: options.force });
      cli.output.stdout.write(toLines(removed));
    });
    return EXIT.done;
  },
});
