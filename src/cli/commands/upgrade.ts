import { resolve } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { parseDuration } from '../../core/units.ts';
import { rememberSchema } from '../../install/database-schema.ts';
import { USUAL_PLACES } from '../../install/places.ts';
import { systemdService } from '../../install/service-control.ts';
import { type Upgraded, upgrade } from '../../install/upgrade.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { checkLocalRoot, ownClient } from '../local-root.ts';
import { checkHealth, type HealthCheck, observeRunning } from '../upgrade-health.ts';

const USUAL_TIMEOUT = '2m';

export const command = defineCommand({
  name: 'upgrade',
  summary: 'Replace dockr on this machine by another release',
  details:
    'Containers run on. The release has to be signed by a key in /etc/dockr/release-keys; it is put beside the one that runs, which stays and takes over again if the new one does not serve within the time, or does not know a container that runs.',
  arguments: [],
  options: {
    from: { kind: 'text', value: 'FILE', summary: 'The release, with its signature FILE.sig beside it' },
    timeout: {
      kind: 'text',
      value: 'DURATION',
      summary: `How long the new one may take, ${USUAL_TIMEOUT} if not given`,
    },
    'allow-downgrade': { kind: 'flag', summary: 'Also to a release that is older than the one that runs' },
  },
  examples: [{ line: 'sudo dockr upgrade --from dockr-0.2.0-linux-x64.tar.gz', says: 'both files are in this folder' }],
  run: async (cli, { options }) => {
    const { from } = options;
    if (from === undefined) {
      throw new UsageError('missing-option', {
        message: 'option "--from" of "dockr upgrade" is missing',
        hint: 'name the release: --from dockr-0.2.0-linux-x64.tar.gz',
      });
    }
    checkLocalRoot(cli, 'upgrade');
    const timeoutMs = parseTimeout(options.timeout ?? USUAL_TIMEOUT);
    const request = { archive: resolve(cli.cwd, from), allowDowngrade: options['allow-downgrade'] };
    report(cli, await upgrade(request, await partsFor(cli, timeoutMs)));
    return EXIT.done;
  },
});

async function partsFor(cli: Cli, timeoutMs: number) {
  const service = systemdService();
  const client = await cli.connect();
  const { pid, stateDirectory } = await client.call('info', {});
  const connect = () => ownClient(cli);
  const check: HealthCheck = { connect, expected: await observeRunning(client), formerPid: pid, timeoutMs };
  return {
    places: USUAL_PLACES,
    service,
    platform: `${process.platform}-${process.arch}`,
    checkHealth: (version: string) => checkHealth(version, check),
    restoreDatabase: rememberSchema(stateDirectory),
    onStep: (text: string) => {
      if (!cli.globals.json && !cli.globals.quiet) cli.output.stderr.write(`${text}\n`);
    },
  };
}

function report(cli: Cli, upgraded: Upgraded): void {
  if (cli.globals.json) cli.output.stdout.write(`${JSON.stringify(upgraded)}\n`);
  else cli.output.stdout.write(`dockr ${upgraded.to} runs, ${upgraded.from} is kept\n`);
}

function parseTimeout(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new UsageError('wrong-value', {
    message: `option "--timeout" cannot be "${text}", expected a duration like "2m"`,
  });
}
