import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { loadActing } from '../project.ts';
import { runStream } from '../run-stream.ts';
import { openTrace } from '../trace-file.ts';
import { upAttached } from '../up-attached.ts';
import { checkUpOptions, isDetached, resolveUpRequest, UP_OPTIONS, type UpOptions } from '../up-options.ts';
import { actedOn } from '../with-dependencies.ts';
import { runPlan } from './plan.ts';

export const command = defineCommand({
  name: 'up',
  summary: 'Make the machine as the stack file says, and show the output of its containers',
  arguments: [
    { name: 'service', summary: 'only these services and what they depend on', variadic: true, completes: 'service' },
  ],
  options: UP_OPTIONS,
  examples: [
    { line: 'dockr up', says: 'start the stack of this directory and stay with it' },
    { line: 'dockr up -d --wait', says: 'start it in the background, and return when it is ready' },
    { line: 'dockr up -f stack.yml --scale web=3', says: 'three containers of the service "web"' },
  ],
  run: async (cli, { options, operands }) => {
    checkUpOptions(options);
    if (options['dry-run']) return runPlan(cli, { options, operands });
    return isDetached(options) ? upDetached(cli, options, operands) : upAttached(cli, options, operands);
  },
});

async function upDetached(cli: Cli, options: UpOptions, services: readonly string[]): Promise<number> {
  if (options.timeout !== undefined) {
    cli.warn({
      code: 'option-without-effect',
      message: '"--timeout" is for Ctrl-C, and has no effect in the background',
    });
  }
  const trace = openTrace(cli, options.trace);
  const [loaded, client] = await Promise.all([
    loadActing(cli, { services, withOthers: (stack, names) => actedOn(stack, names, options) }),
    cli.connect(),
  ]);
  const request = resolveUpRequest(loaded, { services, options, traced: trace.wanted });
  const end = await runStream(cli, client, { route: 'up', request });
  if (end.kind === 'interrupted') return end.exitCode;
  await trace.write(end.result);
  return end.result.failed.length > 0 ? EXIT.failed : EXIT.done;
}
