// Somebody changes the kernel of a host, or what is in the store, by hand.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LOOK_AT_KERNEL_MS } from '../../../src/overlay/host/host-overlay-options.ts';
import { ENDPOINTS_PREFIX, endpointKey } from '../../../src/overlay/store/keys.ts';
import { encodeRecord, parseEndpoint } from '../../../src/overlay/store/records.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { type EngineContainer, waitForNames } from '../../support/overlay/engine-host.ts';
import { FaultLab, reaches, waitForStatus } from '../../support/overlay/fault-lab.ts';
import { remoteEntries } from '../../support/overlay/kernel-entries.ts';
import { ping } from '../../support/overlay/ping.ts';
import { waitFor } from '../../support/wait-for.ts';

const DEVICE = 'dktv001001';
const WITHIN_MS = 30_000;

describe('what somebody does by hand', { skip: cannotIsolate || etcdSkipReason(), timeout: 170_000 }, () => {
  let faults: FaultLab;
  let web: EngineContainer;
  let client: EngineContainer;

  before(async () => {
    // As often as without a test.
    faults = await FaultLab.start({ hosts: 2, engine: { leaseSeconds: 10, reconcileMs: LOOK_AT_KERNEL_MS } });
    await Promise.all([faults.host(1).create('shop'), faults.host(2).create('shop')]);
    web = await faults.host(1).attach({ name: 'web', networks: ['shop'] });
    client = await faults.host(2).attach({ name: 'client', networks: ['shop'] });
    await waitForNames(client, 'web', web.address);
    await reaches(client, web.address);
  });
  after(async () => await faults?.[Symbol.asyncDispose]());

  test('to forwarding entries and neighbours is undone within half a minute', async (context) => {
    const { host } = faults.host(2);
    const expected = [`${web.address} ${faults.host(1).host.ipv4}`];
    assert.deepEqual(remoteEntries(host), expected);
    const began = performance.now();
    const line = host.run('ip', 'neigh', 'show', web.address);
    const [, bridge = '', mac = ''] = /dev (\S+) lladdr (\S+)/.exec(line) ?? [];
    host.run('bridge', 'fdb', 'del', mac, 'dev', DEVICE, 'self');
    host.run('bridge', 'fdb', 'del', mac, 'dev', DEVICE, 'master');
    host.run('ip', 'neigh', 'del', web.address, 'dev', bridge);
    assert.deepEqual(remoteEntries(host), []);
    assert.notEqual((await ping(client.namespace, web.address, { patienceMs: 300 })).kind, 'reply');
    await waitFor('the entries to be back', () => remoteEntries(host).join() === expected.join(), {
      timeoutMs: WITHIN_MS,
    });
    context.diagnostic(`back after ${Math.round(performance.now() - began)} ms`);
    await reaches(client, web.address, 2000);
    const { warnings } = await faults.host(2).status();
    assert.ok(
      warnings.some((warning) => warning.startsWith('overlay-restored')),
      warnings.join('\n'),
    );
  });

  test('to two hosts at once, which want one address, gives it to one of them', async () => {
    const wanted = { name: 'static', networks: ['shop'], ipv4: '10.93.0.77' };
    const results = await Promise.allSettled([1, 2].map((number) => faults.host(number).attach(wanted)));
    const winners = results.flatMap((result, index) => (result.status === 'fulfilled' ? [index + 1] : []));
    assert.equal(winners.length, 1, `hosts ${winners} have it`);
    const refused = results.find((result) => result.status === 'rejected');
    assert.equal(refused?.reason.code, 'address-in-use');
    await faults.host(winners[0] ?? 0).detach('static');
  });

  test('to the store, where an address is claimed twice, is told, and undone when it is taken back', async () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const { kvs } = await faults.etcd.admin('kv/range', {
      key: base64(ENDPOINTS_PREFIX),
      range_end: base64(ENDPOINTS_PREFIX.replace(/\/$/, '0')),
    });
    const records = (kvs as { value: string }[]).map(({ value }) =>
      parseEndpoint(Buffer.from(value, 'base64').toString()),
    );
    const record = records.find((candidate) => candidate?.addresses.includes(web.address));
    assert.ok(record);
    // A host of another make, say, that did not ask for the address.
    const rival = { ...record, container: 'rival', names: ['rival'], mac: '02:42:0a:5d:ff:01', node: 'node-2' };
    const key = base64(endpointKey(rival.network, rival.container));
    await faults.etcd.admin('kv/put', { key, value: base64(encodeRecord(rival)) });
    await waitForStatus(faults.host(1), 'the conflict to be told', ({ problems }) =>
      problems.some(({ code, message }) => code === 'overlay-conflict' && message.includes(web.address)),
    );
    const neighbours = faults.host(1).host.run('ip', 'neigh', 'show', web.address);
    assert.equal(neighbours.split('\n').length, 1, 'the kernel never has both');
    await faults.etcd.admin('kv/deleterange', { key });
    await waitForStatus(faults.host(1), 'all to be well', ({ problems }) => problems.length === 0);
    await waitFor('nothing to be left of it', () => !remoteEntries(faults.host(1).host).join().includes(web.address));
    await waitForNames(client, 'web', web.address);
    await reaches(client, web.address);
    await reaches(web, client.address);
  });
});
