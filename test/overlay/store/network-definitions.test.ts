import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkKey } from '../../../src/overlay/store/keys.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { startHost, WANTED } from '../../support/overlay-hosts.ts';

async function setUp() {
  const clock = new FakeClock();
  const store = new MemoryStore(clock);
  const start = (node: string) => startHost({ store, clock, node });
  return { clock, store, start, one: await start('one'), two: await start('two') };
}

test('hosts that define one network at once get the same, and different ones get different ids and subnets', async () => {
  const { one, two } = await setUp();
  const names = ['a', 'b', 'a', 'c', 'a', 'b'];
  const used = await Promise.all(names.map((name, index) => (index % 2 ? one : two).networks.use({ ...WANTED, name })));
  const listed = await one.networks.list();
  assert.equal(listed.length, 3);
  assert.deepEqual(
    used,
    names.map((name) => listed.find((it) => it.name === name)),
  );
  assert.equal(new Set(listed.map(({ vni }) => vni)).size, 3);
  assert.deepEqual(listed.flatMap(({ subnets }) => subnets).sort(), ['10.90.0.0/24', '10.90.1.0/24', '10.90.2.0/24']);
});

test('a network has a subnet of each family that has pools, beside those that the host uses otherwise', async () => {
  const { one } = await setUp();
  const pools = ['10.90.0.0/16', 'fd00:90::/48'];
  const network = await one.networks.use({ ...WANTED, pools, avoid: ['10.90.0.0/22', 'fd00:90::/63'] });
  assert.deepEqual(network.subnets, ['10.90.4.0/24', 'fd00:90:0:2::/64']);
});

test('a network goes with its last user, and nothing of it is left', async () => {
  const { store, one, two } = await setUp();
  const network = await one.networks.use(WANTED);
  await two.networks.use(WANTED);
  await one.addresses.allocate({ network, subnet: network.subnets[0] ?? '', container: 'a' });
  assert.equal(await one.networks.leave(network), false);
  assert.equal(await two.networks.leave(network), true);
  const { entries } = await store.list('/dockr/v1/');
  assert.deepEqual(
    entries.map(({ key }) => key),
    ['/dockr/v1/hosts/one', '/dockr/v1/hosts/two'],
  );
  assert.equal(await two.networks.leave(network), false);
});

test('one that leaves and one that comes at once leave either a network with a user or none', async () => {
  const { store, one, two } = await setUp();
  for (let round = 0; round < 20; round++) {
    const network = await one.networks.use(WANTED);
    const [, used] = await Promise.all([one.networks.leave(network), two.networks.use(WANTED)]);
    assert.deepEqual(await two.networks.list(), [used]);
    assert.equal((await store.list(`/dockr/v1/users/${used.id}/`)).entries.length, 1);
    await two.networks.leave(used);
  }
});

test('a network whose last host died is swept, and one that is used is not', async () => {
  const { clock, one, two } = await setUp();
  const network = await one.networks.use(WANTED);
  const other = await two.networks.use({ ...WANTED, name: 'other' });
  await one[Symbol.asyncDispose]();
  assert.deepEqual(await two.networks.sweep(), []);
  await clock.advance(31_000);
  assert.deepEqual(await two.networks.sweep(), [network]);
  assert.deepEqual(await two.networks.list(), [other]);
});

test('a host brings a network that the store lost back as it was, unless it is another one by now', async () => {
  const { clock, store, one, two } = await setUp();
  await one.networks.use({ ...WANTED, name: 'first' });
  const network = await one.networks.use(WANTED);
  store.emptyDisk();
  await clock.advance(20_000);
  const { id, vni, subnets } = network;
  assert.deepEqual(await one.networks.use({ ...WANTED, id, vni, subnets }), network);
  await one.networks.leave(network);
  await two.networks.use(WANTED);
  await assert.rejects(one.networks.use({ ...WANTED, id, vni, subnets }), { code: 'overlay-network-differs' });
});

test('what a file wants of a network must be what others have', async () => {
  const { one, two } = await setUp();
  await one.networks.use({ ...WANTED, vni: 5, subnets: ['10.91.0.0/24'], options: { internal: 'true' } });
  const same = { ...WANTED, options: { internal: 'true' } };
  assert.equal((await two.networks.use(same)).vni, 5);
  for (const wrong of [{ vni: 6 }, { subnets: ['10.91.1.0/24'] }, { options: {} }])
    await assert.rejects(two.networks.use({ ...same, ...wrong }), { code: 'overlay-network-differs' });
  const named = { ...same, name: 'second' };
  await assert.rejects(two.networks.use({ ...named, vni: 5 }), { code: 'vni-taken' });
  await assert.rejects(two.networks.use({ ...named, subnets: ['10.91.0.128/25'] }), { code: 'subnet-taken' });
  await assert.rejects(two.networks.use({ ...named, subnets: ['10.92.0.1/24'] }), { code: 'invalid-subnet' });
  await assert.rejects(two.networks.use({ ...named, pools: ['10.91.0.0/24'] }), { code: 'no-free-subnet' });
});

test('a definition whose answer was lost is there once', async () => {
  const { store, one } = await setUp();
  store.lostAnswers = 1;
  const network = await one.networks.use(WANTED);
  assert.deepEqual(await one.networks.list(), [network]);
});

test('nothing is defined beside a record that cannot be read', async () => {
  const { store, one } = await setUp();
  const change = { kind: 'put', key: networkKey('x'), value: '{"vni":"?"}' } as const;
  await store.transact({ conditions: [], changes: [change], otherwiseGet: [], whenUnknown: { kind: 'tell' } });
  await assert.rejects(one.networks.use(WANTED), { code: 'store-bad-answer' });
});
