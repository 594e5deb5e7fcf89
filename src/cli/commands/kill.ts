import { defineCommand } from '../command.ts';
import { runLifecycle, SERVICES_ARGUMENT } from '../lifecycle.ts';

export const command = defineCommand({
  name: 'kill',
  summary: 'Send a signal to containers',
  arguments: [SERVICES_ARGUMENT],
  options: { signal: { kind: 'text', short: 's', value: 'SIGNAL', summary: 'The signal, SIGKILL by default' } },
  examples: [{ line: 'dockr kill -s HUP proxy', says: 'tell the service "proxy" to read its configuration again' }],
  run: (cli, { options, operands }) =>
    runLifecycle(cli, operands, { action: 'kill', signal: options.signal ?? 'SIGKILL' }),
});
