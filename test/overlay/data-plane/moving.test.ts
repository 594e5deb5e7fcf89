import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { runIn } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { OverlayScenario, waitForGateway } from '../../support/overlay/overlay-scenario.ts';
import { ping } from '../../support/overlay/ping.ts';

describe('an address that moves', { skip: cannotIsolate, timeout: 100_000 }, () => {
  test('to a container with another MAC on another host is known at once by those who talked to it', async () => {
    await using lab = new OverlayLab({ hosts: 3 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    const [ipv4 = '', ipv6 = ''] = scenario.endpoints[1]?.addresses ?? [];
    const talker = scenario.container(1);
    for (const address of [ipv4, ipv6]) assert.equal((await ping(talker, address)).kind, 'reply');
    const known = (address: string) => /lladdr (\S+)/.exec(runIn(talker, 'ip', 'neigh', 'show', address))?.[1];
    assert.equal(known(ipv4), '02:42:0a:4d:00:0c');

    const moved = { mac: '02:42:0a:4d:99:99', addresses: [ipv4, ipv6], host: lab.host(3).ipv4 };
    lab.host(2).run('ip', 'link', 'del', 'c-c');
    scenario.endpoints[1] = moved;
    const [report] = await Promise.all(lab.hosts.map((host) => host.apply(scenario.desired(host))));
    assert.equal(report?.announced, 2);
    assert.deepEqual([known(ipv4), known(ipv6)], [moved.mac, moved.mac]);
    await waitForGateway(scenario.addContainer(lab.host(3), moved, 'moved'));
    for (const address of [ipv4, ipv6]) assert.equal((await ping(talker, address)).kind, 'reply');
  });

  test('from this host to another is announced, and one that is new is not', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    const host = lab.host(1);
    await host.openDataPlane();
    const first = await host.apply(scenario.desired(host));
    assert.equal(first.announced, 0);
    const local = scenario.endpoints[0];
    assert.ok(local);
    scenario.endpoints[0] = { ...local, mac: '02:42:0a:4d:99:99', host: lab.host(2).ipv4 };
    assert.equal((await host.apply(scenario.desired(host))).announced, 2);
  });

  test('is announced though it was gone for a while', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    const host = lab.host(1);
    await host.openDataPlane();
    await host.apply(scenario.desired(host));
    const remote = scenario.endpoints[1];
    assert.ok(remote);
    await host.apply(scenario.desired(host, { segments: [scenario.segment({ endpoints: [] })] }));
    scenario.endpoints[1] = { ...remote, mac: '02:42:0a:4d:99:99' };
    assert.equal((await host.apply(scenario.desired(host))).announced, 2);
  });

  test('with its MAC to another host is reached there, without a word to containers', async () => {
    await using lab = new OverlayLab({ hosts: 3 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    const endpoint = scenario.endpoints[1];
    assert.ok(endpoint);
    assert.equal((await ping(scenario.container(1), '10.77.0.12')).kind, 'reply');
    lab.host(2).run('ip', 'link', 'del', 'c-c');
    scenario.endpoints[1] = { ...endpoint, host: lab.host(3).ipv4 };
    const [report] = await Promise.all(lab.hosts.map((host) => host.apply(scenario.desired(host))));
    assert.deepEqual([report?.messages, report?.announced], [1, 0]);
    await waitForGateway(scenario.addContainer(lab.host(3), scenario.endpoints[1], 'moved'));
    assert.equal((await ping(scenario.container(1), '10.77.0.12')).kind, 'reply');
  });
});
