// examples/hello: an image built from nothing, one container, one published port.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TraceSpan } from '../../src/api/messages.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { get, hostAddress, needsEngine, Scenario, StackUnderTest } from './scenario.ts';

describe('the example hello', needsEngine, () => {
  let scenario: Scenario;
  let hello: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open();
    port = await findFreePort();
    hello = new StackUnderTest(scenario, scenario.copyExample('hello'), { HELLO_PORT: String(port) });
  });
  after(async () => {
    await scenario?.[Symbol.asyncDispose]();
  });

  test('up builds the image, starts the container, and waits until it is healthy', async () => {
    const { stderr } = await hello.ok(['up', '-d', '--wait', '--trace', 'trace.json']);
    assert.match(stderr, /^build image hello-web {2}done/m);
    const { status, health, ports } = await hello.container('web');
    assert.deepEqual([status, health], ['running', 'healthy']);
    assert.deepEqual(ports, [{ hostIp: '0.0.0.0', hostPort: port, containerPort: 80, protocol: 'tcp' }]);
  });

  test('the page answers at the loopback address and at that of the machine', async () => {
    for (const address of ['127.0.0.1', hostAddress()]) {
      assert.match(await get(`http://${address}:${port}/`), /<h1>Hello from dockr<\/h1>/);
    }
  });

  test('the trace has spans of the command and of the daemon on one time line', () => {
    const spans = readTrace(join(hello.folder, 'trace.json'));
    const names = (process: string) => spans.filter((span) => span.process === process).map((span) => span.name);
    assert.ok(names('dockr').includes('load stack'), names('dockr').join());
    assert.ok(names('dockr daemon').includes('plan'), names('dockr daemon').join());
    assert.ok(spans.every(({ startUs, durationUs }) => startUs >= 0 && durationUs >= 0));
    // The daemon works while the command waits for it.
    const all = spans.find(({ name, process }) => process === 'dockr' && name === 'start');
    const plan = spans.find(({ name, process }) => process === 'dockr daemon' && name === 'plan');
    assert.ok(all && plan && plan.startUs > all.startUs);
  });

  test('up again has nothing to do and leaves the container as it is', async () => {
    const { id, pid } = await hello.container('web');
    const { stderr } = await hello.ok(['up', '-d']);
    assert.match(stderr, /nothing to do/);
    const now = await hello.container('web');
    assert.deepEqual([now.id, now.pid], [id, pid]);
    assert.equal((await hello.run(['plan'])).exitCode, 0);
  });

  test('plan after the change of a variable is one container recreated, and tells the field', async () => {
    const { exitCode, stdout } = await hello.run(['plan'], { GREETING: 'Servus' });
    assert.equal(exitCode, 4);
    const lines = stdout.trimEnd().split('\n');
    assert.match(
      lines[0] ?? '',
      /^1 {2}start successor hello-web-1 +environment\.GREETING "Hello from dockr" -> "Servus"$/,
    );
    assert.match(lines.at(-1) ?? '', /^1 to recreate, 1 unchanged$/);
    assert.ok(
      lines.slice(1, -1).every((line) => line.includes('hello-web-1')),
      stdout,
    );
    assert.match(await get(`http://127.0.0.1:${port}/`), /Hello from dockr/);
  });

  test('exec hands over the input, the output and the exit code', async () => {
    const input = { cwd: hello.folder, environment: hello.environment, stdin: 'over there\n' };
    const { exitCode, stdout, stderr } = await hello.dockr.run(
      ['exec', 'web', 'sh', '-c', 'cat; echo aside >&2; exit 42'],
      input,
    );
    assert.deepEqual([exitCode, stdout, stderr], [42, 'over there\n', 'aside\n']);
    assert.equal((await hello.run(['exec', 'web', '/bin/nothing'])).exitCode, 127);
    const plain = await hello.run(['exec', 'web', '/srv/site/index.html']);
    assert.equal(plain.exitCode, 126, plain.stderr);
  });

  test('logs has what the container wrote', async () => {
    await hello.sh('web', 'echo a line for the log > /proc/1/fd/1');
    const { stdout } = await waitFor('the line', async () => {
      const ended = await hello.ok(['logs', 'web']);
      return ended.stdout.includes('a line') ? ended : undefined;
    });
    assert.equal(stdout, 'web-1  | a line for the log\n');
  });

  test('up after the change recreates the container, which has the new page', async () => {
    const before = await hello.container('web');
    await hello.ok(['up', '-d', '--wait'], { GREETING: 'Servus' });
    assert.notEqual((await hello.container('web')).id, before.id);
    assert.match(await get(`http://127.0.0.1:${port}/`), /<h1>Servus<\/h1>/);
  });

  test('down leaves nothing', async () => {
    await hello.ok(['down']);
    await assert.rejects(get(`http://127.0.0.1:${port}/`));
    await hello.checkNothingLeft();
  });
});

type Span = Pick<TraceSpan, 'name' | 'startUs' | 'durationUs'> & { readonly process: string };
type TraceEvent = {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly name?: string };
};

/** Complete events of a Chrome trace, with the names of their processes. */
function readTrace(file: string): readonly Span[] {
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: readonly TraceEvent[] };
  const processes = new Map(
    traceEvents.flatMap(({ name, pid, args }) => (name === 'process_name' ? [[pid, args?.name ?? '']] : [])),
  );
  return traceEvents
    .filter(({ ph }) => ph === 'X')
    .map(({ name, pid, ts, dur }) => ({ name, startUs: ts, durationUs: dur, process: processes.get(pid) ?? '' }));
}
