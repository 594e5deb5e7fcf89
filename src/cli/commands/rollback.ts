import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseRevision, parseTimeout } from '../parse-values.ts';
import { resolveStackName } from '../project.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'rollback',
  summary: 'Bring the stack back to what it was before',
  details:
    'To the last revision that was applied well before the current one, with the images and the secrets it had. Volumes and what is in them stay as they are.',
  arguments: [],
  options: {
    to: { kind: 'text', value: 'REVISION', summary: 'To this one of "dockr history"' },
    wait: { kind: 'flag', summary: 'Return when every container runs, or is healthy' },
    'wait-timeout': { kind: 'text', value: 'SECONDS', summary: 'Give up waiting after so long' },
    timeout: { kind: 'text', short: 't', value: 'SECONDS', summary: 'Time to end before containers are killed' },
  },
  examples: [
    { line: 'dockr rollback', says: 'undo the last "up" of the stack of this directory' },
    { line: 'dockr -p shop rollback --to 3', says: 'bring "shop" back to revision 3' },
  ],
  run: async (cli, { options }) => {
    const to = options.to === undefined ? null : parseRevision(options.to);
    const times = {
      timeoutMs: parseTimeout(options.timeout, 'timeout'),
      waitTimeoutMs: parseTimeout(options['wait-timeout'], 'wait-timeout'),
    };
    const [stack, client] = await Promise.all([resolveStackName(cli), cli.connect()]);
    const request = { stack, to, ...times, wait: options.wait, trace: false };
    const end = await runStream(cli, client, { route: 'rollback', request });
    if (end.kind === 'interrupted') return end.exitCode;
    return end.result.failed.length > 0 ? EXIT.failed : EXIT.done;
  },
});
