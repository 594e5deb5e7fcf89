// What `doctor` finds out by packets to other hosts: each fault is made, found, and gone when it is mended.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setAddress } from '../../../src/os/netlink-addresses.ts';
import { linkIndex, setLinkMtu } from '../../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import type { OverlayProblem } from '../../../src/overlay/overlay.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { type Etcd, etcdSkipReason, startEtcd } from '../../support/etcd.ts';
import { EngineHost, waitForNames } from '../../support/overlay/engine-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { waitFor } from '../../support/wait-for.ts';

const STORE_ADDRESS = '192.0.2.254';
const LEASE_SECONDS = 4;

describe('packets to other hosts tell', { skip: cannotIsolate || etcdSkipReason(), timeout: 170_000 }, () => {
  let lab: OverlayLab;
  let etcd: Etcd;
  let one: EngineHost;
  let two: EngineHost;
  const lan = new NetlinkSocket();

  before(async () => {
    lab = new OverlayLab({ hosts: 3 });
    lan.request([setAddress({ linkIndex: linkIndex('lan'), address: STORE_ADDRESS, prefixLength: 24 })]);
    etcd = await startEtcd(join(lab.directory, 'etcd'), 1, { places: [{ address: STORE_ADDRESS }] });
    [one, two] = [engineHost(1), engineHost(2)];
    await Promise.all([one.start(), two.start()]);
    await Promise.all([one.create('shop'), two.create('shop')]);
    const web = await one.attach({ name: 'web', networks: ['shop'] });
    const data = await two.attach({ name: 'data', networks: ['shop'] });
    await waitForNames(web, 'data', data.address);
    await waitForNames(data, 'web', web.address);
  });

  after(async () => {
    etcd?.member(0).resume();
    await one?.[Symbol.asyncDispose]();
    await two?.[Symbol.asyncDispose]();
    await etcd?.[Symbol.asyncDispose]();
    lan[Symbol.dispose]();
    await lab?.[Symbol.asyncDispose]();
  });

  function engineHost(
    number: number,
    settings: { readonly advertise?: string; readonly node?: string } = {},
  ): EngineHost {
    const directory = join(lab.directory, `engine${number}${settings.node ?? ''}`);
    return new EngineHost(lab.host(number), {
      directory,
      endpoints: etcd.endpoints,
      leaseSeconds: LEASE_SECONDS,
      settings,
    });
  }

  /** What comes in at a host from the others and is of this kind is dropped, until the result is disposed of. */
  function dropAt(number: number, what: string): Disposable {
    const host = lab.host(number);
    host.run(
      'nft',
      `add table inet wall; add chain inet wall input { type filter hook input priority 0; }; add rule inet wall input iifname "eth0" ${what} drop`,
    );
    return { [Symbol.dispose]: () => void host.run('nft', 'delete table inet wall') };
  }

  async function probed(from: EngineHost, code: string): Promise<OverlayProblem | undefined> {
    const problems = await from.probe();
    for (const problem of problems) assert.equal(problem.code, code, JSON.stringify(problems));
    return problems[0];
  }

  test('nothing where all is well', async () => {
    assert.deepEqual(await one.probe(), []);
    assert.deepEqual(await two.probe(), []);
  });

  test('nothing where every fifth packet is lost', async () => {
    lab.host(2).lose(20);
    for (let round = 0; round < 5; round++) assert.deepEqual(await one.probe(), []);
    lab.host(2).run('nft', 'delete table inet lab');
  });

  test('that large packets are lost without a word, and how large they may be', async () => {
    lan.request([setLinkMtu('lan2', 1400)]);
    const narrow = await probed(one, 'overlay-path-narrow');
    // A bridge lets four bytes more pass, for a tag that is not there.
    assert.match(
      narrow?.message ?? '',
      /^packets of 1500 bytes do not reach host "node-2" \(192\.0\.2\.2\) in one piece; the largest that do have 140[0-4]$/,
    );
    assert.match(narrow?.hint ?? '', /network "shop" driver_opts: \{mtu: "135[0-4]"\}/);
    lan.request([setLinkMtu('lan2', 1500)]);
    assert.deepEqual(await one.probe(), []);
  });

  test('that the UDP port is closed on the other host, on either side', async () => {
    using _wall = dropAt(2, 'udp dport 4789');
    for (const [from, name] of [
      [one, 'node-2'],
      [two, 'node-1'],
    ] as const) {
      const blocked = await probed(from, 'overlay-port-blocked');
      assert.match(
        blocked?.message ?? '',
        new RegExp(`^host "${name}".* nothing comes back from it through network "shop"$`),
      );
      assert.match(blocked?.hint ?? '', /UDP port 4789/);
    }
  });

  test('that a host does not answer at all, while the store still hears it', async () => {
    using _wall = dropAt(2, 'meta l4proto { udp, icmp }');
    assert.match(
      (await probed(one, 'overlay-host-silent'))?.message ?? '',
      /^host "node-2" \(192\.0\.2\.2\) does not answer/,
    );
  });

  test('and what is in the store: two hosts with one address', async () => {
    lab.host(3).run('ip', 'address', 'add', '192.0.2.2/32', 'dev', 'lo');
    await using third = engineHost(3, { advertise: '192.0.2.2', node: 'node-3' });
    await third.start();
    const told = await waitFor('it to be told', () => probed(one, 'node-address-taken'));
    assert.match(told.message, /^hosts "node-2" and "node-3" advertise one address, 192\.0\.2\.2/);
    await third.stop(true);
    await waitFor('it to be over', async () => (await one.probe()).length === 0);
  });

  test('two hosts with one name', async () => {
    await using third = engineHost(3, { node: 'node-2' });
    await third.start();
    await waitFor('it to be told', async () =>
      (await third.status()).problems.some(({ code }) => code === 'node-name-taken'),
    );
  });

  test('a host that is not there, although its containers are', async () => {
    const key = Buffer.from('/dockr/v1/hosts/node-2').toString('base64');
    // It comes back by itself: on a busy machine before anybody has looked.
    const told = await waitFor('it to be told', async () => {
      await etcd.admin('kv/deleterange', { key });
      return probed(one, 'overlay-host-unknown');
    });
    assert.match(told.message, /^the store has 1 containers of host "node-2"/);
    await waitFor('the host to be back', async () => (await one.probe()).length === 0, { timeoutMs: 30_000 });
  });

  test('a lease that is about to end, because the store does not answer', async () => {
    etcd.member(0).pause();
    const told = await waitFor('it to be told', () => probed(one, 'overlay-lease-ending'));
    assert.match(told.message, /^the lease of this host ends in [1-4] s unless the store answers/);
    etcd.member(0).resume();
    await waitFor('it to be over', async () => (await one.probe()).length === 0, { timeoutMs: 30_000 });
  });
});
