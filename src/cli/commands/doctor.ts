import { formatFindings } from '../../ui/format-findings.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toJsonLines } from '../listing.ts';

export const command = defineCommand({
  name: 'doctor',
  summary: 'Check whether this machine has what containers need',
  details: 'The exit code is 1 when something is missing.',
  arguments: [],
  options: {},
  examples: [{ line: 'dockr doctor', says: 'what is missing, and the command that mends it' }],
  run: async (cli) => {
    const client = await cli.connect();
    const { findings } = await client.call('doctor', {});
    const { stdout } = cli.output;
    stdout.write(cli.globals.json ? toJsonLines(findings) : formatFindings(findings, stdout.paint));
    return findings.some((finding) => finding.level === 'error') ? EXIT.failed : EXIT.done;
  },
});
