// The daemon as a service manager starts and ends it: taking over, telling that it is ready, and the end of the machine.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { NotifySocket } from '../support/notify-socket.ts';
import { rebootMachine } from '../support/reboot.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { Scenario, StackUnderTest } from './scenario.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));

const SERVED = `
name: served
x-service: &service
  image: \${BUSYBOX}
  restart: on-failure
  volumes: [./order:/order]
  stop_grace_period: 20s
services:
  db:
    <<: *service
    command: sh -c 'trap "echo db ends >> /order/log; exit 0" TERM; echo db >> /order/log; while :; do sleep 0.05; done'
  app:
    <<: *service
    depends_on: [db]
    command:
      - sh
      - -c
      - |
        trap "sleep 0.5; nslookup db 127.0.0.11 >/dev/null && echo app ends >> /order/log; exit 0" TERM
        echo app >> /order/log; while :; do sleep 0.05; done
  once:
    <<: *service
    restart: "no"
    command: sh -c 'trap "" TERM; exec sleep 1000000'
    stop_grace_period: 0s
`;

const PATIENT = `    healthcheck: { test: test -e /order/well, interval: 100ms, retries: 10000 }
    deploy: { update_config: { order: start-first, failure_action: rollback } }
`;

describe('a daemon that a service manager starts', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let folder: string;
  let socket: NotifySocket;
  let daemon: ChildProcess | undefined;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    folder = scenario.writeFolder('served', { 'compose.yaml': SERVED, 'order/log': '' });
    stack = new StackUnderTest(scenario, folder, { BUSYBOX: served.images.busybox.byTag });
    socket = new NotifySocket(join(scenario.root.workDirectory, 'notify'));
    await stack.ok(['up', '-d'], { DOCKR_BOOT_ID: 'boot-1' });
  });
  after(async () => {
    socket?.[Symbol.dispose]();
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const lines = (): string[] => readFileSync(join(folder, 'order/log'), 'utf8').split('\n').slice(0, -1);
  const pids = async () => (await stack.containers()).map(({ pid }) => pid);
  /** As on a machine whose systemd is in this state. */
  const startDaemon = (state: string, bootId = 'boot-1') => {
    socket.received.length = 0;
    const bin = scenario.root.makeDirectory('bin');
    writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\necho ${state}\n[ ${state} = running ]\n`);
    chmodSync(join(bin, 'systemctl'), 0o755);
    const { environment } = scenario.dockr;
    const PATH = `${bin}:${environment['PATH']}`;
    daemon = spawn(PROGRAM, ['daemon'], {
      env: { ...environment, PATH, NOTIFY_SOCKET: socket.path, DOCKR_BOOT_ID: bootId },
      stdio: 'inherit',
    });
    return daemon;
  };
  const endDaemon = async (child: ChildProcess) => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    return code;
  };

  test('takes over from one that a command started, and tells when it answers', async () => {
    const [before, containers] = [scenario.dockr.daemonPid(), await pids()];
    const child = startDaemon('running');
    await socket.until('READY=1');
    assert.notEqual(scenario.dockr.daemonPid(), before);
    assert.equal(scenario.dockr.daemonPid(), child.pid);
    assert.deepEqual(await pids(), containers);
  });

  test('leaves containers alone when it is stopped on a machine that goes on', async () => {
    const containers = await pids();
    assert.equal(await endDaemon(daemon ?? assert.fail()), 0);
    await socket.until('STOPPING=1');
    startDaemon('stopping');
    await socket.until('READY=1');
    assert.deepEqual(await pids(), containers);
  });

  test('ends them with the machine: in order, with their names, and with the time that they need', async () => {
    const containers = await pids();
    assert.equal(await endDaemon(daemon ?? assert.fail()), 0);
    assert.deepEqual(lines(), ['db', 'app', 'app ends', 'db ends']);
    for (const pid of containers) assert.throws(() => process.kill(pid ?? 0, 0), { code: 'ESRCH' });
    await socket.until('EXTEND_TIMEOUT_USEC=35000000');
  });

  test('and that was no stop of the user: after the boot they come up again, whatever they ended with', async () => {
    await rebootMachine(scenario.dockr, 'ordered');
    await stack.ok(['ps'], { DOCKR_BOOT_ID: 'boot-2' });
    await waitFor('app', () => lines().length === 6);
    assert.deepEqual(lines().slice(4), ['db', 'app']);
    const once = await stack.container('once');
    assert.deepEqual([once.status, once.exitCode], ['exited', 255]);
  });

  test('an update that was under way is neither failed nor rolled back by that', async () => {
    writeFileSync(join(folder, 'compose.yaml'), SERVED.replace('  app:\n', `  app:\n${PATIENT}`));
    await stack.ok(['daemon', 'stop']);
    const child = startDaemon('stopping', 'boot-2');
    await socket.until('READY=1');
    const update = spawn(PROGRAM, ['up', '-d'], {
      cwd: folder,
      env: { ...scenario.dockr.environment, ...stack.environment },
      stdio: 'ignore',
    });
    await waitFor('the new container', async () => (await stack.containers()).length === 4 && lines().length === 7);
    // It would start another daemon as soon as it sees the end of this one.
    update.kill('SIGSTOP');
    assert.equal(await endDaemon(child), 0);
    update.kill('SIGKILL');
    assert.deepEqual(lines().slice(7).toSorted(), ['app ends', 'app ends', 'db ends']);
    await rebootMachine(scenario.dockr, 'ordered');
    writeFileSync(join(folder, 'order/well'), '');
    await stack.ok(['up', '-d'], { DOCKR_BOOT_ID: 'boot-3' });
    const { stdout } = await stack.ok(['history']);
    assert.doesNotMatch(stdout, /rolled|failed/);
    await waitFor('app to be well', async () => (await stack.container('app')).health === 'healthy');
    await stack.ok(['down', '-t', '0']);
    await stack.checkNothingLeft();
  });
});
