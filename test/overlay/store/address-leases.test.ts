import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesPrefix } from '../../../src/overlay/store/keys.ts';
import type { NetworkRecord } from '../../../src/overlay/store/records.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { startHost, type TestHost, WANTED } from '../../support/overlay-hosts.ts';

const SUBNET = '10.90.0.0/29';
const USABLE = ['10.90.0.2', '10.90.0.3', '10.90.0.4', '10.90.0.5', '10.90.0.6'];

async function setUp() {
  const clock = new FakeClock();
  const store = new MemoryStore(clock);
  const start = (node: string) => startHost({ store, clock, node });
  const [one, two] = [await start('one'), await start('two')];
  const network = await one.networks.use({ ...WANTED, subnets: [SUBNET] });
  await two.networks.use({ ...WANTED, subnets: [SUBNET] });
  const ask = (host: TestHost, container: string, address?: string) =>
    host.addresses.allocate({ network, subnet: SUBNET, container, address });
  return { clock, store, start, one, two, network, ask };
}

async function held(store: MemoryStore, network: NetworkRecord): Promise<readonly string[]> {
  const { entries } = await store.list(addressesPrefix(network.id));
  return entries.map(({ key, value }) => `${key.split('/').at(-1)} ${JSON.parse(value).container}`);
}

test('hosts that ask at once get all addresses of a subnet, each once, and then are told that there is none left', async () => {
  const { one, two, ask } = await setUp();
  const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => ask(index % 2 ? one : two, name));
  const outcomes = await Promise.allSettled(asked);
  const given = outcomes.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  assert.deepEqual(given.toSorted(), USABLE);
  const [refused] = outcomes.flatMap((it) => (it.status === 'rejected' ? [it.reason] : []));
  assert.equal(refused?.code, 'no-free-address');
});

test('containers of one host that ask at once do not race for one address', async (t) => {
  const { store, one, ask } = await setUp();
  const transact = t.mock.method(store, 'transact');
  const given = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => ask(one, name)));
  assert.deepEqual(given.toSorted(), USABLE);
  assert.equal(transact.mock.callCount(), 5);
});

test('a container that asks again gets the address that it has', async () => {
  const { store, one, network, ask } = await setUp();
  assert.equal(await ask(one, 'a'), await ask(one, 'a'));
  assert.equal((await held(store, network)).length, 1);
});

test('an address that was given back is not handed out again while others are free', async () => {
  const { one, network, ask } = await setUp();
  const first = await ask(one, 'a');
  await one.addresses.release(network, { container: 'a', address: first });
  const next: string[] = [];
  for (const name of ['b', 'c', 'd', 'e', 'f']) next.push(await ask(one, name));
  assert.equal(next.at(-1), first);
});

test('a static address is taken, unless somebody has it or it is none of the subnet', async () => {
  const { one, two, ask } = await setUp();
  assert.equal(await ask(one, 'a', '10.90.0.4'), '10.90.0.4');
  await assert.rejects(ask(two, 'b', '10.90.0.4'), { code: 'address-in-use' });
  for (const wrong of ['10.90.0.0', '10.90.0.1', '10.90.0.7', '10.90.0.8', 'fd00::5', 'x'])
    await assert.rejects(ask(two, 'b', wrong), { code: 'invalid-address' }, wrong);
});

test('giving back what another has taken leaves it alone', async () => {
  const { store, one, two, network, ask } = await setUp();
  await ask(one, 'a', '10.90.0.4');
  await two.addresses.release(network, { container: 'a', address: '10.90.0.4' });
  await one.addresses.release(network, { container: 'b', address: '10.90.0.4' });
  assert.deepEqual(await held(store, network), ['10.90.0.4 a']);
});

test('an answer that was lost neither loses an address nor takes two', async () => {
  const { store, one, network, ask } = await setUp();
  store.lostAnswers = 1;
  const address = await ask(one, 'a');
  assert.deepEqual(await held(store, network), [`${address} a`]);
});

test('addresses of a host that died are free when its lease is over', async () => {
  const { clock, one, two, ask } = await setUp();
  for (const name of ['a', 'b', 'c', 'd', 'e']) await ask(one, name);
  await one[Symbol.asyncDispose]();
  await clock.advance(29_000);
  await assert.rejects(ask(two, 'f'), { code: 'no-free-address' });
  await clock.advance(1_500);
  assert.ok(USABLE.includes(await ask(two, 'f')));
});

test('a daemon that was started anew has the addresses of its containers, and frees those of containers that are gone', async () => {
  const { clock, store, start, one, network, ask } = await setUp();
  const [a, b] = [await ask(one, 'a'), await ask(one, 'b')];
  await one[Symbol.asyncDispose]();
  await clock.advance(10_000);
  const again = await start('one');
  const result = await again.addresses.reconcile(network, [{ container: 'a', address: a }]);
  assert.deepEqual(result, {
    kept: [{ container: 'a', address: a }],
    lost: [],
    freed: [{ container: 'b', address: b }],
  });
  await clock.advance(120_000);
  assert.deepEqual(await held(store, network), [`${a} a`]);
});

test('a host that comes back after its lease gets its addresses again, but for those that others took', async () => {
  const { clock, store, one, two, network, ask } = await setUp();
  await ask(one, 'a', '10.90.0.3');
  await ask(one, 'b', '10.90.0.4');
  const keepLeaseAlive = store.keepLeaseAlive.bind(store);
  const lease = one.session.lease;
  let isCutOff = true;
  store.keepLeaseAlive = async (id, options) => {
    if (id !== lease || !isCutOff) return keepLeaseAlive(id, options);
    return new Promise(() => {});
  };
  await clock.advance(31_000);
  await two.networks.use({ ...WANTED, subnets: [SUBNET] });
  await ask(two, 'c', '10.90.0.4');
  assert.equal(one.session.lease, undefined);
  await assert.rejects(ask(one, 'd'), { code: 'store-unreachable' });
  isCutOff = false;
  await one.session.join();
  const known = [
    { container: 'a', address: '10.90.0.3' },
    { container: 'b', address: '10.90.0.4' },
  ];
  const { kept, lost } = await one.addresses.reconcile(network, known);
  assert.deepEqual(kept, [known[0]]);
  assert.deepEqual(lost, [{ ...known[1], takenBy: { host: 'id-of-two', container: 'c', address: '10.90.0.4' } }]);
  assert.deepEqual(await held(store, network), ['10.90.0.3 a', '10.90.0.4 c']);
});

test('a host whose lease the store let go takes nothing, although it does not know yet', async () => {
  const { store, one, ask } = await setUp();
  await store.revokeLease(one.session.lease ?? '');
  await assert.rejects(ask(one, 'a'), { code: 'store-lease-gone' });
});

test('reconciling leaves an address alone that is being taken', async () => {
  const { store, one, network, ask } = await setUp();
  const address = await ask(one, 'a');
  const { freed } = await one.addresses.reconcile(network, []);
  assert.deepEqual(freed, []);
  assert.deepEqual(await held(store, network), [`${address} a`]);
});
