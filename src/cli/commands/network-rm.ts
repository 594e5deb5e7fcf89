import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toLines } from '../listing.ts';
import { removeEach } from '../remove-each.ts';

export const command = defineCommand({
  name: 'network rm',
  summary: 'Remove networks that no container uses',
  arguments: [{ name: 'network', summary: 'names, as "network ls" shows them', required: true, variadic: true }],
  options: {},
  examples: [{ line: 'dockr network rm shop_default', says: 'remove one network' }],
  run: async (cli, { operands }) => {
    const client = await cli.connect();
    await removeEach(operands, async (name) => {
      await client.call('remove-network', { name });
      cli.output.stdout.write(toLines([name]));
    });
    return EXIT.done;
  },
});
