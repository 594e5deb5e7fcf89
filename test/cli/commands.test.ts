import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ContainerError, toWireError } from '../../src/core/errors.ts';
import { Break, container, EMPTY_PLAN, FakeDaemon, untilClosed, VERSION } from './fake-daemon.ts';
import { runDockr, until } from './run-dockr.ts';

const PS = { ps: () => [container('web', 1, { ports: [port(8080, 80)] }), container('web', 2), container('db')] };

function port(hostPort: number, containerPort: number) {
  return { hostIp: '0.0.0.0', hostPort, containerPort, protocol: 'tcp' };
}

describe('ps', () => {
  test('prints the columns of Compose, sorted by name', async () => {
    await using daemon = await FakeDaemon.start({ calls: PS });
    const { stdout, exitCode } = await runDockr(['-p', 'shop', 'ps', '-a'], { daemon });
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      [
        'NAME         IMAGE     COMMAND        SERVICE   CREATED         STATUS         PORTS',
        'shop-db-1    busybox   "sleep 1000"   db        5 minutes ago   Up 5 minutes',
        'shop-web-1   busybox   "sleep 1000"   web       5 minutes ago   Up 5 minutes   0.0.0.0:8080->80/tcp',
        'shop-web-2   busybox   "sleep 1000"   web       5 minutes ago   Up 5 minutes',
        '',
      ].join('\n'),
    );
    assert.deepEqual(daemon.requestsOf('ps'), [{ stack: 'shop', all: true }]);
  });

  test('prints one JSON value a line, ids, or services', async () => {
    await using daemon = await FakeDaemon.start({ calls: PS });
    const json = await runDockr(['ps', '-p', 'shop', '--json', 'db'], { daemon });
    const ids = await runDockr(['ps', '-p', 'shop', '-q'], { daemon });
    const services = await runDockr(['ps', '-p', 'shop', '--services'], { daemon });
    assert.equal(JSON.parse(json.stdout).name, 'shop-db-1');
    assert.equal(ids.stdout, 'db1000000000\nweb100000000\nweb200000000\n');
    assert.equal(services.stdout, 'db\nweb\n');
  });
});

describe('the name of the stack', () => {
  const named = async (text: string): Promise<unknown> => {
    await using daemon = await FakeDaemon.start({ calls: PS });
    writeFileSync(join(daemon.directory, 'compose.yaml'), text);
    const { exitCode, stderr } = await runDockr(['ps'], { daemon });
    assert.equal(exitCode, 0, stderr);
    return daemon.requestsOf('ps')[0];
  };

  test('is read off the file, also while something else in it is wrong', async () => {
    assert.deepEqual(await named('name: kiosk\nservices:\n  web: [\n'), { stack: 'kiosk', all: false });
  });

  test('is the loader’s where it is more than a line', async () => {
    assert.deepEqual(await named('{name: flow, services: {web: {image: x}}}'), { stack: 'flow', all: false });
  });
});

describe('failures of the daemon', () => {
  test('its errors are printed with code, hint and output, and end with 1', async () => {
    await using daemon = await FakeDaemon.start({
      calls: {
        info: () => {
          throw new ContainerError('oops', {
            message: 'it broke',
            hint: 'mend it',
            output: ['line \u001b[31m1', 'line 2'],
          });
        },
      },
    });
    const { exitCode, stderr } = await runDockr(['info'], { daemon });
    assert.deepEqual([exitCode, stderr], [1, 'error[oops]: it broke\n  | line 1\n  | line 2\n  hint: mend it\n']);
  });

  test('a daemon that goes away in the middle is asked again three times, and then told as such', async () => {
    await using daemon = await FakeDaemon.start({
      streams: {
        pull: async (_request, emit) => {
          emit({ type: 'step', id: 'pull-image x', status: 'started', title: 'pull image x' });
          // So that the first line is on its way before the connection breaks.
          await setTimeout(100);
          throw new Break();
        },
      },
    });
    const { exitCode, stderr } = await runDockr(['pull', 'x'], { daemon, cwd: '/' });
    assert.equal(exitCode, 1);
    assert.equal(daemon.requestsOf('pull').length, 4);
    assert.equal(stderr.split('warning[daemon-gone]: the daemon ended in the middle; another one goes on').length, 4);
    assert.match(stderr, /\nerror\[daemon-gone\]: the daemon went away in the middle of the call\n {2}hint: /);
  });

  test('a daemon that closes before a command told its exit code is told as such', async () => {
    await using daemon = await FakeDaemon.start({ calls: PS, duplex: (_request, send) => void send('ready', '{}') });
    const gone = await runDockr(['-p', 'shop', 'exec', 'db', 'true'], {
      daemon,
      during: async (_child, seen) => {
        await until(() => daemon.requestsOf('exec').length > 0, seen);
        await daemon[Symbol.asyncDispose]();
      },
    });
    assert.equal(gone.exitCode, 125);
    assert.match(gone.stderr, /^error\[daemon-gone\]/);
  });

  test('a daemon of another version is warned about', async () => {
    await using daemon = await FakeDaemon.start({
      calls: { version: () => ({ ...VERSION, version: '0.0.9' }), images: () => [] },
    });
    const { stderr } = await runDockr(['images'], { daemon });
    assert.match(stderr, /^warning\[version-mismatch\]: the daemon is version 0\.0\.9, this command is /);
  });

  test('without a daemon, "version" and "daemon stop" start none', async () => {
    const environment = { DOCKR_SOCKET: '/nonexistent/x.sock', DOCKR_RUN_DIR: '/nonexistent' };
    assert.match((await runDockr(['version'], { environment })).stdout, /\ndaemon {2}not running\n$/);
    assert.deepEqual(await runDockr(['daemon', 'stop'], { environment }), {
      exitCode: 0,
      stdout: '',
      stderr: 'no daemon is running\n',
    });
  });

  test('a DOCKR_HOST that is no address is refused', async () => {
    const { exitCode, stderr } = await runDockr(['info'], { environment: { DOCKR_HOST: 'tcp://host:2375' } });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error\[bad-host\]: "tcp:\/\/host:2375" is no address of a daemon/);
  });
});

describe('exec and run', () => {
  test('exec hands bytes both ways and passes the exit code on', async () => {
    await using daemon = await FakeDaemon.start({
      calls: PS,
      duplex: (_request, send, onFrame) => {
        onFrame((frame) => {
          if (frame.kind === 'stdin') send('stdout', `got ${frame.payload}`);
          if (frame.kind !== 'stdinEnd') return;
          send('stderr', 'bye\n');
          send('exit', '{"exitCode":7}');
        });
      },
    });
    const words = ['-p', 'shop', 'exec', '-e', 'A=1', '-e', 'HOME', '-u', 'app', '--index', '2', 'web', 'cat', '-n'];
    const ended = await runDockr(words, { daemon, stdin: 'hello\n' });
    assert.deepEqual(ended, { exitCode: 7, stdout: 'got hello\n', stderr: 'bye\n' });
    assert.deepEqual(daemon.requestsOf('exec'), [
      {
        container: 'shop-web-2',
        command: ['cat', '-n'],
        environment: { A: '1', HOME: '/' },
        user: 'app',
        workingDir: null,
        privileged: false,
        stdin: true,
      },
    ]);
  });

  const failures = [
    { code: 'command-not-found', exitCode: 127 },
    { code: 'command-not-executable', exitCode: 126 },
    { code: 'image-not-found', exitCode: 125 },
  ];
  for (const { code, exitCode } of failures) {
    test(`run ends with ${exitCode} after ${code}`, async () => {
      await using daemon = await FakeDaemon.start({
        duplex: (_request, send) =>
          send('error', JSON.stringify(toWireError(new ContainerError(code, { message: 'no' })))),
      });
      const ended = await runDockr(['run', 'busybox', 'x'], { daemon });
      assert.deepEqual(ended, { exitCode, stdout: '', stderr: `error[${code}]: no\n` });
    });
  }

  test('run takes the options of docker run and prints the id when detached', async () => {
    await using daemon = await FakeDaemon.start({
      duplex: (_request, send) => {
        send('ready', '{"id":"abc","name":"w"}');
        send('exit', '{"exitCode":0}');
      },
    });
    const words = [
      'run',
      '-d',
      '--rm',
      '-p',
      '8080:80',
      '-v',
      'data:/d',
      '--name',
      'w',
      '-m',
      '64m',
      '--cpus',
      '1.5',
      '-l',
      'a=b',
      'busybox',
      'sh',
      '-c',
      'x',
    ];
    const ended = await runDockr(words, { daemon });
    assert.deepEqual(ended, { exitCode: 0, stdout: 'abc\n', stderr: '' });
    const [request] = daemon.requestsOf('run') as readonly Record<string, unknown>[];
    const { command, ports, volumes, memory, cpus, labels, remove, detach } = request ?? {};
    assert.deepEqual(
      { command, ports, volumes, memory, cpus, labels, remove, detach },
      {
        command: ['sh', '-c', 'x'],
        ports: ['8080:80'],
        volumes: ['data:/d'],
        memory: '64m',
        cpus: 1.5,
        labels: { a: 'b' },
        remove: true,
        detach: true,
      },
    );
  });

  test('Ctrl-C goes to the command', async () => {
    await using daemon = await FakeDaemon.start({
      duplex: (_request, send, onFrame) => {
        send('ready', '{"id":"abc","name":"w"}');
        send('stdout', 'running\n');
        onFrame((frame) => {
          if (frame.kind === 'signal')
            send('exit', JSON.stringify({ exitCode: String(frame.payload) === 'SIGINT' ? 130 : 1 }));
        });
      },
    });
    const ended = await runDockr(['run', 'busybox', 'sleep', '9'], {
      daemon,
      during: async (child, seen) => {
        await until(() => seen().includes('running'), seen);
        child.kill('SIGINT');
      },
    });
    assert.deepEqual(ended, { exitCode: 130, stdout: 'running\n', stderr: '' });
  });

  test('a terminal that was asked for is refused with a warning', async () => {
    await using daemon = await FakeDaemon.start({ duplex: (_request, send) => send('exit', '{"exitCode":0}') });
    const { stderr } = await runDockr(['run', '-it', 'busybox'], { daemon });
    assert.match(stderr, /^warning\[no-terminal\]/);
  });
});

describe('logs', () => {
  const time = '2026-01-01T00:00:00.000000001Z';
  const line = (name: string, text: string, more: object = {}) =>
    ({
      type: 'log',
      container: `shop-${name}`,
      service: name.split('-')[0] ?? '',
      stream: 'stdout',
      time,
      line: text,
      ...more,
    }) as const;

  test('pads names, joins pieces of lines, and keeps the streams apart', async () => {
    await using daemon = await FakeDaemon.start({
      calls: PS,
      streams: {
        logs: async (_request, emit) => {
          emit(line('web-1', 'one, ', { partial: true }));
          emit(line('db-1', 'broken', { stream: 'stderr' }));
          emit(line('web-1', 'two'));
          emit(line('web-1', 'no end', { partial: true }));
          return null;
        },
      },
    });
    const { stdout, stderr } = await runDockr(['logs', '-p', 'shop', '-n', '5'], { daemon });
    assert.equal(stdout, 'web-1  | one, two\nweb-1  | no end\n');
    assert.equal(stderr, 'db-1   | broken\n');
    const { tail, follow } = daemon.requestsOf('logs')[0] as { tail: number; follow: boolean };
    assert.deepEqual([tail, follow], [5, false]);
  });

  test('colours are fixed for each service and can be forced', async () => {
    await using daemon = await FakeDaemon.start({
      calls: PS,
      streams: {
        logs: async (_request, emit) => {
          emit(line('web-2', 'x'));
          emit(line('web-1', 'y'));
          return null;
        },
      },
    });
    const { stdout } = await runDockr(['--ansi', 'always', 'logs', '-p', 'shop', '-t'], { daemon });
    assert.equal(stdout, `\u001b[33mweb-2  | \u001b[39m${time} x\n\u001b[33mweb-1  | \u001b[39m${time} y\n`);
  });

  test('following ends with 130 after Ctrl-C, and quietly when the reader goes away', async () => {
    const streams = {
      logs: async (_request: never, emit: (event: never) => void, ended: AbortSignal) => {
        const timer = setInterval(() => emit(line('web-1', 'again and again') as never), 5);
        await untilClosed(ended);
        clearInterval(timer);
        return null;
      },
    };
    await using daemon = await FakeDaemon.start({ calls: PS, streams });
    const interrupted = await runDockr(['logs', '-f', '-p', 'shop'], {
      daemon,
      during: async (child, seen) => {
        await until(() => seen().includes('again'), seen);
        child.kill('SIGINT');
      },
    });
    assert.deepEqual([interrupted.exitCode, interrupted.stderr], [130, '']);
    const closed = await runDockr(['logs', '-f', '-p', 'shop'], {
      daemon,
      during: async (child, seen) => {
        await until(() => seen().includes('again'), seen);
        child.stdout?.destroy();
      },
    });
    assert.deepEqual([closed.exitCode, closed.stderr], [0, '']);
  });
});

describe('lifecycle', () => {
  test('names are services of the stack first, then containers', async () => {
    await using daemon = await FakeDaemon.start({
      calls: { ps: () => [...PS.ps(), container('x', 1, { name: 'lonely', stack: null, service: null })] },
      streams: {
        lifecycle: async (_request, emit) => {
          emit({ type: 'step', id: 'stop-container lonely', status: 'done', title: 'stop container lonely', ms: 1234 });
          return { containers: [] };
        },
      },
    });
    const { stderr, exitCode } = await runDockr(['-p', 'shop', 'stop', '-t', '2', 'web', 'lonely'], { daemon });
    assert.deepEqual([exitCode, stderr], [0, 'stop container lonely  done 1.2s\n']);
    const expected = {
      stack: 'shop',
      services: ['web'],
      containers: ['lonely'],
      action: 'stop',
      timeoutMs: 2000,
      signal: null,
    };
    assert.deepEqual(daemon.requestsOf('lifecycle'), [{ ...expected, volumes: false, force: false }]);
  });

  test('an unknown name is told with the nearest there is', async () => {
    await using daemon = await FakeDaemon.start({ calls: PS });
    const { stderr, exitCode } = await runDockr(['-p', 'shop', 'stop', 'wbe'], { daemon });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error\[no-such-container\].*\n {2}hint: did you mean "web"\?\n$/);
  });

  test('rm without a terminal and without --force removes nothing', async () => {
    await using daemon = await FakeDaemon.start({ calls: { ps: () => [container('web', 1, { status: 'exited' })] } });
    const { stderr, exitCode } = await runDockr(['-p', 'shop', 'rm'], { daemon });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error\[not-confirmed\]: did not remove shop-web-1/);
    assert.deepEqual(daemon.requestsOf('lifecycle'), []);
  });

  test('down by name needs no file, and consents to losing volumes by its flag', async () => {
    await using daemon = await FakeDaemon.start({
      streams: { down: async () => ({ plan: { ...EMPTY_PLAN, unchanged: [] }, failed: [] }) },
    });
    const { stderr, exitCode } = await runDockr(['-p', 'shop', 'down', '-v', '--remove-orphans'], { daemon });
    assert.deepEqual([exitCode, stderr], [0, 'nothing to do\n']);
    assert.deepEqual(daemon.requestsOf('down'), [
      { stack: 'shop', volumes: true, images: 'none', timeoutMs: null, trace: false },
    ]);
  });

  test('wait prints exit codes and passes the first failure on', async () => {
    await using daemon = await FakeDaemon.start({
      calls: PS,
      streams: {
        wait: async (request: { container: string }) => ({ exitCode: request.container.endsWith('2') ? 3 : 0 }),
      } as never,
    });
    const ended = await runDockr(['-p', 'shop', 'wait', 'web'], { daemon });
    assert.deepEqual([ended.exitCode, ended.stdout], [3, '0\n3\n']);
  });
});

describe('small commands', () => {
  test('port prints addresses, and what there is instead', async () => {
    await using daemon = await FakeDaemon.start({ calls: PS });
    assert.equal((await runDockr(['-p', 'shop', 'port', 'web', '80'], { daemon })).stdout, '0.0.0.0:8080\n');
    const missing = await runDockr(['-p', 'shop', 'port', 'web', '81'], { daemon });
    assert.match(missing.stderr, /^error\[port-not-published\].*\n {2}hint: it publishes 0\.0\.0\.0:8080->80\/tcp\n$/);
  });

  test('doctor ends with 1 when something is missing', async () => {
    const findings = [
      { code: 'runtime', level: 'ok', message: 'crun 1.8' },
      { code: 'conmon', level: 'error', message: 'conmon is missing', hint: 'apt-get install conmon' },
    ];
    await using daemon = await FakeDaemon.start({ calls: { doctor: () => ({ findings }) } });
    const { exitCode, stdout } = await runDockr(['doctor'], { daemon });
    assert.equal(exitCode, 1);
    assert.equal(
      stdout,
      'ok       runtime: crun 1.8\nerror    conmon: conmon is missing\n         hint: apt-get install conmon\n1 ok, 0 warnings, 1 errors\n',
    );
  });

  test('every name is tried, and what failed is told together', async () => {
    await using daemon = await FakeDaemon.start({
      calls: {
        'remove-volume': ({ name }: { name: string }) => {
          if (name === 'b') return {};
          throw new ContainerError('volume-in-use', { message: `volume "${name}" is in use` });
        },
      } as never,
    });
    const { exitCode, stdout, stderr } = await runDockr(['volume', 'rm', 'a', 'b', 'c'], { daemon });
    assert.deepEqual([exitCode, stdout], [1, 'b\n']);
    assert.equal(
      stderr,
      'error[volume-in-use]: volume "a" is in use\n\nerror[volume-in-use]: volume "c" is in use\n\n2 errors\n',
    );
  });
});
