import { errorCode } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'version',
  summary: 'Show the versions of this command and of the daemon',
  arguments: [],
  options: { short: { kind: 'flag', summary: 'The number of this command only' } },
  examples: [{ line: 'dockr version', says: 'both versions; the daemon is not started for it' }],
  run: async (cli, { options }) => {
    if (options.short) {
      cli.output.stdout.write(`${cli.version}\n`);
      return EXIT.done;
    }
    const daemon = await daemonVersion(cli);
    const text = `dockr   ${cli.version}\ndaemon  ${daemon ? `${daemon.version}, pid ${daemon.pid}` : 'not running'}\n`;
    const json = { version: cli.version, node: process.version, daemon: daemon ?? null };
    cli.output.stdout.write(cli.globals.json ? `${JSON.stringify(json)}\n` : text);
    return EXIT.done;
  },
});

async function daemonVersion(cli: Parameters<typeof command.run>[0]) {
  try {
    const client = await cli.connect({ start: false });
    return await client.call('version', {});
  } catch (error) {
    if (errorCode(error) === 'daemon-not-running') return undefined;
    throw error;
  }
}
