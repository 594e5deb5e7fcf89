import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseTimeout } from '../parse-values.ts';
import { resolveStackName } from '../project.ts';
import { runStream } from '../run-stream.ts';

export const command = defineCommand({
  name: 'promote',
  summary: 'Let the new version that a canary tries take the place of the old one',
  details:
    'The canary becomes the first replica, and the other replicas are updated as "up" does. "dockr rollback" takes the canary away instead.',
  arguments: [
    {
      name: 'service',
      summary: 'only these services; all that have a canary if none is named',
      variadic: true,
      completes: 'service',
    },
  ],
  options: {
    wait: { kind: 'flag', summary: 'Return when every container runs, or is healthy' },
    'wait-timeout': { kind: 'text', value: 'SECONDS', summary: 'Give up waiting after so long' },
    timeout: { kind: 'text', short: 't', value: 'SECONDS', summary: 'Time to end before containers are killed' },
  },
  examples: [
    { line: 'dockr promote', says: 'promote every canary of the stack of this directory' },
    { line: 'dockr -p shop promote web', says: 'promote that of the service "web" of "shop"' },
  ],
  run: async (cli, { options, operands }) => {
    const times = {
      timeoutMs: parseTimeout(options.timeout, 'timeout'),
      waitTimeoutMs: parseTimeout(options['wait-timeout'], 'wait-timeout'),
    };
    const [stack, client] = await Promise.all([resolveStackName(cli), cli.connect()]);
    const request = { stack, services: operands, ...times, wait: options.wait, trace: false };
    const end = await runStream(cli, client, { route: 'promote', request });
    if (end.kind === 'interrupted') return end.exitCode;
    return end.result.failed.length > 0 ? EXIT.failed : EXIT.done;
  },
});
