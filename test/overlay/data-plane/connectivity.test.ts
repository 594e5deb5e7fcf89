import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { linkIndex } from '../../../src/os/netlink-links.ts';
import { insideNetworkNamespace } from '../../../src/os/network-namespace.ts';
import { PacketSocket } from '../../../src/os/packet-socket.ts';
import { announcement } from '../../../src/overlay/data-plane/announcement.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { runIn, startIn } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { OverlayScenario, waitForGateway } from '../../support/overlay/overlay-scenario.ts';
import { answeredShare, ping } from '../../support/overlay/ping.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Answers TCP at port 80 with the size of what came, and UDP at port 53 with what came. */
const SERVER = `
import net from 'node:net'; import dgram from 'node:dgram';
net.createServer({ allowHalfOpen: true }, (c) => {
  let size = 0; c.on('error', () => {}); c.on('data', (d) => (size += d.length)); c.on('end', () => c.end(String(size)));
}).listen(80, '::');
const u = dgram.createSocket('udp6'); u.on('message', (m, r) => u.send(m, r.port, r.address)); u.bind(53, '::');
`;
const SIZE = 2_000_000;

describe('containers of an overlay network', { skip: cannotIsolate, timeout: 110_000 }, () => {
  for (const underlay of ['ipv4', 'ipv6'] as const) {
    test(`reach each other from all hosts over ${underlay}`, async () => {
      await using lab = new OverlayLab({ hosts: 3 });
      const scenario = new OverlayScenario(lab, { underlay });
      await scenario.start();
      for (const [index, container] of scenario.containers.entries())
        for (const [other, endpoint] of scenario.endpoints.entries())
          for (const address of endpoint.addresses) {
            const result = await ping(container, address);
            assert.equal(result.kind, 'reply', `${index} to ${other} ${address}: ${JSON.stringify(result)}`);
          }
    });
  }

  test('send TCP and large UDP to each other, also when a fifth of the packets is lost', async () => {
    await using lab = new OverlayLab({ hosts: 2, mtu: 1400 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    const server = startIn(scenario.container(2), process.execPath, '--input-type=module', '-e', SERVER);
    try {
      await waitFor('the server', () => exchange(scenario.container(1), '10.77.0.12', 1) === '1 20000');
      for (const address of ['10.77.0.12', 'fd77::12'])
        assert.equal(exchange(scenario.container(1), address, SIZE), `${SIZE} 20000`);
      lab.host(2).lose(20);
      assert.equal(exchange(scenario.container(1), '10.77.0.12', 50_000), '50000 20000');
      const share = await answeredShare(scenario.container(1), '10.77.0.12', 100);
      assert.ok(share > 0.5 && share < 1, `${share} of the pings were answered`);
      // Nothing of that is the kernel's state.
      assert.equal((await lab.host(2).verify()).messages, 0);
    } finally {
      server.kill('SIGKILL');
    }
  });

  test('of one network do not reach those of another, though their addresses are the same', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    const other = new OverlayScenario(lab, { vni: 4098, bridge: 'dkt-ov2' });
    const stranger = { ...other.endpoint(50, lab.host(2)), host: lab.host(2).ipv4 };
    for (const host of lab.hosts) {
      const second = other.segment({ gateways: [], endpoints: [stranger] });
      const report = await host.apply(scenario.desired(host, { segments: [scenario.segment(), second] }));
      assert.deepEqual(report.failures, []);
    }
    const namespace = other.addContainer(lab.host(2), stranger, 'stranger');
    const own = scenario.endpoint(50, lab.host(2));
    assert.deepEqual(own.addresses, stranger.addresses);
    assert.equal((await ping(scenario.container(1), '10.77.0.50', { patienceMs: 500 })).kind, 'silence');
    assert.notEqual((await ping(namespace, '10.77.0.11', { patienceMs: 500 })).kind, 'reply');
    // And both are there: each in its own network.
    const friend = { ...other.endpoint(51, lab.host(1)), host: lab.host(1).ipv4 };
    for (const host of lab.hosts)
      await host.apply(
        scenario.desired(host, {
          segments: [scenario.segment(), other.segment({ gateways: [], endpoints: [stranger, friend] })],
        }),
      );
    other.addContainer(lab.host(1), friend, 'friend');
    await waitFor(
      'an answer in the other network',
      async () => (await ping(namespace, '10.77.0.51', { patienceMs: 200 })).kind === 'reply',
    );
  });

  test('that are not known are not looked for on other hosts', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    const unknown = scenario.addContainer(lab.host(2), scenario.endpoint(60, lab.host(2)), 'unknown');
    await waitForGateway(unknown);
    const sent = () => /TX:.*\n\s*\d+\s+(\d+)/.exec(lab.host(1).run('ip', '-s', 'link', 'show', 'dktv001001'))?.[1];
    const before = sent();
    assert.notEqual((await ping(scenario.container(1), '10.77.0.60', { patienceMs: 500 })).kind, 'reply');
    assert.equal(sent(), before);
  });

  test('do not take over the MAC of one on another host by sending from it', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    const victim = scenario.endpoints[1]?.mac ?? '';
    using packets = insideNetworkNamespace(scenario.container(1), () => new PacketSocket());
    const link = insideNetworkNamespace(scenario.container(1), () => linkIndex('eth0'));
    for (let turn = 0; turn < 5; turn++) packets.send(link, announcement('10.77.0.99', victim));
    assert.equal((await lab.host(1).verify()).messages, 0);
    assert.equal((await ping(scenario.container(1), '10.77.0.12')).kind, 'reply');
  });

  test('reach each other over a port of one’s choice', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab, { port: 14789 });
    await scenario.start();
    assert.equal((await ping(scenario.container(1), '10.77.0.12')).kind, 'reply');
    assert.match(lab.host(1).run('nft', 'list', 'ruleset'), /udp dport 14789/);
  });

  test('go on when the process of the data plane ends', async () => {
    await using lab = new OverlayLab({ hosts: 2 });
    const scenario = new OverlayScenario(lab);
    await scenario.start();
    await Promise.all(lab.hosts.map((host) => host.stop()));
    assert.equal((await ping(scenario.container(1), '10.77.0.12')).kind, 'reply');
  });
});

/** Sends so many bytes over TCP and 20,000 over UDP, and returns what the server answers: `2000000 20000`. */
function exchange(namespace: string, address: string, size: number): string {
  const script = `
import net from 'node:net'; import dgram from 'node:dgram';
const tcp = new Promise((resolve) => {
  let text = ''; const c = net.connect(80, '${address}', () => c.end(Buffer.alloc(${size})));
  c.on('error', () => resolve('FAIL')).on('data', (d) => (text += d)).on('end', () => resolve(text));
});
const udp = new Promise((resolve) => {
  const u = dgram.createSocket('${address.includes(':') ? 'udp6' : 'udp4'}');
  const send = () => u.send(Buffer.alloc(20000), 53, '${address}');
  u.on('message', (m) => resolve(m.length)); send(); setInterval(send, 20);
});
setTimeout(() => process.exit(1), 15000);
console.log(await tcp, await udp); process.exit(0);
`;
  return runIn(namespace, process.execPath, '--input-type=module', '-e', script);
}
