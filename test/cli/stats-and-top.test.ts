// `dockr stats` and `dockr top`, as people and scripts see them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { container, FakeDaemon } from './fake-daemon.ts';
import { runDockr, until } from './run-dockr.ts';

const CONTAINERS = [container('web', 1), container('web', 2), container('db', 1, { status: 'exited' })];

/** Uses half a processor. */
function script(times: { reads: number } = { reads: 0 }) {
  const usage = ({ containers }: { readonly containers: readonly string[] }) => {
    times.reads++;
    return containers.map((id) => ({
      id,
      name: CONTAINERS.find((each) => each.id === id)?.name,
      service: 'web',
      atMs: times.reads * 1000,
      cpuNs: times.reads * 5e8,
      memoryBytes: 1 << 20,
      memoryLimitBytes: 1 << 30,
      ...{ pids: 1, readBytes: 0, writtenBytes: 0, receivedBytes: 0, sentBytes: 0 },
    }));
  };
  const process = { container: 'shop-web-1', service: 'web', pid: 7, parent: 1, uid: 0, startedAt: Date.now() };
  const processes = () => [{ ...process, cpuMs: 0, terminal: null, command: 'sleep 1000' }];
  const ps = ({ all }: { readonly all: boolean }) => CONTAINERS.filter(({ status }) => all || status === 'running');
  return { calls: { ps, usage, processes } };
}

describe('stats', () => {
  test('shows the running containers of the stack once, with a rate', async () => {
    await using daemon = await FakeDaemon.start(script());
    const { exitCode, stdout } = await runDockr(['-p', 'shop', 'stats', '--no-stream'], { daemon });
    assert.equal(exitCode, 0);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    assert.match(head ?? '', /^CONTAINER ID +NAME +CPU % +MEM USAGE \/ LIMIT +MEM % +NET I\/O +BLOCK I\/O +PIDS$/);
    assert.deepEqual(
      lines.map((line) => line.split(/ {2,}/).slice(1, 4)),
      [
        ['shop-web-1', '50.00%', '1MiB / 1GiB'],
        ['shop-web-2', '50.00%', '1MiB / 1GiB'],
      ],
    );
  });

  test('shows those that are named, one JSON value each, again and again until it is interrupted', async () => {
    const times = { reads: 0 };
    await using daemon = await FakeDaemon.start(script(times));
    const { exitCode, stdout } = await runDockr(['-p', 'shop', 'stats', '--json', 'shop-web-2'], {
      daemon,
      during: async (child, seen) => {
        await until(() => times.reads >= 3, seen);
        child.kill('SIGINT');
      },
    });
    assert.equal(exitCode, 130);
    const values = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(values.length >= 1);
    for (const { name, cpuPercent } of values) assert.deepEqual([name, cpuPercent], ['shop-web-2', 50]);
    assert.deepEqual(daemon.requestsOf('usage').at(-1), { containers: [CONTAINERS[1]?.id] });
  });

  test('says what is not there', async () => {
    await using daemon = await FakeDaemon.start(script());
    const { exitCode, stderr } = await runDockr(['-p', 'shop', 'stats', '--no-stream', 'wbe'], { daemon });
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /^error\[.*"wbe"/);
  });
});

describe('top', () => {
  test('shows processes in a table, or as JSON', async () => {
    await using daemon = await FakeDaemon.start(script());
    const { stdout } = await runDockr(['-p', 'shop', 'top', 'web'], { daemon });
    assert.match(stdout, /^CONTAINER +UID +PID +PPID +C +STIME +TTY +TIME +CMD\nshop-web-1 +0 +7 +1 .* sleep 1000\n$/);
    assert.deepEqual(daemon.requestsOf('processes'), [{ containers: CONTAINERS.slice(0, 2).map(({ id }) => id) }]);
    const json = await runDockr(['-p', 'shop', 'top', '--format', 'json'], { daemon });
    assert.equal(JSON.parse(json.stdout).command, 'sleep 1000');
  });
});
