import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointKey } from '../../../src/overlay/store/keys.ts';
import { parseEndpoint } from '../../../src/overlay/store/records.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { startHost, WANTED } from '../../support/overlay-hosts.ts';

async function setUp() {
  const clock = new FakeClock();
  const store = new MemoryStore(clock);
  const [one, two] = [await startHost({ store, clock, node: 'one' }), await startHost({ store, clock, node: 'two' })];
  const network = await one.networks.use(WANTED);
  const address = await one.addresses.allocate({ network, subnet: network.subnets[0] ?? '', container: 'c1' });
  const endpoint = {
    container: 'c1',
    names: ['web'],
    aliases: ['www'],
    rank: 0,
    addresses: [address],
    mac: '02:42:0a:5a:00:02',
  };
  const read = async () => (await store.get(endpointKey(network.id, 'c1'))).entry;
  return { clock, store, one, two, network, endpoint, read };
}

test('an endpoint is there with its host, changes with what is said of it, and goes when it is withdrawn', async () => {
  const { one, network, endpoint, read } = await setUp();
  await one.endpoints.publish(network, endpoint);
  const entry = await read();
  assert.deepEqual(parseEndpoint(entry?.value ?? ''), { ...endpoint, network: network.id, node: 'one' });
  assert.equal(entry?.lease, one.session.lease);
  await one.endpoints.publish(network, { ...endpoint, aliases: [] });
  assert.deepEqual(parseEndpoint((await read())?.value ?? '')?.aliases, []);
  await one.endpoints.withdraw(network, 'c1');
  await one.endpoints.withdraw(network, 'c1');
  assert.equal(await read(), undefined);
});

test("nothing is published at an address that is not the container's", async () => {
  const { one, two, network, endpoint, read } = await setUp();
  await assert.rejects(two.endpoints.publish(network, endpoint), { code: 'overlay-address-lost' });
  await assert.rejects(one.endpoints.publish(network, { ...endpoint, container: 'c2' }), {
    code: 'overlay-address-lost',
  });
  await assert.rejects(one.endpoints.publish({ ...network, id: 'other' }, endpoint), { code: 'overlay-network-gone' });
  assert.equal(await read(), undefined);
});

test('endpoints of a host that died go with its lease, and another host does not withdraw them', async () => {
  const { clock, one, two, network, endpoint, read } = await setUp();
  await one.endpoints.publish(network, endpoint);
  await two.endpoints.withdraw(network, 'c1');
  await one[Symbol.asyncDispose]();
  await clock.advance(29_000);
  assert.ok(await read());
  await clock.advance(2000);
  await two.networks.list();
  assert.equal(await read(), undefined);
});

test('an endpoint that cannot be read is none', () => {
  const good = {
    container: 'c',
    network: 'n',
    names: [],
    aliases: [],
    rank: 0,
    addresses: [],
    mac: '02:00:00:00:00:01',
    node: 'h',
  };
  assert.deepEqual(parseEndpoint(JSON.stringify({ ...good, later: 1 })), good);
  for (const wrong of ['', '[]', 'null', '{', '{}']) assert.equal(parseEndpoint(wrong), undefined, wrong);
  for (const field of Object.keys(good))
    assert.equal(parseEndpoint(JSON.stringify({ ...good, [field]: 7 })), undefined, field);
  assert.equal(parseEndpoint(JSON.stringify({ ...good, mac: '02:00:00:00:00:01; reboot' })), undefined);
});
