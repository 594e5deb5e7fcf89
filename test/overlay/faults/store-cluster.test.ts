// Two hosts and an etcd of three members that loses its majority or its history.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { resolveIn, waitForNames } from '../../support/overlay/engine-host.ts';
import { FaultLab, reaches, waitForStatus } from '../../support/overlay/fault-lab.ts';
import { remoteEntries } from '../../support/overlay/kernel-entries.ts';
import { waitFor } from '../../support/wait-for.ts';
import { loseQuorum } from './quorum-lost.ts';

describe('a store of three members', { skip: cannotIsolate || etcdSkipReason(), timeout: 170_000 }, () => {
  let faults: FaultLab;

  before(async () => {
    const engine = { leaseSeconds: 6, patienceMs: 30_000 };
    faults = await FaultLab.start({ hosts: 2, members: 3, engine });
    await Promise.all([faults.host(1).create('shop'), faults.host(2).create('shop')]);
  });
  after(async () => await faults?.[Symbol.asyncDispose]());

  test('is not missed by what runs when two of them die, and does what waited when they are back', async (context) => {
    // Longer than the lease of a host lasts.
    const { sent, lost } = await loseQuorum(faults, 10_000);
    context.diagnostic(`${lost} of ${sent} pings lost`);
    assert.ok(sent > 20 && lost <= 1, `${lost} of ${sent} pings lost`);
  });

  test('may cut its history off while hosts follow it, and they miss nothing', async () => {
    const first = await faults.host(1).attach({ name: 'before', networks: ['shop'] });
    const client = await faults.host(2).attach({ name: 'follower', networks: ['shop'] });
    await waitForNames(client, 'before', first.address);
    await compact(faults);
    const second = await faults.host(1).attach({ name: 'after', networks: ['shop'] });
    await faults.host(1).detach('before');
    await waitForNames(client, 'after', second.address);
    await waitForNames(client, 'before', 'none');
    await compact(faults);
    await faults.host(1).detach('after');
    await waitForNames(client, 'after', 'none');
    await faults.host(2).detach('follower');
  });

  test('may cut its history off while a host is cut off, and that host is corrected', async () => {
    const gone = await faults.host(1).attach({ name: 'gone', networks: ['shop'] });
    const client = await faults.host(2).attach({ name: 'client', networks: ['shop'] });
    await waitForNames(client, 'gone', gone.address);
    faults.host(2).cutOff(faults.etcd.endpoints);
    await waitForStatus(faults.host(2), 'the store to be away', ({ store }) => store === 'away');
    await faults.host(1).detach('gone');
    const added = await faults.host(1).attach({ name: 'added', networks: ['shop'] });
    await waitFor('it to be in the store', async () =>
      (await faults.keysInStore()).some((key) => key.endsWith(`/${added.address}`)),
    );
    await compact(faults);
    assert.equal(await resolveIn(client.namespace, 'gone'), gone.address, 'what is known stays');
    faults.host(2).cutOff([]);
    await waitForNames(client, 'added', added.address, 20_000);
    await waitForNames(client, 'gone', 'none');
    await reaches(client, added.address);
    assert.deepEqual(remoteEntries(faults.host(2).host), [`${added.address} ${faults.host(1).host.ipv4}`]);
  });
});

/** Nothing before now can be followed any more. */
async function compact({ etcd }: FaultLab): Promise<void> {
  const { header } = await etcd.admin('kv/range', { key: Buffer.from('/').toString('base64') });
  await etcd.admin('kv/compaction', { revision: (header as { revision: string }).revision, physical: true });
}
