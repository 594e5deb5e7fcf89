import { formatExplanation } from '../../ui/format-explanation.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { explainService } from '../explain-service.ts';
import { loadActing } from '../project.ts';
import { resolvePlanFor } from '../stack-request.ts';

export const command = defineCommand({
  name: 'explain',
  summary: 'Tell why "up" would touch a service, or why not',
  details:
    'Each field with its old and its new value, and where the new one stands. The exit code is 0 when the service is left alone and 4 when it is not.',
  arguments: [{ name: 'service', summary: 'a service of the stack', required: true, completes: 'service' }],
  options: {},
  examples: [{ line: 'dockr explain web', says: 'what would happen to "web", and which line of the file says so' }],
  run: async (cli, { operands: [service = ''] }) => {
    const everything = { services: [], withOthers: () => [] };
    const [loaded, client] = await Promise.all([loadActing(cli, everything), cli.connect()]);
    const { plan } = await client.call('plan', resolvePlanFor(loaded.stack, service));
    const explanation = explainService(plan, service, loaded.positions);
    const { stdout } = cli.output;
    if (cli.globals.json) stdout.write(`${JSON.stringify(explanation)}\n`);
    else stdout.write(formatExplanation(explanation, { paint: stdout.paint, cwd: cli.cwd }));
    return explanation.steps.length === 0 ? EXIT.done : EXIT.changes;
  },
});
