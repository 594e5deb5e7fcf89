import { defineCommand } from '../command.ts';
import { runLifecycle, SERVICES_ARGUMENT } from '../lifecycle.ts';

export const command = defineCommand({
  name: 'start',
  summary: 'Start containers that exist',
  arguments: [SERVICES_ARGUMENT],
  options: {},
  examples: [{ line: 'dockr start web', says: 'start the containers of the service "web" again' }],
  run: (cli, { operands }) => runLifecycle(cli, operands, { action: 'start' }),
});
