import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, before, describe, test } from 'node:test';
import { openInetSocket } from '../../../src/os/inet-socket.ts';
import { insideNetworkNamespace } from '../../../src/os/network-namespace.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { runIn } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { OverlayScenario } from '../../support/overlay/overlay-scenario.ts';
import { ping } from '../../support/overlay/ping.ts';
import { waitFor } from '../../support/wait-for.ts';

for (const underlay of ['ipv4', 'ipv6'] as const) {
  describe(`the port for other hosts over ${underlay}`, { skip: cannotIsolate, timeout: 120_000 }, () => {
    let lab: OverlayLab;
    let scenario: OverlayScenario;
    before(async () => {
      lab = new OverlayLab({ hosts: 3 });
      scenario = new OverlayScenario(lab, { underlay });
      await scenario.start();
    });
    after(async () => await lab[Symbol.asyncDispose]());
    const reaches = async (from: number, to: number) =>
      (await ping(scenario.container(from), `10.77.0.${10 + to}`, { patienceMs: 400 })).kind === 'reply';
    const withoutThird = () => {
      const hosts = [1, 2].map((number) => scenario.addressOf(lab.host(number)));
      return scenario.desired(lab.host(1), { hosts });
    };

    test('is closed to a host that is no longer known, and what it sends is counted', async () => {
      assert.equal(await reaches(3, 1), true);
      const before = await lab.host(1).dropped();
      const report = await lab.host(1).apply(withoutThird());
      assert.deepEqual(
        report.conflicts.map(({ kind }) => kind),
        ['unknown-host'],
      );
      assert.equal(await reaches(3, 1), false);
      assert.ok((await lab.host(1).dropped()).unknownHosts > before.unknownHosts);
      assert.equal(await reaches(2, 1), true);
      await lab.host(1).apply(scenario.desired(lab.host(1)));
      assert.equal(await reaches(3, 1), true);
    });

    test('keeps out packets of unknown hosts though another firewall accepts them', async () => {
      await lab.host(1).apply(withoutThird());
      lab
        .host(1)
        .run(
          'nft',
          'add table inet other; add chain inet other early { type filter hook input priority -500; policy accept; }; add chain inet other late { type filter hook input priority 0; policy accept; }; add rule inet other early udp dport 4789 accept; add rule inet other late udp dport 4789 accept',
        );
      assert.equal(await reaches(3, 1), false);
      lab.host(1).run('nft', 'delete table inet other');
      await lab.host(1).apply(scenario.desired(lab.host(1)));
    });

    test('opens nothing that another firewall closes', async () => {
      lab
        .host(1)
        .run(
          'nft',
          'add table inet other; add chain inet other input { type filter hook input priority 0; policy accept; }; add rule inet other input udp dport 4789 drop',
        );
      assert.equal(await reaches(2, 1), false);
      lab.host(1).run('nft', 'delete table inet other');
      assert.equal(await reaches(2, 1), true);
    });

    test('is no concern of other ports, and other ports none of it', async () => {
      await lab.host(1).apply(withoutThird());
      const result = await ping(lab.host(3).namespace, scenario.addressOf(lab.host(1)));
      assert.equal(result.kind, 'reply');
      await lab.host(1).apply(scenario.desired(lab.host(1)));
    });

    test('is closed to containers, who would pass for hosts', async () => {
      const target = scenario.addressOf(lab.host(2));
      // As every container's traffic does, it goes out with the host's address.
      lab
        .host(1)
        .run(
          'nft',
          'add table inet nat; add chain inet nat out { type nat hook postrouting priority 100; }; add rule inet nat out oifname "eth0" masquerade',
        );
      lab.host(1).run('sysctl', '-q', '-w', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
      if (underlay === 'ipv6') runIn(scenario.container(1), 'ip', '-6', 'route', 'add', 'default', 'via', 'fd77::1');
      for (const address of [target, underlay === 'ipv4' ? '10.77.0.1' : 'fd77::1']) {
        const before = (await lab.host(1).dropped()).containers;
        await waitFor(`a dropped packet to ${address}`, async () => {
          await sendUdp(scenario.container(1), address, 4789);
          return (await lab.host(1).dropped()).containers > before;
        });
      }
    });
  });
}

async function sendUdp(namespace: string, address: string, port: number): Promise<void> {
  const isIpv6 = address.includes(':');
  const fd = insideNetworkNamespace(namespace, () =>
    openInetSocket({ protocol: 'udp', address: isIpv6 ? '::' : '0.0.0.0', port: 0 }),
  );
  const socket = createSocket({ type: isIpv6 ? 'udp6' : 'udp4' });
  await new Promise<void>((resolve) => socket.bind({ fd }, resolve));
  const failure = await new Promise<Error | null>((resolve) => socket.send('x', port, address, resolve));
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  if (failure) throw failure;
}
