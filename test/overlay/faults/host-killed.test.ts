// One of three hosts is cut off and killed, and comes back with what it had.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { type EngineContainer, resolveIn, waitForNames } from '../../support/overlay/engine-host.ts';
import { FaultLab, reaches, waitForStatus } from '../../support/overlay/fault-lab.ts';
import { remoteEntries } from '../../support/overlay/kernel-entries.ts';
import { SteadyPings } from '../../support/overlay/steady-pings.ts';

describe('a host that is killed', { skip: cannotIsolate || etcdSkipReason(), timeout: 170_000 }, () => {
  let faults: FaultLab;
  let web: EngineContainer;
  let client: EngineContainer;
  let victim: EngineContainer;
  let bystander: EngineContainer;
  let traffic: SteadyPings;

  before(async () => {
    faults = await FaultLab.start({ hosts: 3 });
    await Promise.all([1, 2, 3].map((number) => faults.host(number).create('shop')));
    web = await faults.host(1).attach({ name: 'web', networks: ['shop'] });
    client = await faults.host(3).attach({ name: 'client', networks: ['shop'] });
    victim = await faults.host(2).attach({ name: 'victim', networks: ['shop'], aliases: ['db'] });
    bystander = await faults.host(2).attach({ name: 'bystander', networks: ['shop'] });
    await waitForNames(client, 'db', victim.address);
    await reaches(client, web.address);
    traffic = new SteadyPings(client.namespace, web.address);
  });
  after(async () => {
    await traffic?.stop();
    await faults?.[Symbol.asyncDispose]();
  });

  const addressOf = (number: number) => faults.host(number).host.ipv4;

  test('is forgotten by the others after its lease, in their kernels, too', async () => {
    faults.host(2).host.run('ip', 'link', 'set', 'eth0', 'down');
    await faults.host(2).kill();
    for (const from of [web, client]) await waitForNames(from, 'db', 'none', 20_000);
    assert.deepEqual(remoteEntries(faults.host(1).host), [`${client.address} ${addressOf(3)}`]);
    assert.deepEqual(remoteEntries(faults.host(3).host), [`${web.address} ${addressOf(1)}`]);
    assert.ok((await faults.keysInStore()).every((key) => !key.endsWith('/hosts/node-2')));
  });

  test('is corrected when it returns with what somebody else has now, and keeps the rest', async () => {
    const heir = await faults.host(1).attach({ name: 'heir', networks: ['shop'], ipv4: victim.address });
    await waitForNames(client, 'heir', heir.address);
    await reaches(client, heir.address);
    const toHeir = new SteadyPings(client.namespace, heir.address);
    faults.host(2).host.run('ip', 'link', 'set', 'eth0', 'up');
    await faults.host(2).start();
    await waitForStatus(faults.host(2), 'the loss to be told', ({ warnings }) =>
      warnings.some((warning) => warning.startsWith('overlay-address-lost')),
    );
    await waitForNames(client, 'bystander', bystander.address);
    await reaches(client, bystander.address);
    await waitForStatus(faults.host(2), 'the container to be off the network', ({ problemsOf }) =>
      problemsOf.some(([, problems]) => problems.includes('link of network shop is missing')),
    );
    assert.equal(await resolveIn(client.namespace, 'db'), 'none');
    assert.equal(await resolveIn(client.namespace, 'heir'), heir.address);
    const { sent, lost } = await toHeir.stop();
    assert.ok(lost <= 1, `who had taken the address lost ${lost} of ${sent} packets`);
  });

  test('has its container back with another address, and nothing stale is anywhere', async () => {
    await faults.host(2).detach('victim');
    const again = await faults.host(2).attach({ name: 'victim', networks: ['shop'], aliases: ['db'] });
    assert.notEqual(again.address, victim.address);
    for (const from of [web, client]) await waitForNames(from, 'db', again.address);
    await reaches(client, again.address);
    const heir = victim.address;
    const expected = [`${again.address} ${addressOf(2)}`, `${bystander.address} ${addressOf(2)}`];
    const onOne = [`${web.address} ${addressOf(1)}`, `${heir} ${addressOf(1)}`];
    const onThree = [`${client.address} ${addressOf(3)}`];
    assert.deepEqual(remoteEntries(faults.host(1).host), [...expected, ...onThree].sort());
    assert.deepEqual(remoteEntries(faults.host(2).host), [...onOne, ...onThree].sort());
    assert.deepEqual(remoteEntries(faults.host(3).host), [...expected, ...onOne].sort());
  });

  test('disturbed nobody else all the while', async (context) => {
    const { sent, lost } = await traffic.stop();
    context.diagnostic(`${lost} of ${sent} pings lost`);
    assert.ok(sent > 50 && lost <= 1, `${lost} of ${sent} pings lost`);
    for (const number of [1, 3]) {
      const { warnings } = await faults.host(number).status();
      assert.ok(
        !warnings.some((warning) => /overlay-(address-lost|restored|conflict)/.test(warning)),
        warnings.join('\n'),
      );
    }
  });
});
