import type { DockrEvent } from '../../core/events.ts';
import { formatLifeEvent } from '../../ui/format-event.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { untilInterrupted } from '../until-interrupted.ts';

export const command = defineCommand({
  name: 'events',
  summary: 'Show what happens to containers, until Ctrl-C',
  details: 'Of every stack, or of the one that --project-name names.',
  arguments: [],
  options: {},
  examples: [{ line: 'dockr events --json', says: 'one JSON value an event' }],
  run: async (cli) => {
    const client = await cli.connect();
    const onEvent = (event: DockrEvent): void => {
      const line = cli.globals.json ? `${JSON.stringify(event)}\n` : formatLifeEvent(event, new Date());
      if (line !== undefined) cli.output.stdout.write(line);
    };
    const request = { stack: cli.globals.projectName ?? null };
    const end = await untilInterrupted(cli, (signal) => client.stream('events', request, { signal, onEvent }));
    return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
  },
});
