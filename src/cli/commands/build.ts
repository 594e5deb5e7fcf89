import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseVariables } from '../parse-values.ts';
import { loadProject } from '../project.ts';
import { runStream } from '../run-stream.ts';
import { checkServices } from '../stack-request.ts';
import { openTrace } from '../trace-file.ts';
import { withBuildContexts } from '../with-dependencies.ts';

export const command = defineCommand({
  name: 'build',
  summary: 'Build the images of services',
  arguments: [{ name: 'service', summary: 'only these services', variadic: true, completes: 'service' }],
  options: {
    'no-cache': { kind: 'flag', summary: 'Run every step again' },
    pull: { kind: 'flag', summary: 'Look for newer base images' },
    'build-arg': { kind: 'texts', value: 'NAME=VALUE', summary: 'Argument of the build' },
    trace: { kind: 'text', value: 'FILE', summary: 'Write where the time went, for chrome://tracing and Perfetto' },
  },
  examples: [{ line: 'dockr build --build-arg VERSION=2 web', says: 'build the image of "web" with an argument' }],
  run: async (cli, { options, operands }) => {
    const trace = openTrace(cli, options.trace);
    const [stack, client] = await Promise.all([
      loadProject(cli, { services: operands, withOthers: withBuildContexts }),
      cli.connect(),
    ]);
    checkServices(stack, operands);
    const request = {
      stack,
      services: operands,
      noCache: options['no-cache'],
      pull: options.pull,
      args: parseVariables(options['build-arg'], cli.environment),
      trace: trace.wanted,
    };
    const end = await runStream(cli, client, { route: 'build', request });
    if (end.kind === 'interrupted') return end.exitCode;
    await trace.write(end.result);
    return end.result.failed.length > 0 ? EXIT.failed : EXIT.done;
  },
});
