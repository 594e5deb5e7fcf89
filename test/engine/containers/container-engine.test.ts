import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { sendSignal } from '../../../src/os/process.ts';
import type { TestRoot } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';
import { closeRigRoot, openRigRoot, Rig, shell, specOf } from './container-rig.ts';

let root: TestRoot;

before(async () => {
  root = await openRigRoot();
});
after(closeRigRoot);

test('a container runs to its end and leaves its exit code and both streams of its output', async () => {
  await using rig = await new Rig().restore();
  const { exitCode, output } = await rig.runToEnd(shell('echo out; echo err >&2; exit 7'));
  assert.equal(exitCode, 7);
  assert.deepEqual(output.sort(), ['stderr: err', 'stdout: out']);
  assert.deepEqual(
    rig.seen.map((event) => event.split(' ')[0]),
    ['created', 'started', 'exited'],
  );
});

test('a stopped container gets its stop signal first, and SIGKILL when the grace is over', async () => {
  await using rig = await new Rig().restore();
  const polite = await rig.containers.create(
    specOf({ ...shell('trap "exit 3" TERM; echo ready; while :; do sleep 0.05; done'), stopGraceMs: 5000 }),
  );
  const deaf = await rig.containers.create(
    specOf({ ...shell('trap "" TERM; echo ready; while :; do sleep 0.05; done'), stopGraceMs: 200 }),
  );
  for (const id of [polite, deaf]) {
    await rig.containers.start(id);
    await waitFor('ready', async () => (await rig.outputOf(id)).length > 0);
    await rig.containers.stop(id);
  }
  assert.equal(rig.containers.get(polite).record.exitCode, 3);
  assert.equal(rig.containers.get(deaf).record.exitCode, 137);
  assert.equal(rig.containers.get(deaf).status, 'exited');
});

test('one that is restarted is wanted all the time, whatever its restart policy', async () => {
  await using rig = await new Rig().restore();
  const always = await rig.containers.create(
    specOf({
      ...shell('trap "sleep 0.1; exit 0" TERM; sleep 1000 & wait'),
      restart: { policy: 'always', maxRetries: 0 },
    }),
  );
  const passing = await rig.containers.create(specOf({ ...shell('sleep 1000'), autoRemove: true }));
  for (const id of [always, passing]) {
    await rig.containers.start(id);
    const { pid } = rig.containers.get(id).record.process ?? {};
    const seen = new Set<string>();
    const restarted = rig.containers.restart(id, 5000);
    await waitFor(
      'the next run',
      () => {
        const { status, record } = rig.containers.get(id);
        seen.add(`${status}, ${record.state}`);
        return record.process !== null && record.process.pid !== pid;
      },
      { intervalMs: 1 },
    );
    await restarted;
    assert.ok(!seen.has('exited, stopped') && !seen.has('running, stopped'), [...seen].join('; '));
    assert.equal(rig.containers.get(id).record.restarts, 0);
  }
  const failing = await rig.containers.create(
    specOf({ ...shell('exit 1'), restart: { policy: 'always', maxRetries: 0 } }),
  );
  await rig.containers.restart(failing);
  await waitFor('what its policy does', () => rig.containers.get(failing).record.run >= 3);
});

test('on-failure restarts a failing container as often as it may, and always goes on after a kill', async () => {
  await using rig = await new Rig().restore();
  const failing = await rig.containers.create(
    specOf({ ...shell('exit 1'), restart: { policy: 'on-failure', maxRetries: 2 } }),
  );
  await rig.containers.start(failing);
  await waitFor(
    'the last restart',
    () => rig.containers.get(failing).status === 'exited' && rig.containers.get(failing).record.run === 3,
  );
  const lasting = await rig.containers.create(
    specOf({ ...shell('sleep 1000'), restart: { policy: 'always', maxRetries: 0 } }),
  );
  await rig.containers.start(lasting);
  const { process: first } = rig.containers.get(lasting).record;
  assert.ok(first);
  sendSignal(first.pid, 9);
  await waitFor('a new process', () => {
    const now = rig.containers.get(lasting).record.process;
    return now !== null && now.pid !== first.pid;
  });
  await rig.containers.stop(lasting);
  assert.equal(rig.containers.get(lasting).status, 'exited');
});

test('a command that is not there is told as such, and nothing is left of the try', async () => {
  await using rig = await new Rig().restore();
  const id = await rig.containers.create(specOf({ command: ['/bin/missing'] }));
  await assert.rejects(rig.containers.start(id), { code: 'command-not-found', facts: { exitCode: 127 } });
  assert.equal(rig.containers.get(id).status, 'created');
});

test('exec gives output and exit code, and 126 and 127 as Docker does', async () => {
  await using rig = await new Rig().restore();
  const id = await rig.containers.create(specOf(shell('sleep 1000')));
  await rig.containers.start(id);
  const request = {
    environment: { LEVEL: 'debug' },
    user: 'nobody',
    workingDir: '/tmp',
    privileged: false,
    stdin: false,
  };
  const process = await rig.containers.inside.exec(id, {
    ...request,
    command: ['sh', '-c', 'echo $LEVEL $(id -u) $PWD; exit 5'],
  });
  let output = '';
  process.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  assert.equal(await process.exit, 5);
  assert.equal(output, 'debug 65534 /tmp\n');
  assert.equal(await (await rig.containers.inside.exec(id, { ...request, command: ['nothing-there'] })).exit, 127);
  const refused = await rig.containers.inside.exec(id, { ...request, command: ['/etc/passwd'] });
  let said = '';
  refused.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  assert.equal(await refused.exit, 126, said);
});

test('what exec runs is as likely to be killed for want of memory as its container, and not as the daemon', async () => {
  await using rig = await new Rig().restore();
  const { resources, ...spec } = specOf(shell('sleep 1000'));
  const id = await rig.containers.create({ ...spec, resources: { ...resources, oomScoreAdj: 300 } });
  await rig.containers.start(id);
  const before = readFileSync('/proc/self/oom_score_adj', 'utf8');
  const { stdout, exit } = await rig.containers.inside.exec(id, {
    command: ['cat', '/proc/self/oom_score_adj'],
    environment: {},
    user: null,
    workingDir: null,
    privileged: false,
    stdin: false,
  });
  const [output] = await Promise.all([text(stdout), exit]);
  assert.equal(output, '300\n');
  assert.equal(readFileSync('/proc/self/oom_score_adj', 'utf8'), before);
});

test('a health check turns healthy, then unhealthy when it fails as often as it may', async () => {
  await using rig = await new Rig().restore();
  const healthcheck = {
    test: ['CMD-SHELL', 'test -e /tmp/ok'],
    intervalMs: 30,
    timeoutMs: 2000,
    retries: 2,
    startPeriodMs: 5000,
    startIntervalMs: 20,
  };
  const id = await rig.containers.create(specOf({ ...shell('sleep 1000'), healthcheck }));
  await rig.containers.start(id);
  assert.equal(rig.containers.get(id).health, 'starting');
  const run = async (command: string): Promise<number> =>
    (
      await rig.containers.inside.exec(id, {
        command: ['sh', '-c', command],
        environment: {},
        user: null,
        workingDir: null,
        privileged: false,
        stdin: false,
      })
    ).exit;
  await run('echo > /tmp/ok');
  await waitFor('healthy', () => rig.containers.get(id).health === 'healthy');
  await run('busybox rm /tmp/ok');
  await waitFor('unhealthy', () => rig.containers.get(id).health === 'unhealthy');
});

test('a named volume takes over what the image has there, once, and keeps what is written', async () => {
  await using rig = await new Rig().restore();
  await rig.volumes.ensure({ name: 'data', stack: null, key: null, driver: 'local', options: {}, labels: {} });
  const mounts = [
    { kind: 'volume', volume: 'data', target: '/data', readOnly: false, noCopy: false, subpath: null },
  ] as const;
  const first = await rig.runToEnd({ ...shell('cat /data/seed; echo mine > /data/seed'), mounts });
  assert.deepEqual(first.output, ['stdout: from the image']);
  const second = await rig.runToEnd({ ...shell('cat /data/seed'), mounts });
  assert.deepEqual(second.output, ['stdout: mine']);
});

test('secrets are files with the owner and mode that were asked for', async () => {
  await using rig = await new Rig().restore();
  const files = [
    {
      kind: 'secret',
      name: 'token',
      target: '/run/secrets/token',
      uid: 65534,
      gid: 0,
      mode: 0o400,
      source: { content: 'hush' },
      digest: 'x',
    },
  ] as const;
  const { output } = await rig.runToEnd({
    ...shell('cat /run/secrets/token; echo; busybox stat -c "%u %a" /run/secrets/token'),
    files,
  });
  assert.deepEqual(output, ['stdout: hush', 'stdout: 65534 400']);
});

test('containers of one network reach each other by name', async () => {
  await using rig = await new Rig().restore();
  await rig.networks.createNetwork({
    name: 'net',
    stack: null,
    key: null,
    driver: 'bridge',
    internal: false,
    subnet: null,
    gateway: null,
    ipRange: null,
    options: {},
    labels: {},
  });
  const on = (...aliases: string[]) =>
    ({ kind: 'networks', attachments: [{ network: 'net', aliases, ipv4: null, mac: null }] }) as const;
  const server = await rig.containers.create(
    specOf({ name: 'server', ...shell('busybox httpd -f -p 80 -h /data'), network: on('alias') }),
  );
  await rig.containers.start(server);
  const { output } = await rig.runToEnd({
    ...shell(
      'until busybox wget -q -O /dev/null http://alias/seed; do sleep 0.02; done 2>/dev/null; busybox wget -q -O - http://alias/seed; busybox wget -q -O - http://server/seed',
    ),
    network: on(),
  });
  assert.deepEqual(output, ['stdout: from the image', 'stdout: from the image']);
});

test('after a restart of the daemon running containers are adopted, ended ones known, and failed ones restarted', async () => {
  const before = await new Rig().restore();
  const running = await before.containers.create(specOf(shell('trap "exit 4" TERM; while :; do sleep 0.05; done')));
  const ended = await before.containers.create(specOf(shell('trap "exit 6" TERM; while :; do sleep 0.05; done')));
  const lasting = await before.containers.create(
    specOf({ ...shell('sleep 1000'), restart: { policy: 'always', maxRetries: 0 } }),
  );
  for (const id of [running, ended, lasting]) await before.containers.start(id);
  const pidOf = (id: string): number => before.containers.get(id).record.process?.pid ?? 0;
  const pids = { running: pidOf(running), ended: pidOf(ended), lasting: pidOf(lasting) };
  await before.close();
  sendSignal(pids.ended, 9);
  sendSignal(pids.lasting, 9);
  await waitFor('exit files', () =>
    [ended, lasting].every((id) => readFileSync(join(root.runDirectory, 'exits', id), 'utf8') !== ''),
  );

  await using rig = await new Rig().restore();
  assert.equal(rig.containers.get(running).status, 'running');
  assert.equal(rig.containers.get(running).record.process?.pid, pids.running);
  await waitFor('the end to be recorded', () => rig.containers.get(ended).status === 'exited');
  assert.equal(rig.containers.get(ended).record.exitCode, 137);
  await waitFor('the restart', () => rig.containers.get(lasting).status === 'running');
  await rig.containers.stop(running);
  assert.equal(rig.containers.get(running).record.exitCode, 4);
});

test('changes of a watched tree come into a running container, its tmpfs and all, and into no other', async () => {
  await using rig = await new Rig().restore();
  const source = root.makeDirectory('watched');
  writeFileSync(join(source, 'page'), 'new\n');
  const id = await rig.containers.create(
    specOf({
      ...shell('while [ ! -e /scratch/page ]; do sleep 0.05; done; cat /scratch/page /data/page'),
      mounts: [{ kind: 'tmpfs', target: '/scratch', readOnly: false, sizeBytes: null, mode: null, options: [] }],
    }),
  );
  const changes = [{ path: 'page', entry: { kind: 'file', mode: 0o644 } }] as const;
  const bring = (target: string) =>
    rig.containers.inside.sync(id, { target, changes, source: { kind: 'folder', path: source } });
  await assert.rejects(bring('/data'), { code: 'container-not-running' });
  await rig.containers.start(id);
  await assert.rejects(bring('data'), { code: 'sync-bad-path' });
  assert.deepEqual(await bring('/data'), []);
  assert.deepEqual(await bring('/scratch'), []);
  await rig.containers.waitForEnd(id);
  assert.deepEqual(await rig.outputOf(id), ['stdout: new', 'stdout: new']);
  const [failure] = await bringToReadOnly(rig, source);
  assert.equal(failure?.error.code, 'sync-failed');
});

async function bringToReadOnly(rig: Rig, source: string) {
  const id = await rig.containers.create(specOf({ ...shell('sleep 1000'), readOnly: true }));
  await rig.containers.start(id);
  const changes = [{ path: 'page', entry: { kind: 'file', mode: 0o644 } }] as const;
  try {
    return await rig.containers.inside.sync(id, { target: '/data', changes, source: { kind: 'folder', path: source } });
  } finally {
    await rig.containers.remove(id, { volumes: true, graceMs: 0 });
  }
}

test('secrets by their digests are a file on tmpfs and a variable, also for what is executed later', async () => {
  await using rig = await new Rig().restore();
  rig.secretValues.set('hmac:1', Buffer.from([0xff, 0x0a]));
  rig.secretValues.set('hmac:2', Buffer.from('hunter2'));
  const spec = specOf({
    ...shell('wc -c < /run/secrets/pin; echo $PIN'),
    environment: { PIN: 'lost' },
    secretEnvironment: { PIN: 'hmac:2' },
    files: [
      {
        kind: 'secret',
        name: 'pin',
        target: '/run/secrets/pin',
        uid: 0,
        gid: 0,
        mode: 0o400,
        source: { value: 'hmac:1' },
        digest: 'hmac:1',
      },
    ],
  });
  assert.deepEqual((await rig.runToEnd(spec)).output, ['stdout: 2', 'stdout: hunter2']);
});

test('a secret that is no longer kept is a reason not to start, and nothing of the start is left', async () => {
  await using rig = await new Rig().restore();
  const id = await rig.containers.create(specOf({ ...shell('true'), secretEnvironment: { PIN: 'hmac:3' } }));
  await assert.rejects(rig.containers.start(id), { code: 'secret-value-gone', message: /variable "PIN"/ });
  rig.secretValues.set('hmac:3', Buffer.from('found'));
  await rig.containers.start(id);
});
