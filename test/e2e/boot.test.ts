// After a reboot: what comes up, in which order, and what stays down.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { rebootMachine } from '../support/reboot.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { Scenario, StackUnderTest } from './scenario.ts';

const BOOTED = `
name: booted
x-service: &service
  image: \${BUSYBOX}
  stop_signal: SIGKILL
  volumes: [./order:/order]
services:
  db:
    <<: *service
    restart: always
    command: sh -c 'echo db >> /order/log; sleep 1; echo db ready >> /order/log; touch /dev/shm/ready; exec sleep 1000000'
    healthcheck: { test: test -e /dev/shm/ready, interval: 100ms, retries: 100 }
  migrate:
    <<: *service
    command: sh -c 'echo migrate >> /order/log'
  web:
    <<: *service
    restart: unless-stopped
    command: sh -c 'echo web >> /order/log; exec sleep 1000000'
    depends_on:
      db: { condition: service_healthy }
      migrate: { condition: service_completed_successfully }
  tail:
    <<: *service
    restart: on-failure
    command: sh -c 'sleep 0.5; echo tail >> /order/log; exec sleep 1000000'
    depends_on: [web]
  sidecar:
    <<: *service
    restart: always
    network_mode: service:web
    command: sh -c 'echo sidecar >> /order/log; exec sleep 1000000'
  once:
    <<: *service
    command: sleep 1000000
  stopped:
    <<: *service
    restart: unless-stopped
    command: sleep 1000000
  slow:
    <<: *service
    restart: always
    command: sleep 1000000
    healthcheck: { test: test -e /order/well, interval: 100ms, retries: 10000, start_period: 10m, start_interval: 100ms }
  patient:
    <<: *service
    restart: always
    command: sh -c 'echo patient >> /order/log; exec sleep 1000000'
    depends_on:
      slow: { condition: service_healthy }
`;

describe('after a reboot', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let folder: string;
  let boot = 1;
  before(async () => {
    scenario = await Scenario.open({ DOCKR_BOOT_PATIENCE: '6' });
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    folder = scenario.writeFolder('booted', { 'compose.yaml': BOOTED, 'order/log': '', 'order/well': '' });
    stack = new StackUnderTest(scenario, folder, { BUSYBOX: served.images.busybox.byTag });
    await stack.ok(['up', '-d'], { DOCKR_BOOT_ID: 'boot-1' });
    await stack.ok(['stop', 'stopped']);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const lines = (): string[] => readFileSync(join(folder, 'order/log'), 'utf8').split('\n').slice(0, -1);
  const statuses = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await stack.containers()).map(({ service, status }) => [service ?? '', status]));
  const reboot = async (how: 'power-cut' | 'ordered') => {
    await rebootMachine(scenario.dockr, how);
    writeFileSync(join(folder, 'order/log'), '');
    const began = performance.now();
    await stack.ok(['ps'], { DOCKR_BOOT_ID: `boot-${++boot}` });
    return performance.now() - began;
  };

  test('services come up in their order, and the daemon answers meanwhile', async () => {
    const ms = await reboot('power-cut');
    assert.ok(!lines().includes('web'), `ps was answered after ${ms} ms, before db was ready: ${lines()}`);
    await waitFor('tail', () => lines().includes('tail'));
    assert.deepEqual(
      lines().filter((line) => line !== 'patient'),
      ['db', 'db ready', 'web', 'sidecar', 'tail'],
      scenario.dockr.daemonLog(),
    );
  });

  test('what ran without a restart policy ended with 255, and what was stopped or done stays so', async () => {
    const once = await stack.container('once');
    assert.deepEqual([once.status, once.exitCode], ['exited', 255]);
    const migrate = await stack.container('migrate');
    assert.deepEqual([migrate.status, migrate.exitCode], ['exited', 0]);
    assert.equal((await stack.container('stopped')).status, 'exited');
  });

  test('a dependency that does not get healthy holds nobody back for longer than its time', async () => {
    rmSync(join(folder, 'order/well'));
    await reboot('power-cut');
    await waitFor('tail', () => lines().includes('tail'));
    assert.ok(!lines().includes('patient'));
    assert.deepEqual((await statuses())['patient'], 'restarting');
    await waitFor('patient', () => lines().includes('patient'));
    assert.match(scenario.dockr.daemonLog(), /warning\[dependency-not-ready\]: .*"patient".*"slow"/);
    writeFileSync(join(folder, 'order/well'), '');
  });

  test('an ordered shutdown is not a stop by the user', async () => {
    await reboot('ordered');
    await waitFor('tail', () => lines().includes('tail'));
    await waitFor('patient', () => lines().includes('patient'));
    assert.deepEqual(await statuses(), {
      db: 'running',
      migrate: 'exited',
      web: 'running',
      tail: 'running',
      sidecar: 'running',
      once: 'exited',
      stopped: 'exited',
      slow: 'running',
      patient: 'running',
    });
  });

  test('one that waits can be stopped, and then stays down', async () => {
    rmSync(join(folder, 'order/well'), { force: true });
    await reboot('power-cut');
    assert.equal((await statuses())['patient'], 'restarting');
    await stack.ok(['stop', 'patient']);
    await new Promise((resolve) => setTimeout(resolve, 7000));
    assert.equal((await statuses())['patient'], 'exited');
    await stack.ok(['down', '-t', '0']);
    await stack.checkNothingLeft();
  });
});
