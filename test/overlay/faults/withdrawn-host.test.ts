import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { waitForNames } from '../../support/overlay/engine-host.ts';
import { FaultLab, reaches } from '../../support/overlay/fault-lab.ts';
import { remoteEntries } from '../../support/overlay/kernel-entries.ts';

test('a host that withdraws has nothing in its kernel or the store, and has all again when it comes back', {
  skip: cannotIsolate || etcdSkipReason(),
  timeout: 90_000,
}, async () => {
  await using faults = await FaultLab.start({ hosts: 2 });
  const [one, two] = [faults.host(1), faults.host(2)];
  await Promise.all([one.create('shop'), two.create('shop')]);
  const web = await one.attach({ name: 'web', networks: ['shop'] });
  const client = await two.attach({ name: 'client', networks: ['shop'] });
  await waitForNames(client, 'web', web.address);
  await two.close(true);
  await waitForNames(web, 'client', 'none');
  assert.ok(!two.host.run('ip', '-br', 'link').includes('dktv'));
  assert.doesNotMatch(two.host.run('nft', 'list', 'tables'), /dockr_test_overlay\b/);
  assert.ok((await faults.keysInStore()).every((key) => !key.includes('node-2')));
  assert.ok((await faults.keysInStore()).some((key) => key.endsWith('/networks/shop')));
  await two.open();
  await waitForNames(client, 'web', web.address);
  await waitForNames(web, 'client', client.address);
  await reaches(client, web.address);
  assert.deepEqual(remoteEntries(two.host), [`${web.address} ${one.host.ipv4}`]);
});
