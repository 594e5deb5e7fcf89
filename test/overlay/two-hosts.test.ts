// Two engines on two hosts with one etcd between them: what a user of `driver: overlay` gets.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setAddress } from '../../src/os/netlink-addresses.ts';
import { linkIndex } from '../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../src/os/netlink-socket.ts';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';
import { type Etcd, etcdSkipReason, startEtcd } from '../support/etcd.ts';
import { EngineHost, resolveIn, waitForNames } from '../support/overlay/engine-host.ts';
import { OverlayLab } from '../support/overlay/overlay-lab.ts';
import { ping } from '../support/overlay/ping.ts';
import { waitFor } from '../support/wait-for.ts';

const STORE_ADDRESS = '192.0.2.254';
/** Short, for the test waits for one to run out; three elections of this etcd. */
const LEASE_SECONDS = 3;

describe('an overlay network over two hosts', { skip: cannotIsolate || etcdSkipReason(), timeout: 170_000 }, () => {
  let lab: OverlayLab;
  let etcd: Etcd;
  let one: EngineHost;
  let two: EngineHost;

  before(async () => {
    lab = new OverlayLab({ hosts: 2 });
    using socket = new NetlinkSocket();
    socket.request([setAddress({ linkIndex: linkIndex('lan'), address: STORE_ADDRESS, prefixLength: 24 })]);
    etcd = await startEtcd(join(lab.directory, 'etcd'), 1, { places: [{ address: STORE_ADDRESS }] });
    [one, two] = [engineHost(1), engineHost(2)];
    await Promise.all([one.start(), two.start()]);
  });

  after(async () => {
    await one?.[Symbol.asyncDispose]();
    await two?.[Symbol.asyncDispose]();
    await etcd?.[Symbol.asyncDispose]();
    await lab?.[Symbol.asyncDispose]();
  });

  function engineHost(number: number, advertise = 'eth0'): EngineHost {
    const directory = join(lab.directory, `engine${number}${advertise}`);
    const settings = { advertise };
    return new EngineHost(lab.host(number), {
      directory,
      endpoints: etcd.endpoints,
      leaseSeconds: LEASE_SECONDS,
      settings,
    });
  }

  async function reaches(from: { readonly namespace: string }, address: string, timeoutMs = 10_000): Promise<void> {
    const isAnswered = async () => (await ping(from.namespace, address, { patienceMs: 300 })).kind === 'reply';
    await waitFor(`an answer of ${address}`, isAnswered, { timeoutMs });
  }

  async function keysInStore(): Promise<readonly string[]> {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const { kvs = [] } = await etcd.admin('kv/range', { key: base64('/dockr/'), range_end: base64('/dockr0') });
    return (kvs as { key: string }[]).map(({ key }) => Buffer.from(key, 'base64').toString());
  }

  test('hosts that make it at once have one, and its containers reach each other by name and address', async () => {
    const [here, there] = await Promise.all([one.create('shop'), two.create('shop')]);
    assert.deepEqual(here.overlay, there.overlay);
    assert.equal(here.gateway, there.gateway);
    const web = await one.attach({ name: 'web', networks: ['shop'], aliases: ['www'] });
    const store = await two.attach({ name: 'store', networks: ['shop'] });
    assert.notEqual(web.address, store.address);
    await reaches(web, store.address);
    await reaches(store, web.address);
    await waitForNames(web, 'store', store.address);
    for (const name of ['web', 'www', 'web.shop']) await waitForNames(store, name, web.address);
    // As large as fits between the hosts, and no larger.
    assert.equal((await ping(web.namespace, store.address, { packetSize: 1450 })).kind, 'reply');
    assert.equal((await ping(web.namespace, store.address, { packetSize: 1451 })).kind, 'too-big');
  });

  test('of replicas on both hosts, that of the own host is the first', async () => {
    const near = await one.attach({ name: 'api-1', networks: ['shop'], aliases: ['api'] });
    const far = await two.attach({ name: 'api-2', networks: ['shop'], aliases: ['api'] });
    await waitForNames(near, 'api', `${near.address} ${far.address}`);
    await waitForNames(far, 'api', `${far.address} ${near.address}`);
    // Each time, for turns are taken among those that are equally far.
    assert.equal(await resolveIn(near.namespace, 'api'), `${near.address} ${far.address}`);
    await one.detach('api-1');
    await waitForNames(far, 'api', far.address);
    await two.detach('api-2');
  });

  test('an address that a container of another host has is refused', async () => {
    const first = await one.attach({ name: 'fixed', networks: ['shop'], ipv4: '10.93.0.200' });
    assert.equal(first.address, '10.93.0.200');
    await assert.rejects(two.attach({ name: 'rival', networks: ['shop'], ipv4: '10.93.0.200' }), {
      code: 'address-in-use',
    });
    await one.detach('fixed');
    await waitFor(
      'the address to be free',
      async () => !(await keysInStore()).some((key) => key.endsWith('/10.93.0.200')),
    );
    const second = await two.attach({ name: 'rival', networks: ['shop'], ipv4: '10.93.0.200' });
    assert.equal(second.address, '10.93.0.200');
    await two.detach('rival');
  });

  test('each host may have a range of its own in one subnet', async () => {
    const subnet = '10.94.0.0/24';
    await one.create('ranged', { subnet, ipRange: '10.94.0.64/30' });
    await two.create('ranged', { subnet, ipRange: '10.94.0.128/25' });
    const names = ['a', 'b', 'c', 'd'];
    const here: string[] = [];
    for (const name of names) here.push((await one.attach({ name, networks: ['ranged'] })).address);
    assert.deepEqual(here.sort(), ['10.94.0.64', '10.94.0.65', '10.94.0.66', '10.94.0.67']);
    await assert.rejects(one.attach({ name: 'e', networks: ['ranged'] }), { code: 'no-free-address' });
    const there = await two.attach({ name: 'f', networks: ['ranged'] });
    assert.ok(Number(there.address.split('.')[3]) >= 128, there.address);
    for (const name of names) await one.detach(name);
    await two.detach('f');
    for (const host of [one, two]) await host.remove('ranged');
  });

  test('while the store is away traffic and names go on, and what is new waits, is shown, and goes through', async () => {
    const web = await one.attach({ name: 'client', networks: ['shop'] });
    const store = await two.attach({ name: 'server', networks: ['shop'] });
    await waitForNames(web, 'server', store.address);
    etcd.member(0).pause();
    await waitFor('the store to be away', async () => (await one.status()).store === 'away', { timeoutMs: 20_000 });
    const late = one.attach({ name: 'late', networks: ['shop'] });
    late.catch(() => undefined);
    await waitFor('it to be shown', async () => (await one.status()).waiting.some((what) => what.includes('"shop"')));
    await reaches(web, store.address, 1000);
    assert.equal(await resolveIn(web.namespace, 'server'), store.address);
    assert.ok((await one.status()).problems.some(({ code }) => code === 'store-unreachable'));
    // A container that was there may be started anew: its address is its own.
    await two.detach('server');
    const again = await two.attach({ name: 'server', networks: ['shop'] });
    assert.equal(again.address, store.address);
    await reaches(web, store.address);
    assert.equal(await resolveIn(web.namespace, 'server'), store.address);
    etcd.member(0).resume();
    const container = await late;
    await reaches(store, container.address);
    await waitForNames(store, 'late', container.address);
    await waitFor('nothing to wait', async () => (await one.status()).waiting.length === 0);
    for (const name of ['client', 'late']) await one.detach(name);
    await two.detach('server');
  });

  test('what somebody takes out of the kernel or of the store is put back', async () => {
    const client = await one.attach({ name: 'asking', networks: ['shop'] });
    const server = await two.attach({ name: 'answering', networks: ['shop'] });
    await waitForNames(client, 'answering', server.address);
    one.host.run('ip', 'link', 'del', 'dktv001001');
    await reaches(client, server.address, 8000);
    assert.ok((await one.status()).warnings.some((warning) => /overlay-restored.*dktv001001/.test(warning)));
    const keys = (await keysInStore()).filter((key) => /\/(endpoints|addresses)\/.*(10\.93|616e73)/.test(key));
    assert.ok(keys.length >= 3, 'among them the endpoint of the server and its address');
    for (const key of keys) await etcd.admin('kv/deleterange', { key: Buffer.from(key).toString('base64') });
    await waitForNames(client, 'answering', server.address);
    await reaches(client, server.address, 8000);
    await waitFor('the keys to be back', async () => {
      const now = await keysInStore();
      return keys.every((key) => now.includes(key));
    });
    await one.detach('asking');
    await two.detach('answering');
  });

  test('a daemon that is started anew finds all again, and nobody noticed', async () => {
    const client = await one.attach({ name: 'steady', networks: ['shop'] });
    const server = await two.attach({ name: 'anew', networks: ['shop'] });
    await waitForNames(client, 'anew', server.address);
    await two.kill();
    await reaches(client, server.address, 1000);
    await two.start();
    await waitForNames(server, 'steady', client.address);
    assert.equal(await resolveIn(client.namespace, 'anew'), server.address);
    await reaches(server, client.address, 1000);
    await one.detach('steady');
    await two.detach('anew');
  });

  test('a host that dies is forgotten after its lease, and one that returns with what is not its own any more is corrected', async () => {
    const here = await one.attach({ name: 'survivor', networks: ['shop'] });
    const lost = await two.attach({ name: 'victim', networks: ['shop'] });
    await waitForNames(here, 'victim', lost.address);
    await two.kill();
    await waitForNames(here, 'victim', 'none', (LEASE_SECONDS + 10) * 1000);
    assert.equal((await ping(here.namespace, lost.address, { patienceMs: 300 })).kind === 'reply', false);
    // Its address is free again, and somebody else takes it.
    const heir = await one.attach({ name: 'heir', networks: ['shop'], ipv4: lost.address });
    await two.start();
    const status = await waitFor('the loss to be told', async () => {
      const told = await two.status();
      return told.warnings.some((warning) => warning.startsWith('overlay-address-lost')) && told;
    });
    assert.equal(status.store, 'joined');
    // The container that has no right to it is off the network: to be mended as any that has lost its link.
    await waitFor('it to be off', async () =>
      (await two.status()).problemsOf.some(([, problems]) => problems.includes('link of network shop is missing')),
    );
    await waitForNames(here, 'heir', heir.address);
    assert.equal(await resolveIn(here.namespace, 'victim'), 'none');
    await two.detach('victim');
    const again = await two.attach({ name: 'victim', networks: ['shop'] });
    assert.notEqual(again.address, heir.address);
    await reaches(again, heir.address);
    await waitForNames(here, 'victim', again.address);
    for (const name of ['heir', 'survivor']) await one.detach(name);
    await two.detach('victim');
  });

  test('when the last host has left nothing is left, in the store and in the kernels', async () => {
    await one.detach('web');
    await two.detach('store');
    await one.remove('shop');
    assert.ok(
      (await keysInStore()).some((key) => key.endsWith('/networks/shop')),
      'the other host uses it',
    );
    await two.remove('shop');
    await waitFor('it to be gone', async () =>
      (await keysInStore()).every((key) => !/\/(networks|users|addresses|endpoints)\//.test(key)),
    );
    for (const host of [one, two]) {
      assert.deepEqual((await host.status()).leftovers, []);
      await host.stop(true);
      assert.doesNotMatch(host.host.run('ip', '-br', 'link'), /dkt/);
      assert.doesNotMatch(host.host.run('nft', 'list', 'tables'), /overlay/);
    }
    assert.deepEqual(await keysInStore(), []);
  });

  test('hosts that reach each other over IPv6 have the same', async () => {
    await using here = engineHost(1, lab.host(1).ipv6);
    await using there = engineHost(2, lab.host(2).ipv6);
    await Promise.all([here.start(), there.start()]);
    await Promise.all([here.create('six', { internal: true }), there.create('six', { internal: true })]);
    const web = await here.attach({ name: 'web', networks: ['six'] });
    const client = await there.attach({ name: 'client', networks: ['six'] });
    await waitForNames(client, 'web', web.address);
    assert.equal((await ping(client.namespace, web.address, { packetSize: 1430 })).kind, 'reply');
    assert.equal((await ping(client.namespace, web.address, { packetSize: 1431 })).kind, 'too-big');
    await here.detach('web');
    await there.detach('client');
    for (const host of [here, there]) {
      await host.remove('six');
      await host.stop(true);
    }
    assert.deepEqual(await keysInStore(), []);
  });
});
