import type { Stack } from '../../stack/model.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toLines } from '../listing.ts';
import { loadProject } from '../project.ts';

export const command = defineCommand({
  name: 'config',
  summary: 'Check the stack file and show what it comes down to',
  arguments: [],
  options: {
    format: { kind: 'choice', values: ['yaml', 'json'], summary: 'Form of the output' },
    quiet: { kind: 'flag', short: 'q', summary: 'Only check' },
    services: { kind: 'flag', summary: 'Names of services' },
    volumes: { kind: 'flag', summary: 'Names of volumes' },
    networks: { kind: 'flag', summary: 'Names of networks' },
    images: { kind: 'flag', summary: 'Images of services' },
  },
  examples: [
    { line: 'dockr config -q', says: 'check the file: the exit code is 3 if it is not right' },
    { line: 'dockr config --services', says: 'the names of its services' },
  ],
  run: async (cli, { options }) => {
    const stack = await loadProject(cli);
    if (options.quiet) return EXIT.done;
    const names = namesOf(stack, options);
    const json = options.format === 'json' || (cli.globals.json && options.format === undefined);
    cli.output.stdout.write(names ? toLines(names) : await formatModel(stack, json));
    return EXIT.done;
  },
});

type Kinds = Readonly<Record<'services' | 'volumes' | 'networks' | 'images', boolean>>;

function namesOf(stack: Stack, kinds: Kinds): readonly string[] | undefined {
  if (kinds.services) return Object.keys(stack.services);
  if (kinds.volumes) return Object.keys(stack.volumes);
  if (kinds.networks) return Object.keys(stack.networks);
  if (kinds.images) return Object.values(stack.services).map(({ name, image }) => image ?? `${stack.name}-${name}`);
  return undefined;
}

async function formatModel(stack: Stack, json: boolean): Promise<string> {
  if (json) return `${JSON.stringify(stack, undefined, 2)}\n`;
  const { formatStack } = await import('../../stack/format-stack.ts');
  return formatStack(stack);
}
