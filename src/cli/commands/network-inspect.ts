import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'network inspect',
  summary: 'Show networks and what is on them, as JSON',
  details:
    'Of a network over several hosts also its VXLAN id, the hosts that use it, and the containers on them: isRemote marks those that are not on this host.',
  arguments: [{ name: 'network', summary: 'names, as "network ls" shows them', required: true, variadic: true }],
  options: {},
  examples: [{ line: 'dockr network inspect shop_default', says: 'its subnets, MTU, and who has which address' }],
  run: async (cli, { operands }) => {
    const client = await cli.connect();
    for (const name of operands) {
      const network = await client.call('inspect-network', { name });
      cli.output.stdout.write(`${JSON.stringify(network, undefined, cli.globals.json ? undefined : 2)}\n`);
    }
    return EXIT.done;
  },
});
