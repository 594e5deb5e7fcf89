import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import type { LabHost } from '../../support/overlay/lab-host.ts';
import { startIn } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { OverlayScenario } from '../../support/overlay/overlay-scenario.ts';

const COUNT = 1000;
const DEVICE = 'dktv001001';

describe('a thousand endpoints on twenty hosts', { skip: cannotIsolate, timeout: 180_000 }, () => {
  let lab: OverlayLab;
  let host: LabHost;
  let scenario: OverlayScenario;
  const hosts = Array.from({ length: 20 }, (_, index) => `192.0.2.${index + 1}`);
  const desired = (count: number, shift = 0) => {
    const endpoints = Array.from({ length: count }, (_, index) => ({
      ...scenario.endpoint(index + 11, host),
      host: hosts[1 + ((index + shift) % 19)] ?? '',
    }));
    return scenario.desired(host, { hosts, segments: [scenario.segment({ endpoints })] });
  };
  const entriesOf = (what: RegExp, ...command: readonly string[]) =>
    host
      .run(...command)
      .split('\n')
      .filter((line) => what.test(line)).length;
  const counts = () => ({
    bridge: entriesOf(/sticky master dkt-ov1 static/, 'bridge', 'fdb', 'show', 'dev', DEVICE),
    device: entriesOf(/dst .* self sticky/, 'bridge', 'fdb', 'show', 'dev', DEVICE),
    neighbours: entriesOf(/PERMANENT/, 'ip', 'neigh', 'show', 'dev', 'dkt-ov1'),
  });
  const all = { bridge: COUNT, device: COUNT, neighbours: 2 * COUNT };

  before(async () => {
    lab = new OverlayLab({ hosts: 1 });
    host = lab.host(1);
    scenario = new OverlayScenario(lab);
    await host.openDataPlane();
  });
  after(async () => await lab[Symbol.asyncDispose]());

  test('are set by three messages each', async (context) => {
    const report = await host.apply(desired(COUNT));
    context.diagnostic(`${report.messages} messages in ${report.elapsedMs.toFixed(0)} ms`);
    assert.deepEqual(counts(), all);
    const links = 10;
    assert.ok(report.messages <= 3 * COUNT + links, `${report.messages} messages`);
  });

  test('cost no message when nothing changed', async (context) => {
    const report = await host.verify();
    context.diagnostic(`compared in ${report.elapsedMs.toFixed(0)} ms`);
    assert.equal(report.messages, 0);
  });

  test('cost one message each when all are on another host', async (context) => {
    const report = await host.apply(desired(COUNT, 1));
    context.diagnostic(`${report.messages} messages in ${report.elapsedMs.toFixed(0)} ms`);
    assert.deepEqual([report.messages, report.repairs, report.announced], [COUNT, [], 0]);
  });

  test('are put back after somebody flushed them all', async (context) => {
    host.run('bridge', 'fdb', 'flush', 'dev', DEVICE, 'self');
    host.run('ip', 'neigh', 'flush', 'dev', 'dkt-ov1', 'nud', 'permanent');
    const report = await host.verify();
    context.diagnostic(`${report.messages} messages in ${report.elapsedMs.toFixed(0)} ms`);
    assert.equal(report.repairs.length, report.messages);
    assert.deepEqual(counts(), all);
  });

  test('are set though the kernel loses answers for want of room', async () => {
    await host.apply(desired(0));
    // Room for two or three acknowledgements of a batch.
    await host.openDataPlane({ receiveBufferBytes: 2048 });
    const report = await host.apply(desired(COUNT));
    assert.ok(report.rounds > 1, 'answers were lost');
    assert.deepEqual([report.failures, counts()], [[], all]);
    await host.openDataPlane();
  });

  test('are set while others make and remove links all the time', async () => {
    const script =
      'while true; do for n in 1 2 3 4 5; do ip link add dis$n type bridge; done; for n in 1 2 3 4 5; do ip link del dis$n; done; done';
    const disturber = startIn(host.namespace, 'sh', '-c', script);
    try {
      await setTimeout(100);
      for (let turn = 0; turn < 10; turn++) {
        const report = await host.apply(desired(turn % 2 === 0 ? 100 : COUNT, turn));
        assert.deepEqual(report.failures, []);
      }
    } finally {
      disturber.kill('SIGKILL');
    }
    assert.deepEqual(counts(), all);
    assert.equal((await host.verify()).messages, 0);
  });

  test('are removed with their network', async (context) => {
    const report = await host.apply(desired(0));
    context.diagnostic(`${report.messages} messages in ${report.elapsedMs.toFixed(0)} ms`);
    assert.deepEqual(counts(), { bridge: 0, device: 0, neighbours: 0 });
    await host.apply(scenario.desired(host, { segments: [] }));
    assert.equal(host.link(DEVICE), undefined);
  });
});
