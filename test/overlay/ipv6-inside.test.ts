// Overlay networks of both families, over IPv4 and over IPv6 between the hosts.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setAddress } from '../../src/os/netlink-addresses.ts';
import { linkIndex } from '../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../src/os/netlink-socket.ts';
import { nodeIn } from '../engine/networks/network-lab.ts';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';
import { type Etcd, etcdSkipReason, startEtcd } from '../support/etcd.ts';
import { EngineHost, waitForNames } from '../support/overlay/engine-host.ts';
import { runIn } from '../support/overlay/lab-host.ts';
import { OverlayLab } from '../support/overlay/overlay-lab.ts';
import { ping } from '../support/overlay/ping.ts';
import { waitFor } from '../support/wait-for.ts';

const STORE_ADDRESS = '192.0.2.254';
const POOLS = ['10.93.0.0/16', 'fd93:d0c::/48'];

describe('an overlay network of both families', { skip: cannotIsolate || etcdSkipReason(), timeout: 170_000 }, () => {
  let lab: OverlayLab;
  let etcd: Etcd;

  before(async () => {
    lab = new OverlayLab({ hosts: 2 });
    using socket = new NetlinkSocket();
    socket.request([setAddress({ linkIndex: linkIndex('lan'), address: STORE_ADDRESS, prefixLength: 24 })]);
    etcd = await startEtcd(join(lab.directory, 'etcd'), 1, { places: [{ address: STORE_ADDRESS }] });
  });

  after(async () => {
    await etcd?.[Symbol.asyncDispose]();
    await lab?.[Symbol.asyncDispose]();
  });

  function engineHost(number: number, advertise: string): EngineHost {
    const directory = join(lab.directory, `engine${number}-${advertise.replaceAll(/[^a-z0-9]/g, '')}`);
    return new EngineHost(lab.host(number), {
      directory,
      endpoints: etcd.endpoints,
      settings: { advertise, pools: POOLS },
    });
  }

  /** What a container is given for a name of the type AAAA. */
  function six(namespace: string, name: string): Promise<string> {
    return nodeIn(
      namespace,
      `import { Resolver } from 'node:dns/promises'; const r = new Resolver({ timeout: 1000, tries: 1 }); r.setServers(['127.0.0.11']);
      console.log(await r.resolve6('${name}').then((found) => found.join(' '), (error) => error.code));`,
    );
  }

  for (const underlay of ['ipv4', 'ipv6'] as const) {
    test(`has both, by name and address, in packets of any size, over ${underlay}`, async () => {
      const overhead = underlay === 'ipv4' ? 50 : 70;
      await using one = engineHost(1, lab.host(1)[underlay]);
      await using two = engineHost(2, lab.host(2)[underlay]);
      await Promise.all([one.start(), two.start()]);
      const [here, there] = await Promise.all(
        [one, two].map((host) => host.create('both', { ipv6: { subnet: null } })),
      );
      assert.deepEqual(here?.overlay, there?.overlay);
      assert.deepEqual(here?.overlay?.subnets, ['10.93.0.0/24', 'fd93:d0c::/64']);
      const web = await one.attach({ name: 'web', networks: ['both'] });
      const data = await two.attach({ name: 'data', networks: ['both'], ipv4: '10.93.0.77' });
      await waitForNames(web, 'data', data.address);
      await waitForNames(data, 'web', web.address);
      const webSix = await six(data.namespace, 'web');
      assert.equal(await six(web.namespace, 'data'), 'fd93:d0c::4d');
      assert.match(webSix, /^fd93:d0c::[0-9a-f]+$/);
      // The bridges answer for all neighbours: nothing has to be flooded.
      assert.equal((await ping(web.namespace, 'fd93:d0c::4d')).kind, 'reply');
      assert.equal((await ping(data.namespace, webSix)).kind, 'reply');
      const mtu = 1500 - overhead;
      assert.equal((await ping(web.namespace, 'fd93:d0c::4d', { packetSize: mtu })).kind, 'reply');
      assert.equal((await ping(web.namespace, 'fd93:d0c::4d', { packetSize: mtu + 1 })).kind, 'too-big');
      // The gateway is that of the own host, and is there after the bridge was mended, too.
      assert.equal((await ping(web.namespace, 'fd93:d0c::1')).kind, 'reply');
      await one.create('both', { ipv6: { subnet: null } });
      assert.equal((await ping(web.namespace, 'fd93:d0c::1')).kind, 'reply');
      assert.deepEqual((await one.status()).problems, []);
      assert.deepEqual((await one.status()).problemsOf, []);
      await checkMending(web.namespace, one);
      await checkOthersDiffer(two);
      for (const [host, name] of [
        [one, 'web'],
        [two, 'data'],
      ] as const) {
        await host.detach(name);
        await host.remove('both');
        await host.stop(true);
      }
    });
  }

  test('keeps its addresses when the daemon is started anew, and a network of IPv4 beside it has none', async () => {
    await using one = engineHost(1, 'eth0');
    await one.start();
    await one.create('both', { ipv6: { subnet: 'fd00:77::/64' } });
    await one.create('four');
    const web = await one.attach({ name: 'web', networks: ['both', 'four'] });
    const before = runIn(web.namespace, 'ip', '-6', '-o', 'address', 'show', 'scope', 'global');
    assert.equal(before.split('\n').length, 1, before);
    assert.match(before, /eth0 +inet6 fd00:77::[0-9a-f]+\/64/);
    await one.kill();
    await one.start();
    assert.equal(runIn(web.namespace, 'ip', '-6', '-o', 'address', 'show', 'scope', 'global'), before);
    const device = await waitFor(
      'the data plane',
      () => /inet6 (fd00:77::1)\/64/.exec(one.host.run('ip', '-6', 'address'))?.[1],
    );
    assert.equal(device, 'fd00:77::1');
    assert.deepEqual(
      (await one.status()).warnings.filter((warning) => warning.startsWith('overlay-restored')),
      [],
    );
    await one.detach('web');
    for (const name of ['both', 'four']) await one.remove(name);
    await one.stop(true);
  });

  async function checkMending(namespace: string, host: EngineHost): Promise<void> {
    runIn(namespace, 'sh', '-c', 'ip -6 address flush dev eth0 scope global');
    const told = await host.status();
    assert.match(JSON.stringify(told.problemsOf), /address fd93:d0c::[0-9a-f]+ on network both is missing/);
  }

  /** All hosts must say the same of it. */
  async function checkOthersDiffer(host: EngineHost): Promise<void> {
    await host.create('six-only', { ipv6: { subnet: 'fd00:9::/64' } });
    await assert.rejects(host.create('clash', { ipv6: { subnet: 'fd00:9::/64' } }), { code: 'subnet-taken' });
    await host.remove('six-only');
  }
});
