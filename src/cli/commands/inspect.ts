import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'inspect',
  summary: 'Show everything about containers, images, networks, volumes or stacks, as JSON',
  arguments: [{ name: 'name', summary: 'names or ids', required: true, variadic: true }],
  options: {},
  examples: [{ line: 'dockr inspect shop-web-1', says: 'the specification and the state of a container' }],
  run: async (cli, { operands }) => {
    const client = await cli.connect();
    for (const name of operands) {
      const found = await client.call('inspect', { name });
      cli.output.stdout.write(`${JSON.stringify(found, undefined, cli.globals.json ? undefined : 2)}\n`);
    }
    return EXIT.done;
  },
});
