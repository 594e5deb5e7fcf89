import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toLines } from '../listing.ts';
import { findStackName } from '../project.ts';
import { resolveTargets } from '../targets.ts';
import { untilInterrupted } from '../until-interrupted.ts';

export const command = defineCommand({
  name: 'wait',
  summary: 'Wait until containers have ended, and show their exit codes',
  details: 'The exit code is that of the first container that failed.',
  arguments: [
    {
      name: 'service',
      summary: 'services of the stack, or containers by name',
      required: true,
      variadic: true,
      completes: 'service',
    },
  ],
  options: {},
  examples: [{ line: 'dockr wait migrate', says: 'wait for a service that ends by itself' }],
  run: async (cli, { operands }) => {
    const stack = await findStackName(cli);
    const client = await cli.connect();
    const { chosen } = await resolveTargets(client, stack, operands);
    const end = await untilInterrupted(cli, (signal) =>
      Promise.all(chosen.map(({ name }) => client.stream('wait', { container: name }, { signal }))),
    );
    if (end.kind === 'interrupted') return end.exitCode;
    cli.output.stdout.write(toLines(end.value.map(({ exitCode }) => String(exitCode))));
    return end.value.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? EXIT.done;
  },
});
