import { defineCommand } from '../command.ts';
import { runLifecycle, SERVICES_ARGUMENT } from '../lifecycle.ts';
import { parseTimeout } from '../parse-values.ts';

export const command = defineCommand({
  name: 'stop',
  summary: 'Stop containers without removing them',
  arguments: [SERVICES_ARGUMENT],
  options: { timeout: { kind: 'text', short: 't', value: 'SECONDS', summary: 'Time to end before they are killed' } },
  examples: [{ line: 'dockr stop -t 2 web', says: 'stop the service "web", killing it after two seconds' }],
  run: (cli, { options, operands }) =>
    runLifecycle(cli, operands, { action: 'stop', timeoutMs: parseTimeout(options.timeout, 'timeout') }),
});
