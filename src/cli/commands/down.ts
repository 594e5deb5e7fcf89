import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseTimeout } from '../parse-values.ts';
import { resolveStackName } from '../project.ts';
import { runStream } from '../run-stream.ts';
import { openTrace } from '../trace-file.ts';

export const command = defineCommand({
  name: 'down',
  summary: 'Stop and remove the containers and networks of the stack',
  details: 'Volumes stay unless -v is given. Containers of services that the file no longer has go, too.',
  arguments: [],
  options: {
    volumes: { kind: 'flag', short: 'v', summary: 'Also remove its volumes: their contents are lost' },
    rmi: {
      kind: 'choice',
      values: ['local', 'all'],
      summary: 'Also remove images: those without a name of their own, or all',
    },
    timeout: { kind: 'text', short: 't', value: 'SECONDS', summary: 'Time to end before containers are killed' },
    'remove-orphans': { kind: 'flag', summary: 'Taken for compatibility: "down" always removes them' },
    trace: { kind: 'text', value: 'FILE', summary: 'Write where the time went, for chrome://tracing and Perfetto' },
  },
  examples: [
    { line: 'dockr down', says: 'take the stack of this directory down' },
    { line: 'dockr -p shop down -v', says: 'take "shop" down with its volumes, wherever its file is' },
  ],
  run: async (cli, { options }) => {
    const trace = openTrace(cli, options.trace);
    const timeoutMs = parseTimeout(options.timeout, 'timeout');
    const stack = await resolveStackName(cli);
    const client = await cli.connect();
    const request = {
      stack,
      volumes: options.volumes,
      images: options.rmi ?? 'none',
      timeoutMs,
      trace: trace.wanted,
    } as const;
    const end = await runStream(cli, client, { route: 'down', request });
    if (end.kind === 'interrupted') return end.exitCode;
    await trace.write(end.result);
    return end.result.failed.length > 0 ? EXIT.failed : EXIT.done;
  },
});
