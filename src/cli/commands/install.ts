import { SystemError } from '../../core/errors.ts';
import { createGroup } from '../../install/groups.ts';
import {
  applyInstallStep,
  describeInstallStep,
  type InstallParts,
  prepareInstall,
  prepareUninstall,
} from '../../install/install.ts';
import { USUAL_PLACES } from '../../install/places.ts';
import type { InstallStep } from '../../install/plan-install.ts';
import { ownRelease } from '../../install/release-tree.ts';
import { systemdService } from '../../install/service-control.ts';
import { formatTable } from '../../ui/format-table.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { checkLocalRoot, ownClient } from '../local-root.ts';

export const command = defineCommand({
  name: 'install',
  summary: 'Make dockr a service of this machine',
  details:
    'Copies this release to /opt/dockr, links /usr/local/bin/dockr, makes the group "dockr" without members, and writes, enables and starts the service. Nothing is opened to the network. What is as it should be is left alone.',
  arguments: [],
  options: {
    'dry-run': { kind: 'flag', summary: 'Only show what would be done' },
    'release-key': { kind: 'text', value: 'FILE', summary: 'Public key whose releases "dockr upgrade" is to take' },
    uninstall: { kind: 'flag', summary: 'Take the service and the program off; data, keys and the group stay' },
    force: { kind: 'flag', summary: 'With --uninstall: also while containers run, which run on' },
  },
  examples: [
    { line: 'sudo ./bin/dockr install', says: 'from the folder of a release, or of a checkout that was built' },
    { line: 'dockr install --dry-run', says: 'what is not as it should be' },
  ],
  run: async (cli, { options }) => {
    checkLocalRoot(cli, 'install');
    const key = options['release-key'] ?? null;
    const parts: InstallParts = {
      places: USUAL_PLACES,
      service: systemdService(),
      release: ownRelease(),
      key,
      createGroup,
    };
    if (options.uninstall && !options.force && !options['dry-run']) await checkNothingRuns(cli);
    const steps = options.uninstall ? await prepareUninstall(parts) : await prepareInstall(parts);
    if (options['dry-run']) show(cli, steps, parts);
    else await carryOut(cli, steps, parts);
    return EXIT.done;
  },
});

async function carryOut(cli: Cli, steps: readonly InstallStep[], parts: InstallParts): Promise<void> {
  for (const { kind, because } of steps) {
    await applyInstallStep(kind, parts);
    if (cli.globals.json) cli.output.stdout.write(`${JSON.stringify({ step: kind, because })}\n`);
    else if (!cli.globals.quiet) cli.output.stderr.write(`${describeInstallStep(kind, parts)}\n`);
  }
  if (steps.length === 0 && !cli.globals.json && !cli.globals.quiet) cli.output.stderr.write('nothing to do\n');
}

function show(cli: Cli, steps: readonly InstallStep[], parts: InstallParts): void {
  const { stdout } = cli.output;
  if (cli.globals.json) {
    for (const { kind, because } of steps) stdout.write(`${JSON.stringify({ step: kind, because })}\n`);
    return;
  }
  const rows = steps.map(({ kind, because }) => [describeInstallStep(kind, parts), because]);
  stdout.write(rows.length === 0 ? 'nothing to do\n' : formatTable({ head: ['STEP', 'BECAUSE'], rows }));
}

/** They would run on without anybody who restarts them, or stops them in order when the machine goes down. */
async function checkNothingRuns(cli: Cli): Promise<void> {
  const client = await ownClient(cli).catch(() => undefined);
  const running = client ? await client.call('ps', { stack: null, all: false }) : [];
  if (running.length === 0) return;
  throw new SystemError('containers-running', {
    message: `${running.length} containers run, such as "${running[0]?.name}": without dockr, nobody would look after them`,
    hint: 'take the stacks down first, or use --force to let them run on',
  });
}
