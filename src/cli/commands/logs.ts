import type { DockrEvent } from '../../core/events.ts';
import { LogPrinter } from '../../ui/log-printer.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { SERVICES_ARGUMENT } from '../lifecycle.ts';
import { parseTail, parseTime } from '../parse-values.ts';
import { findStackName, resolveStackName } from '../project.ts';
import { resolveTargets } from '../targets.ts';
import { untilInterrupted } from '../until-interrupted.ts';

export const command = defineCommand({
  name: 'logs',
  summary: 'Show what containers have written',
  arguments: [SERVICES_ARGUMENT],
  options: {
    follow: { kind: 'flag', short: 'f', summary: 'Go on with what they write from now on' },
    tail: { kind: 'text', short: 'n', value: 'LINES', summary: 'So many lines from the end of each, or "all"' },
    since: { kind: 'text', value: 'TIME', summary: 'Lines since then: a date, or a duration like "10m"' },
    until: { kind: 'text', value: 'TIME', summary: 'Lines before then' },
    timestamps: { kind: 'flag', short: 't', summary: 'Show the time of each line' },
    'no-log-prefix': { kind: 'flag', summary: 'Do not put the name before each line' },
    'no-color': { kind: 'flag', summary: 'Without colours' },
  },
  examples: [
    { line: 'dockr logs -f web', says: 'follow the service "web"' },
    { line: 'dockr logs --since 10m -t', says: 'the last ten minutes, with times' },
  ],
  run: async (cli, { options, operands }) => {
    const tail = parseTail(options.tail);
    const sinceMs = parseTime(options.since, 'since', Date.now());
    const untilMs = parseTime(options.until, 'until', Date.now());
    const stack = operands.length > 0 ? await findStackName(cli) : await resolveStackName(cli);
    const client = await cli.connect();
    const { services, containers, chosen } = await resolveTargets(client, stack, operands);
    const printer = new LogPrinter({
      output: cli.output,
      stack,
      containers: chosen,
      prefix: !options['no-log-prefix'],
      timestamps: options.timestamps,
      colour: !options['no-color'],
      json: cli.globals.json,
    });
    const request = {
      stack: containers.length > 0 && services.length === 0 ? null : stack,
      services,
      containers,
      follow: options.follow,
      tail,
      sinceMs,
      untilMs,
    };
    const onEvent = (event: DockrEvent): void => {
      if (event.type === 'log') printer.print(event);
      if (event.type === 'warning') cli.warn(event);
    };
    try {
      const end = await untilInterrupted(cli, (signal) => client.stream('logs', request, { signal, onEvent }));
      return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
    } finally {
      printer.flush();
    }
  },
});
