import type { Stack } from '../../stack/model.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseTimeout } from '../parse-values.ts';
import { asPlanned, readPlanFile } from '../plan-file.ts';
import { loadProject } from '../project.ts';
import { runStream } from '../run-stream.ts';
import { actedOn } from '../with-dependencies.ts';

export const command = defineCommand({
  name: 'apply',
  summary: 'Carry out a plan that was kept with "plan -o"',
  details:
    'Exactly that plan: if files or the machine have changed since, so that another one would be needed, it is refused.',
  arguments: [{ name: 'file', summary: 'file of the plan', required: true }],
  options: {
    wait: { kind: 'flag', summary: 'Wait until all run, or are healthy where they have a health check' },
    'wait-timeout': { kind: 'text', value: 'SECONDS', summary: 'Longest time to wait' },
    timeout: { kind: 'text', short: 't', value: 'SECONDS', summary: 'Time to end for containers that are stopped' },
  },
  examples: [{ line: 'dockr plan -o plan.json && dockr apply plan.json', says: 'look at it before it is done' }],
  run: async (cli, { options, operands: [path = ''] }) => {
    const file = await readPlanFile(cli, path);
    const times = {
      timeoutMs: parseTimeout(options.timeout, 'timeout'),
      waitTimeoutMs: parseTimeout(options['wait-timeout'], 'wait-timeout'),
    };
    const { services, noDependencies } = file.request.policy;
    const withOthers = (loaded: Stack, names: readonly string[]): readonly string[] =>
      actedOn(loaded, names, { 'no-deps': noDependencies });
    const [stack, client] = await Promise.all([
      loadProject(asPlanned(cli, file), { services, withOthers }),
      cli.connect(),
    ]);
    const request = { ...file.request, stack, ...times, wait: options.wait, trace: false, expected: file.plan };
    const end = await runStream(cli, client, { route: 'up', request });
    if (end.kind === 'interrupted') return end.exitCode;
    return end.result.failed.length > 0 ? EXIT.failed : EXIT.done;
  },
});
