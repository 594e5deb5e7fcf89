import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toLines } from '../listing.ts';
import { removeEach } from '../remove-each.ts';

export const command = defineCommand({
  name: 'volume rm',
  summary: 'Remove volumes that no container uses: their contents are lost',
  arguments: [{ name: 'volume', summary: 'names, as "volume ls" shows them', required: true, variadic: true }],
  options: {},
  examples: [{ line: 'dockr volume rm shop_data', says: 'remove one volume' }],
  run: async (cli, { operands }) => {
    const client = await cli.connect();
    await removeEach(operands, async (name) => {
      await client.call('remove-volume', { name });
      cli.output.stdout.write(toLines([name]));
    });
    return EXIT.done;
  },
});
