import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { runIn } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { OverlayScenario } from '../../support/overlay/overlay-scenario.ts';
import { ping } from '../../support/overlay/ping.ts';

describe('the MTU of an overlay network', { skip: cannotIsolate, timeout: 100_000 }, () => {
  for (const [underlay, underlayMtu, mtu] of [
    ['ipv4', 1500, 1450],
    ['ipv4', 1400, 1350],
    ['ipv6', 1400, 1330],
    ['ipv4', 9000, 8950],
  ] as const) {
    test(`is ${mtu} over ${underlay} with ${underlayMtu}: the largest packet passes, a larger one is refused`, async () => {
      await using lab = new OverlayLab({ hosts: 2, mtu: underlayMtu });
      const scenario = new OverlayScenario(lab, { underlay });
      await scenario.start();
      assert.deepEqual([lab.host(1).link('dkt-ov1')?.mtu, lab.host(1).link('dktv001001')?.mtu], [mtu, mtu]);
      for (const address of ['10.77.0.12', 'fd77::12']) {
        const largest = await ping(scenario.container(1), address, { packetSize: mtu });
        assert.equal(largest.kind, 'reply', `${address} ${JSON.stringify(largest)}`);
        const larger = await ping(scenario.container(1), address, { packetSize: mtu + 1 });
        assert.deepEqual(larger, { kind: 'too-big', mtu: undefined, by: 'sender' });
      }
    });
  }

  test('is told by the gateway to those who come from a network with larger packets', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    lab.host(1).run('sysctl', '-q', '-w', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    const neighbour = lab.host(2).namespace;
    runIn(neighbour, 'ip', 'route', 'replace', '10.77.0.11/32', 'via', '192.0.2.1');
    runIn(neighbour, 'ip', '-6', 'route', 'replace', 'fd77::11/128', 'via', '2001:db8::1');
    for (const address of ['10.77.0.11', 'fd77::11'])
      assert.deepEqual(await ping(neighbour, address, { packetSize: 1451 }), {
        kind: 'too-big',
        mtu: 1450,
        by: 'router',
      });
  });

  test('is less on a path that is narrower than the link, which the sender is told', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    lab.host(1).run('ip', 'route', 'replace', '192.0.2.2/32', 'dev', 'eth0', 'mtu', '1400');
    const result = await ping(scenario.container(1), '10.77.0.12', { packetSize: 1450 });
    assert.deepEqual(result, { kind: 'too-big', mtu: 1350, by: 'router' });
    assert.equal((await ping(scenario.container(1), '10.77.0.12', { packetSize: 1350 })).kind, 'reply');
  });

  test('can be chosen, and then it is that', async () => {
    await using lab = new OverlayLab({ hosts: 1 });
    const scenario = new OverlayScenario(lab, { segment: { mtu: 1300 } });
    await lab.host(1).openDataPlane();
    await lab.host(1).apply(scenario.desired(lab.host(1)));
    assert.equal(lab.host(1).link('dkt-ov1')?.mtu, 1300);
  });
});
