import { UsageError } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'node inspect',
  summary: 'Show hosts that share networks with this one, as JSON',
  details: 'With the containers that can be reached on them, by network.',
  arguments: [{ name: 'node', summary: 'names, as "node ls" shows them', required: true, variadic: true }],
  options: {},
  examples: [{ line: 'dockr node inspect one', says: 'the address of the host "one", and who is on it' }],
  run: async (cli, { operands }) => {
    const client = await cli.connect();
    const { nodes } = await client.call('nodes', {});
    for (const name of operands) {
      const node = nodes.find((candidate) => candidate.name === name);
      if (!node)
        throw new UsageError('not-found', {
          message: `there is no host "${name}": there are ${nodes.map((known) => `"${known.name}"`).join(', ') || 'none'}`,
        });
      cli.output.stdout.write(`${JSON.stringify(node, undefined, cli.globals.json ? undefined : 2)}\n`);
    }
    return EXIT.done;
  },
});
