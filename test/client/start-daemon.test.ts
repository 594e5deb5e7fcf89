import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createClient } from '../../src/client/client.ts';
import { connect } from '../../src/client/connect.ts';
import { daemonCommand, startDaemon } from '../../src/client/start-daemon.ts';
import { DockrError, errorCode } from '../../src/core/errors.ts';

/** A daemon as small as can be: answers `version`, ends on `shutdown`, dies on `info`; the second one ends at once. */
const DAEMON = `
const http = require('node:http'), net = require('node:net');
const socket = process.argv[1];
const server = http.createServer((request, response) => {
  if (request.url === '/v1/info') process.exit(3);
  response.end(JSON.stringify({ version: '1', pid: process.pid }));
  if (request.url === '/v1/shutdown') response.on('close', () => process.exit(0));
});
const probe = net.connect(socket);
probe.on('connect', () => process.exit(0));
probe.on('error', () => {
  require('node:fs').rmSync(socket, { force: true });
  server.on('error', () => process.exit(0)).listen(socket, () => console.log('up'));
});
`;

async function withPaths(run: (paths: { state: string; run: string; socket: string }) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'dockr-start-'));
  try {
    await mkdir(join(directory, 'run'));
    await run({ state: directory, run: join(directory, 'run'), socket: join(directory, 'run', 's.sock') });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const isRoot = process.getuid?.() === 0;
const options = { skip: isRoot ? false : 'only root may start a daemon' };

describe('starting the daemon', options, () => {
  test('two callers at once end up with one, and it is started again when it dies', async () => {
    await withPaths(async (paths) => {
      const command = [process.execPath, '-e', DAEMON, paths.socket];
      const start = () => startDaemon({ paths, environment: { PATH: process.env['PATH'] }, command });
      await Promise.all([start(), start()]);
      const client = createClient(paths.socket);
      const first = await client.call('version', {});
      await assert.rejects(client.call('info', {}), (error) => errorCode(error) === 'daemon-gone');
      const second = await untilAnswers(client);
      assert.notEqual(second.pid, first.pid);
      await client.call('shutdown', {});
      assert.match(await readFile(join(paths.state, 'daemon.log'), 'utf8'), /the daemon ended with status 3/);
    });
  });

  test('a daemon that fails at once is given up, with the last lines of its log', async () => {
    await withPaths(async (paths) => {
      const command = ['/bin/sh', '-c', 'echo no space left >&2; exit 1'];
      const error = await startDaemon({ paths, environment: {}, command }).then(
        () => assert.fail('it started'),
        (failure: unknown) => failure,
      );
      assert.ok(error instanceof Error && 'output' in error && Array.isArray(error.output));
      assert.deepEqual([errorCode(error), error.output.includes('no space left')], ['daemon-not-started', true]);
    });
  });

  test('it does not take itself for the service from which it was started', async () => {
    await withPaths(async (paths) => {
      const environment = { PATH: process.env['PATH'], NOTIFY_SOCKET: '/run/of/another' };
      await startDaemon({ paths, environment, command: ['/bin/sh', '-c', 'env; exit 78'] }).catch(() => {});
      const log = await readFile(join(paths.state, 'daemon.log'), 'utf8');
      assert.match(log, /^PATH=/m);
      assert.doesNotMatch(log, /NOTIFY_SOCKET/);
    });
  });
});

describe('a daemon that says why it cannot work here', options, () => {
  test('is not started again, and its own error is the one that is told', async () => {
    await withPaths(async (paths) => {
      const says = 'echo "error[no-conmon]: cannot find conmon"; echo "  hint: apt-get install conmon"; exit 78';
      const failure: unknown = await startDaemon({ paths, environment: {}, command: ['/bin/sh', '-c', says] }).catch(
        (error: unknown) => error,
      );
      assert.ok(failure instanceof DockrError);
      assert.deepEqual(
        [failure.code, failure.message, failure.hint],
        ['no-conmon', 'the daemon cannot start: cannot find conmon', 'apt-get install conmon'],
      );
      const log = await readFile(join(paths.state, 'daemon.log'), 'utf8');
      assert.equal(log.match(/the daemon ended with status 78/g)?.length, 1);
    });
  });
});

describe('connecting', () => {
  const quiet = { environment: {}, start: false, version: '1', onWarning: () => {} };

  test('without a daemon, and not to start one, tells that there is none', async () => {
    const paths = { state: '/nonexistent', run: '/nonexistent', socket: '/nonexistent/s.sock' };
    await assert.rejects(connect({ ...quiet, paths }), (error) => errorCode(error) === 'daemon-not-running');
  });

  test('a path that is too long for a socket is told as such', async () => {
    const socket = join(tmpdir(), 'x'.repeat(200));
    const paths = { state: '/nonexistent', run: '/nonexistent', socket };
    await assert.rejects(connect({ ...quiet, paths }), (error) => errorCode(error) === 'socket-path-invalid');
  });

  test('another host is refused', async () => {
    await assert.rejects(connect({ ...quiet, host: 'tcp://x' }), (error) => errorCode(error) === 'bad-host');
  });
});

async function untilAnswers(client: ReturnType<typeof createClient>) {
  for (let turn = 0; turn < 500; turn++) {
    const answer = await client.call('version', {}).catch(() => undefined);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the daemon was not started again');
}

test('much that comes at once does not make the daemon hold on to much', () => {
  const [node, ...rest] = daemonCommand();
  const script = `
    const kept = [];
    for (let count = 0; count < 3e6; count++) kept[count % 5e4] = { count, text: [count] };
    const space = require('node:v8').getHeapSpaceStatistics().find((it) => it.space_name === 'new_space');
    console.log(space.space_size);`;
  const sizeWith = (flags: readonly string[]) =>
    Number(execFileSync(node, [...flags, '-e', script], { encoding: 'utf8' }));
  const [bounded, usual] = [sizeWith(rest.slice(0, -1)), sizeWith([])];
  assert.ok(bounded <= 12 * 1024 * 1024, `${bounded}`);
  assert.ok(usual > bounded, `without it ${usual}`);
});
