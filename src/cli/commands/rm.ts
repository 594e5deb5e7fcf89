import { UsageError } from '../../core/errors.ts';
import { confirm } from '../../ui/confirm.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { SERVICES_ARGUMENT } from '../lifecycle.ts';
import { findStackName, resolveStackName } from '../project.ts';
import { runStream } from '../run-stream.ts';
import { isRunning, resolveTargets } from '../targets.ts';

export const command = defineCommand({
  name: 'rm',
  summary: 'Remove stopped containers',
  arguments: [SERVICES_ARGUMENT],
  options: {
    force: { kind: 'flag', short: 'f', summary: 'Do not ask' },
    stop: { kind: 'flag', short: 's', summary: 'Stop them first if they run' },
    volumes: { kind: 'flag', short: 'v', summary: 'Also remove their anonymous volumes' },
  },
  examples: [{ line: 'dockr rm -sf web', says: 'stop and remove the containers of the service "web"' }],
  run: async (cli, { options, operands }) => {
    const stack = operands.length > 0 ? await findStackName(cli) : await resolveStackName(cli);
    const client = await cli.connect();
    const { chosen } = await resolveTargets(client, stack, operands);
    const doomed = options.stop ? chosen : chosen.filter((container) => !isRunning(container));
    if (doomed.length === 0) {
      cli.output.stderr.write('no stopped containers\n');
      return EXIT.done;
    }
    const names = doomed.map((container) => container.name);
    if (!options.force && !(await agrees(cli, names))) throw notConfirmed(names);
    const request = {
      stack: null,
      services: [],
      containers: names,
      action: 'remove',
      timeoutMs: null,
      signal: null,
      volumes: options.volumes,
      force: options.stop,
    } as const;
    const end = await runStream(cli, client, { route: 'lifecycle', request });
    return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
  },
});

function agrees(cli: Cli, names: readonly string[]): Promise<boolean> {
  return confirm(`remove ${names.join(', ')}?`, cli);
}

function notConfirmed(names: readonly string[]): UsageError {
  return new UsageError('not-confirmed', {
    message: `did not remove ${names.join(', ')}: nobody agreed`,
    hint: 'say yes on a terminal, or give "--force"',
  });
}
