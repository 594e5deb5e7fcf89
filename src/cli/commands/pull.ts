import { errorCode, UsageError } from '../../core/errors.ts';
import type { Stack } from '../../stack/model.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { loadModel } from '../project.ts';
import { runStream } from '../run-stream.ts';

type Wanted = { readonly reference: string; readonly platform: string | null };

export const command = defineCommand({
  name: 'pull',
  summary: 'Pull images of services, or by reference',
  arguments: [
    {
      name: 'service',
      summary: 'services of the stack, or references like "nginx:1.27"',
      variadic: true,
      completes: 'service',
    },
  ],
  options: {},
  examples: [
    { line: 'dockr pull', says: 'every image that the stack needs and does not build' },
    { line: 'dockr pull debian:12', says: 'one image; no stack file is needed' },
  ],
  run: async (cli, { operands }) => {
    const stack = operands.length === 0 ? (await loadModel(cli)).stack : await findProject(cli);
    const wanted = operands.length === 0 ? imagesOf(stack) : operands.map((word) => resolveImage(word, stack));
    if (wanted.length === 0) cli.output.stderr.write('no service has an image to pull\n');
    const client = await cli.connect();
    for (const request of wanted) {
      const end = await runStream(cli, client, { route: 'pull', request });
      if (end.kind === 'interrupted') return end.exitCode;
    }
    return EXIT.done;
  },
});

/** A reference needs no stack file. */
async function findProject(cli: Cli): Promise<Stack | undefined> {
  try {
    return (await loadModel(cli)).stack;
  } catch (error) {
    if (cli.globals.files.length === 0 && errorCode(error) === 'no-stack-file') return undefined;
    throw error;
  }
}

/** Each image once, by reference. */
function imagesOf(stack: Stack | undefined): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const service of Object.values(stack?.services ?? {})) {
    if (service.image === undefined || service.build) continue;
    const platform = service.platform ?? null;
    wanted.set(`${service.image} ${platform}`, { reference: service.image, platform });
  }
  return [...wanted.values()];
}

function resolveImage(word: string, stack: Stack | undefined): Wanted {
  const service = stack && Object.hasOwn(stack.services, word) ? stack.services[word] : undefined;
  if (!service) return { reference: word, platform: null };
  if (service.image !== undefined && !service.build)
    return { reference: service.image, platform: service.platform ?? null };
  throw new UsageError('nothing-to-pull', {
    message: `the image of service "${word}" is built, not pulled`,
    hint: `use "dockr build --pull ${word}" for a newer base image`,
  });
}
