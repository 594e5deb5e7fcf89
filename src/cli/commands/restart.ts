import { defineCommand } from '../command.ts';
import { runLifecycle, SERVICES_ARGUMENT } from '../lifecycle.ts';
import { parseTimeout } from '../parse-values.ts';

export const command = defineCommand({
  name: 'restart',
  summary: 'Stop and start containers, as they are',
  details: 'Changes of the stack file are not applied: "dockr up" does that.',
  arguments: [SERVICES_ARGUMENT],
  options: { timeout: { kind: 'text', short: 't', value: 'SECONDS', summary: 'Time to end before they are killed' } },
  examples: [{ line: 'dockr restart web', says: 'restart the service "web"' }],
  run: (cli, { options, operands }) =>
    runLifecycle(cli, operands, { action: 'restart', timeoutMs: parseTimeout(options.timeout, 'timeout') }),
});
