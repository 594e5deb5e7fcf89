import { defineCommand } from '../command.ts';
import { asCommand } from '../command-failure.ts';
import { parseVariables } from '../parse-values.ts';
import { findStackName } from '../project.ts';
import { runAttached } from '../run-attached.ts';
import { resolveContainer } from '../targets.ts';

export const command = defineCommand({
  name: 'exec',
  summary: 'Run a command in a running container',
  details: 'The exit code is that of the command; 126 if it cannot be run, 127 if there is none, 125 if dockr fails.',
  arguments: [
    {
      name: 'service',
      summary: 'a service of the stack, or a container by name',
      required: true,
      completes: 'service',
    },
    { name: 'command', summary: 'the command and its arguments', required: true, variadic: true },
  ],
  options: {
    env: { kind: 'texts', short: 'e', value: 'NAME=VALUE', summary: 'Variable of the command' },
    user: { kind: 'text', short: 'u', value: 'USER', summary: 'User, and group after a colon' },
    workdir: { kind: 'text', short: 'w', value: 'PATH', summary: 'Working directory' },
    index: { kind: 'text', value: 'N', summary: 'Which container of the service' },
    interactive: { kind: 'flag', short: 'i', byDefault: true, summary: 'Hand the standard input on (the default)' },
    'no-tty': { kind: 'flag', short: 'T', summary: 'Without a terminal (the default so far)' },
    tty: { kind: 'flag', short: 't', summary: 'With a terminal (not yet: without one, and a warning)' },
    privileged: { kind: 'flag', summary: 'With every capability' },
  },
  examples: [
    { line: 'dockr exec web ls -l /srv', says: 'list a directory in the container of "web"' },
    { line: 'dockr exec db pg_dump shop > shop.sql', says: 'keep what a command writes' },
  ],
  passesThrough: true,
  run: async (cli, { options, operands }) => {
    const [word = '', ...words] = operands;
    if (options.tty)
      cli.warn({ code: 'no-terminal', message: 'there is no terminal inside containers yet: running without one' });
    const stack = await findStackName(cli);
    return asCommand(async () => {
      const client = await cli.connect();
      const container = await resolveContainer(client, { stack, word, index: options.index });
      const connection = await client.duplex('exec', {
        container: container.name,
        command: words,
        environment: parseVariables(options.env, cli.environment),
        user: options.user ?? null,
        workingDir: options.workdir ?? null,
        privileged: options.privileged,
        stdin: options.interactive,
      });
      return runAttached(cli, connection, { stdin: options.interactive });
    });
  },
});
