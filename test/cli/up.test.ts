import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { container, EMPTY_PLAN, type Emit, FakeDaemon, type Script, untilClosed } from './fake-daemon.ts';
import { type RunOptions, runDockr, until } from './run-dockr.ts';

const STACK = `name: shop
services:
  web:
    image: busybox
    depends_on: [db]
  db:
    image: busybox
`;

const STEPS: readonly Step[] = [
  { id: 'pull-image busybox', kind: 'pull-image', reference: 'busybox', after: [], because: [{ kind: 'not-found' }] },
  {
    id: 'start-container shop-web-1',
    kind: 'start-container',
    container: 'shop-web-1',
    after: ['pull-image busybox'],
    because: [{ kind: 'state', text: 'exited' }],
  },
];
const PLAN: Plan = { ...EMPTY_PLAN, steps: STEPS };
const PLAN_TEXT =
  /^1 {2}pull image busybox +not found\n2 {2}start container shop-web-1 +exited +after 1\n1 to pull, 1 to start, 1 unchanged\n$/;

async function withStack(script: Script): Promise<FakeDaemon> {
  const daemon = await FakeDaemon.start(script);
  await writeFile(join(daemon.directory, 'compose.yaml'), STACK);
  return daemon;
}

describe('plan', () => {
  test('prints the plan and ends with 4 when there are changes', async () => {
    await using daemon = await withStack({ calls: { plan: () => ({ plan: PLAN }) } });
    const text = await runDockr(['plan', '--scale', 'web=3', '--force-recreate'], { daemon });
    assert.deepEqual([text.exitCode, text.stderr], [4, '']);
    assert.match(text.stdout, PLAN_TEXT);
    const dry = await runDockr(['up', '--dry-run'], { daemon });
    assert.deepEqual([dry.exitCode, dry.stdout], [4, text.stdout]);
    const json = await runDockr(['plan', '--json'], { daemon });
    assert.deepEqual(JSON.parse(json.stdout), PLAN);
    const [request] = daemon.requestsOf('plan') as readonly { scale: unknown; policy: { recreate: string } }[];
    assert.deepEqual([request?.scale, request?.policy.recreate], [{ web: 3 }, 'always']);
  });

  test('ends with 0 when there is nothing to do', async () => {
    await using daemon = await withStack({ calls: { plan: () => ({ plan: EMPTY_PLAN }) } });
    const { exitCode, stdout } = await runDockr(['plan'], { daemon });
    assert.equal(exitCode, 0);
    assert.match(stdout, /^nothing to do/);
  });

  test('a service that the file does not have is wrong usage', async () => {
    await using daemon = await withStack({});
    const { exitCode, stderr } = await runDockr(['plan', 'wbe'], { daemon });
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^error\[no-such-service\]: stack "shop" has no service "wbe", there are .*\n {2}hint: did you mean "web"\?\n$/,
    );
  });
});

describe('a stack file that is not right', () => {
  test('ends with 3 and shows the place', async () => {
    await using daemon = await withStack({});
    await writeFile(join(daemon.directory, 'bad.yml'), 'services:\n  web:\n    imgae: nginx\n');
    const { exitCode, stderr } = await runDockr(['-f', 'bad.yml', 'config', '-q'], { daemon });
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /^error\[unknown-key\]: .*"imgae".*\n {2}bad\.yml:3:5\n3 \| {5}imgae: nginx\n {2}\| {5}\^\^\^\^\^\n {2}hint: did you mean "image"\?\n/,
    );
  });

  test('a file that is not there ends with 3', async () => {
    await using daemon = await withStack({});
    assert.equal((await runDockr(['-f', 'none.yml', 'config'], { daemon })).exitCode, 3);
  });

  test('it may come from the standard input', async () => {
    await using daemon = await withStack({});
    const { stdout } = await runDockr(['-f', '-', '-p', 'x', 'config', '--services'], {
      daemon,
      stdin: 'services: {a: {image: b}}',
    });
    assert.equal(stdout, 'a\n');
  });
});

const up =
  (result: object = {}) =>
  async (_request: never, emit: Emit) => {
    emit({ type: 'plan', plan: PLAN });
    emit({ type: 'step', id: 'pull-image busybox', status: 'started', title: 'pull image busybox' });
    emit({ type: 'progress', id: 'pull-image busybox', label: 'layer 1', current: 5, total: 10 });
    emit({ type: 'step', id: 'pull-image busybox', status: 'done', title: 'pull image busybox', ms: 1500 });
    emit({ type: 'step', id: 'start-container shop-web-1', status: 'started', title: 'start container shop-web-1' });
    emit({
      type: 'step',
      id: 'start-container shop-web-1',
      status: 'done',
      title: 'start container shop-web-1',
      ms: 34,
    });
    return { plan: PLAN, failed: [], containers: [container('web'), container('db')], ...result };
  };

describe('up in the background', () => {
  test('prints the plan, then a line a change, on stderr', async () => {
    await using daemon = await withStack({ streams: { up: up() } });
    const { exitCode, stdout, stderr } = await runDockr(['up', '-d', '--wait', '--wait-timeout', '30', '-y'], {
      daemon,
    });
    assert.deepEqual([exitCode, stdout], [0, '']);
    const [plan = '', progress] = stderr.split('\n\n');
    assert.match(`${plan}\n`, PLAN_TEXT);
    assert.equal(
      progress,
      'pull image busybox ...\npull image busybox  done 1.5s\nstart container shop-web-1  done 34ms\n',
    );
    const [request] = daemon.requestsOf('up') as readonly { wait: boolean; waitTimeoutMs: number }[];
    assert.deepEqual([request?.wait, request?.waitTimeoutMs], [true, 30_000]);
  });

  test('prints events as JSON lines with --json, and nothing with --quiet', async () => {
    await using daemon = await withStack({ streams: { up: up() } });
    const json = await runDockr(['up', '-d', '--json'], { daemon });
    const types = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    assert.deepEqual([types, json.stderr], [['plan', 'step', 'progress', 'step', 'step', 'step', 'result'], '']);
    assert.deepEqual(await runDockr(['--quiet', 'up', '-d'], { daemon }), { exitCode: 0, stdout: '', stderr: '' });
  });

  test('a step that fails is told with its error, and the exit code is 1', async () => {
    await using daemon = await withStack({
      streams: {
        up: async (_request, emit) => {
          const error = {
            kind: 'image',
            code: 'image-not-found',
            message: 'no image "x"',
            hint: 'look for a typo',
          } as const;
          emit({ type: 'step', id: 'a', status: 'failed', title: 'pull image x', error });
          emit({
            type: 'step',
            id: 'b',
            status: 'skipped',
            title: 'create container shop-web-1',
            note: 'pull image x failed',
          });
          return { plan: PLAN, failed: ['a'], containers: [] };
        },
      },
    });
    const { exitCode, stderr } = await runDockr(['up'], { daemon });
    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      'pull image x  failed\ncreate container shop-web-1  skipped: pull image x failed\n\nerror[image-not-found]: no image "x"\n  hint: look for a typo\n',
    );
  });

  test('draws live tasks when told to', async () => {
    await using daemon = await withStack({ streams: { up: up() } });
    const { exitCode, stderr } = await runDockr(['up', '-d', '--progress', 'tty'], { daemon });
    assert.equal(exitCode, 0);
    assert.match(stderr, /pull image busybox {2}done 1\.5s/);
    assert.match(stderr, /start container shop-web-1 {2}done 34ms/);
  });

  test('writes a trace of both processes on one time line', async () => {
    const startUs = Math.round((performance.timeOrigin + performance.now()) * 1000);
    const trace = [{ name: 'create web', category: 'step', startUs, durationUs: 500, process: 'daemon', lane: 'web' }];
    await using daemon = await withStack({ streams: { up: up({ trace }) } });
    assert.equal((await runDockr(['up', '-d', '--trace', 'trace.json'], { daemon })).exitCode, 0);
    const { traceEvents } = JSON.parse(await readFile(join(daemon.directory, 'trace.json'), 'utf8'));
    const names = traceEvents
      .filter((event: { ph: string }) => event.ph === 'X')
      .map((event: { name: string }) => event.name);
    assert.deepEqual(names.sort(), ['connect', 'create web', 'load stack', 'start', 'up']);
    const processes = traceEvents.filter((event: { name: string }) => event.name === 'process_name');
    assert.deepEqual(
      processes.map((event: { args: { name: string } }) => event.args.name),
      ['dockr', 'dockr daemon'],
    );
    assert.ok(traceEvents.every((event: { ts?: number }) => event.ts === undefined || event.ts >= 0));
  });
});

/** A stack whose containers a test ends by hand. */
class Running {
  readonly containers = new Map(
    [container('web'), container('db')].map((one) => [one.name, one as Record<string, unknown>]),
  );
  #emit: Emit = () => {};
  #log: Emit = () => {};
  readonly stops: string[] = [];

  readonly script: Script = {
    calls: { ps: () => [...this.containers.values()] },
    streams: {
      up: up(),
      events: async (_request: never, emit: Emit, ended: AbortSignal) => {
        this.#emit = emit;
        await untilClosed(ended);
        return null;
      },
      logs: async (_request: never, emit: Emit, ended: AbortSignal) => {
        this.#log = emit;
        this.log('web', 'hello');
        await untilClosed(ended);
        return null;
      },
      lifecycle: async (request: { action: string }) => {
        this.stops.push(request.action);
        if (request.action === 'stop' && this.containers.has('stubborn')) return new Promise(() => {});
        this.end('db', 143);
        this.end('web', 143);
        return { containers: [] };
      },
    } as never,
  };

  log(service: string, line: string): void {
    this.#log({
      type: 'log',
      container: `shop-${service}-1`,
      service,
      stream: 'stdout',
      time: new Date().toISOString(),
      line,
    });
  }

  end(service: string, exitCode: number): void {
    const name = `shop-${service}-1`;
    if (this.containers.get(name)?.['status'] === 'exited') return;
    this.containers.set(name, container(service, 1, { status: 'exited', exitCode }));
    this.#emit({ type: 'container', action: 'exited', container: name, service, stack: 'shop', exitCode });
  }
}

async function attached(
  words: readonly string[],
  running: Running,
  during: (daemon: FakeDaemon) => RunOptions['during'],
) {
  await using daemon = await withStack(running.script);
  const run = during(daemon);
  return await runDockr(['--progress', 'quiet', 'up', ...words], {
    daemon,
    during: async (child, seen) => {
      await until(() => seen().includes('hello'), seen);
      await run?.(child, seen);
    },
  });
}

describe('up in the foreground', () => {
  test('shows output and ends when every container has ended', async () => {
    const running = new Running();
    const ended = await attached([], running, () => async (_child, seen) => {
      running.end('web', 0);
      await until(() => seen().includes('web-1 exited with code 0'), seen);
      running.log('db', 'still here');
      running.end('db', 1);
    });
    assert.deepEqual([ended.exitCode, ended.stdout], [0, 'web-1  | hello\ndb-1   | still here\n']);
    assert.equal(ended.stderr, 'web-1 exited with code 0\ndb-1 exited with code 1\n');
  });

  test('tells an end once, also when the list of containers has it before its event', async () => {
    const running = new Running();
    const ended = await attached([], running, () => async () => {
      running.containers.set('shop-db-1', container('db', 1, { status: 'exited', exitCode: 3 }));
      running.end('web', 0);
    });
    assert.equal(ended.stderr, 'web-1 exited with code 0\ndb-1 exited with code 3\n');
  });

  test('the first Ctrl-C stops gracefully and says so', async () => {
    const running = new Running();
    const ended = await attached(['-t', '3'], running, () => async (child) => void child.kill('SIGINT'));
    assert.deepEqual([ended.exitCode, running.stops], [130, ['stop']]);
    assert.match(ended.stderr, /^\nstopping the containers gracefully; press Ctrl-C again to kill them\n/);
  });

  test('the second Ctrl-C kills', async () => {
    const running = new Running();
    running.containers.set('stubborn', container('stubborn', 1));
    const ended = await attached([], running, () => async (child, seen) => {
      child.kill('SIGINT');
      await until(() => seen().includes('gracefully'), seen);
      child.kill('SIGINT');
    });
    assert.deepEqual([ended.exitCode, running.stops], [130, ['stop', 'kill']]);
    assert.match(ended.stderr, /killing the containers\n/);
  });

  const aborts = [
    { words: ['--abort-on-container-exit'], ends: 'web', exitCode: 5, expected: 5 },
    { words: ['--exit-code-from', 'db'], ends: 'web', exitCode: 0, expected: 143 },
    { words: ['--exit-code-from', 'db'], ends: 'db', exitCode: 9, expected: 9 },
    { words: ['--abort-on-container-failure'], ends: 'web', exitCode: 4, expected: 4 },
  ];
  for (const { words, ends, exitCode, expected } of aborts) {
    test(`${words.join(' ')}: when ${ends} ends with ${exitCode}, up ends with ${expected}`, async () => {
      const running = new Running();
      const ended = await attached(words, running, () => async () => running.end(ends, exitCode));
      assert.deepEqual([ended.exitCode, running.stops], [expected, ['stop']]);
    });
  }

  test('a daemon that goes away is told as such', async () => {
    const running = new Running();
    const ended = await attached([], running, (daemon) => () => daemon[Symbol.asyncDispose]());
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stderr, /^error\[daemon-gone\]/);
  });
});
