// The store is away when a daemon starts, or comes back without its disk: what was known of others stays known.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { type EngineContainer, resolveIn, waitForNames } from '../../support/overlay/engine-host.ts';
import { FaultLab, reaches, waitForStatus } from '../../support/overlay/fault-lab.ts';

describe('hosts whose store is lost', { skip: cannotIsolate || etcdSkipReason(), timeout: 170_000 }, () => {
  let faults: FaultLab;
  let web: EngineContainer;
  let client: EngineContainer;

  before(async () => {
    faults = await FaultLab.start({ hosts: 2 });
    await Promise.all([faults.host(1).create('shop'), faults.host(2).create('shop')]);
    web = await faults.host(1).attach({ name: 'web', networks: ['shop'], aliases: ['www'] });
    client = await faults.host(2).attach({ name: 'client', networks: ['shop'] });
    await waitForNames(client, 'web', web.address);
    await waitForNames(web, 'client', client.address);
  });
  after(async () => await faults?.[Symbol.asyncDispose]());

  test('know the names of others when their daemon starts without it, and say that these are old', async () => {
    await setTimeout(1500);
    await faults.host(2).kill();
    await faults.etcd.member(0).kill();
    await faults.host(2).start();
    for (const name of ['web', 'www', 'web.shop']) await waitForNames(client, name, web.address);
    await reaches(client, web.address, 1000);
    // Who looks at others and who enters this host notice it each for itself.
    const { problems } = await waitForStatus(
      faults.host(2),
      'the store to be away',
      ({ store, problems: now }) => store === 'away' && now.length > 2,
    );
    assert.deepEqual(problems.map(({ code }) => code).sort(), [
      'overlay-from-earlier',
      'store-unreachable',
      'store-unreachable',
    ]);
    faults.etcd.member(0).start();
    await faults.etcd.ready();
    await waitForStatus(
      faults.host(2),
      'all to be well',
      ({ store, problems: now }) => store === 'joined' && now.length === 0,
    );
    assert.equal(await resolveIn(client.namespace, 'web'), web.address);
  });

  test('put entries that somebody takes out of the kernel back meanwhile', async () => {
    await setTimeout(1500);
    await faults.host(2).kill();
    await faults.etcd.member(0).kill();
    faults.host(2).host.run('ip', 'link', 'del', 'dktv001001');
    await faults.host(2).start();
    await reaches(client, web.address);
    faults.etcd.member(0).start();
    await faults.etcd.ready();
    await waitForStatus(
      faults.host(2),
      'all to be well',
      ({ store, problems }) => store === 'joined' && problems.length === 0,
    );
  });

  test('go on when it comes back empty, though one of them cannot enter what it has for a while', async () => {
    // Stopped, not dead: its containers run, and nobody enters them.
    faults.host(1).pause();
    await faults.etcd.member(0).kill();
    faults.etcd.member(0).emptyDisk();
    faults.etcd.member(0).start();
    await faults.etcd.ready();
    const { problems } = await waitForStatus(
      faults.host(2),
      'it to be noticed',
      ({ store, problems: now }) => store === 'joined' && now.some(({ code }) => code === 'overlay-store-replaced'),
    );
    assert.match(problems.map(({ message }) => message).join('\n'), /another one/);
    assert.equal(await resolveIn(client.namespace, 'web'), web.address);
    await reaches(client, web.address, 1000);
    faults.host(1).resume();
    await waitForStatus(faults.host(2), 'all to be well', ({ problems: now }) => now.length === 0, 30_000);
    assert.equal(await resolveIn(client.namespace, 'web'), web.address);
    assert.ok((await faults.keysInStore()).some((key) => key.includes('/endpoints/')));
  });

  test('forget who does not enter anything in such a store within a lease', async () => {
    await faults.host(1).kill();
    await faults.etcd.member(0).kill();
    faults.etcd.member(0).emptyDisk();
    faults.etcd.member(0).start();
    await faults.etcd.ready();
    await waitForNames(client, 'web', 'none', 20_000);
    assert.doesNotMatch(faults.host(2).host.run('bridge', 'fdb', 'show', 'dev', 'dktv001001'), /dst/);
  });
});
