import type { DuplexRequestOf } from '../../client/client.ts';
import { chooseRenderer, createRenderer } from '../../ui/create-renderer.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { asCommand } from '../command-failure.ts';
import type { OptionSpecs, OptionValues } from '../declaration.ts';
import { EXIT } from '../exit-codes.ts';
import { parseAmount, parseLabels, parseVariables } from '../parse-values.ts';
import { cutOff, pump } from '../pump.ts';
import { runAttached } from '../run-attached.ts';

const OPTIONS = {
  rm: { kind: 'flag', summary: 'Remove the container and its anonymous volumes when it has ended' },
  detach: { kind: 'flag', short: 'd', summary: 'Leave it running in the background and print its id' },
  interactive: { kind: 'flag', short: 'i', summary: 'Hand the standard input on' },
  tty: { kind: 'flag', short: 't', summary: 'With a terminal (not yet: without one, and a warning)' },
  name: { kind: 'text', value: 'NAME', summary: 'Name of the container' },
  env: { kind: 'texts', short: 'e', value: 'NAME=VALUE', summary: 'Variable' },
  publish: { kind: 'texts', short: 'p', value: '[IP:][HOST:]PORT', summary: 'Publish a port on this machine' },
  volume: { kind: 'texts', short: 'v', value: 'SOURCE:TARGET', summary: 'Mount a volume or a path of this machine' },
  network: { kind: 'text', value: 'NAME', summary: 'Network, or "host" or "none"' },
  hostname: { kind: 'text', value: 'NAME', summary: 'Host name inside' },
  user: { kind: 'text', short: 'u', value: 'USER', summary: 'User, and group after a colon' },
  workdir: { kind: 'text', short: 'w', value: 'PATH', summary: 'Working directory' },
  entrypoint: { kind: 'text', value: 'PROGRAM', summary: 'Program to start instead of the image\'s; "" is none' },
  label: { kind: 'texts', short: 'l', value: 'KEY=VALUE', summary: 'Label' },
  restart: { kind: 'text', value: 'POLICY', summary: 'no, always, unless-stopped or on-failure[:N]' },
  init: { kind: 'flag', summary: 'A small init inside, which reaps and hands signals on' },
  privileged: { kind: 'flag', summary: 'With every capability and device' },
  'read-only': { kind: 'flag', summary: 'Root file system that cannot be written to' },
  memory: { kind: 'text', short: 'm', value: 'SIZE', summary: 'Limit of memory, like "512m"' },
  cpus: { kind: 'text', value: 'N', summary: 'Limit of processors, like "1.5"' },
  pull: { kind: 'choice', values: ['missing', 'always', 'never'], summary: 'When to pull the image' },
} as const satisfies OptionSpecs;

type Options = OptionValues<typeof OPTIONS>;

export const command = defineCommand({
  name: 'run',
  summary: 'Run one container from an image, without a stack file',
  details:
    'The exit code is that of the container; 126 if its command cannot be run, 127 if there is none, 125 if dockr fails.',
  arguments: [
    { name: 'image', summary: 'the image', required: true },
    { name: 'command', summary: "the command and its arguments, instead of the image's", variadic: true },
  ],
  options: OPTIONS,
  examples: [
    { line: 'dockr run --rm alpine uname -a', says: 'run a command and leave nothing behind' },
    { line: 'dockr run -d -p 8080:80 --name web nginx', says: 'a web server in the background' },
  ],
  passesThrough: true,
  run: async (cli, { options, operands }) => {
    const request = runRequest(cli, options, operands);
    if (options.tty)
      cli.warn({ code: 'no-terminal', message: 'there is no terminal inside containers yet: running without one' });
    return asCommand(async () => {
      const client = await cli.connect();
      const connection = await client.duplex('run', request);
      const renderer = await createRenderer(chooseRenderer(cli.globals, cli.output), cli);
      const onEvent = renderer.onEvent;
      if (!options.detach) {
        // The pull is drawn until the container writes: from then on the terminal is the container's.
        return runAttached(cli, connection, {
          stdin: options.interactive,
          onEvent,
          onReady: () => void renderer.finish(),
        });
      }
      let id: string | undefined;
      const end = await pump(cli, connection, { stdin: false, onEvent, onReady: (container) => (id = container.id) });
      await renderer.finish();
      if (id === undefined) throw cutOff();
      cli.output.stdout.write(`${id}\n`);
      return end === 'closed' ? EXIT.done : end.exitCode;
    });
  },
});

function runRequest(cli: Cli, options: Options, operands: readonly string[]): DuplexRequestOf<'run'> {
  const [image = '', ...words] = operands;
  return {
    image,
    command: words,
    name: options.name ?? null,
    environment: parseVariables(options.env, cli.environment),
    entrypoint: options.entrypoint === undefined ? null : options.entrypoint === '' ? [] : [options.entrypoint],
    user: options.user ?? null,
    workingDir: options.workdir ?? null,
    hostname: options.hostname ?? null,
    ports: options.publish,
    volumes: options.volume,
    network: options.network ?? null,
    labels: parseLabels(options.label),
    restart: options.restart ?? null,
    remove: options.rm,
    detach: options.detach,
    stdin: options.interactive,
    init: options.init,
    privileged: options.privileged,
    readOnly: options['read-only'],
    memory: options.memory ?? null,
    cpus: parseAmount(options.cpus, 'cpus'),
    pull: options.pull ?? 'missing',
  };
}
