import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../client/client.ts';
import { errorCode, SystemError } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

const TIMEOUT_MS = 30_000;

export const command = defineCommand({
  name: 'daemon stop',
  summary: 'End the daemon; containers keep running',
  arguments: [],
  options: {},
  examples: [{ line: 'dockr daemon stop', says: 'the next command starts it again' }],
  run: async (cli) => {
    try {
      const client = await cli.connect({ start: false });
      const { pid } = await client.call('version', {});
      await client.call('shutdown', {});
      await untilGone(client, pid);
    } catch (error) {
      if (errorCode(error) !== 'daemon-not-running') throw error;
      cli.output.stderr.write('no daemon is running\n');
    }
    return EXIT.done;
  },
});

/** Another one may have been started meanwhile: gone is when this pid no longer answers. */
async function untilGone(client: Client, pid: number): Promise<void> {
  const end = performance.now() + TIMEOUT_MS;
  while (performance.now() < end) {
    const answering = await client.call('version', {}).catch(() => undefined);
    if (answering?.pid !== pid) return;
    await sleep(10);
  }
  throw new SystemError('daemon-not-stopped', {
    message: `the daemon (pid ${pid}) took the order, but still answers after ${TIMEOUT_MS / 1000} seconds`,
    hint: 'look into daemon.log',
  });
}
