// The scenario of a store that has lost its majority, for however long.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { resolveIn, waitForNames } from '../../support/overlay/engine-host.ts';
import { type FaultLab, reaches, waitForStatus } from '../../support/overlay/fault-lab.ts';
import { type PingCount, SteadyPings } from '../../support/overlay/steady-pings.ts';

/**
 * Two of three members die, and come back so much later. Two hosts with a network `shop` and a container on each; nothing that
 * runs may notice, and what was wanted meanwhile waits and is done. Gives how traffic fared.
 */
export async function loseQuorum(faults: FaultLab, lastsMs: number): Promise<PingCount> {
  const [one, two] = [faults.host(1), faults.host(2)];
  const web = await one.attach({ name: 'web', networks: ['shop'] });
  const client = await two.attach({ name: 'client', networks: ['shop'] });
  await waitForNames(client, 'web', web.address);
  await waitForNames(web, 'client', client.address);
  const steady = await two.attach({ name: 'steady', networks: ['shop'] });
  await reaches(steady, web.address);
  const traffic = new SteadyPings(steady.namespace, web.address);
  const began = performance.now();
  await Promise.all([faults.etcd.member(1).kill(), faults.etcd.member(2).kill()]);

  await waitForStatus(one, 'the store to be away', ({ store }) => store === 'away');
  const late = one.attach({ name: 'late', networks: ['shop'] });
  late.catch(() => undefined);
  await two.detach('client');
  const again = await two.attach({ name: 'client', networks: ['shop'] });
  assert.equal(again.address, client.address, 'its address is its own without a question');
  await waitForStatus(one, 'the change to be shown', ({ waiting }) => waiting.some((what) => what.includes('"shop"')));
  const { problems } = await one.status();
  assert.ok(problems.some(({ code }) => code === 'store-unreachable'));
  while (performance.now() - began < lastsMs) {
    assert.equal(await resolveIn(web.namespace, 'client'), client.address);
    assert.equal(await resolveIn(again.namespace, 'web'), web.address);
    await setTimeout(1000);
  }

  for (const index of [1, 2]) faults.etcd.member(index).start();
  await faults.etcd.ready();
  const added = await late;
  await waitForNames(again, 'late', added.address, 30_000);
  await reaches(again, added.address);
  for (const host of [one, two]) {
    const { warnings } = await waitForStatus(
      host,
      'all to be entered',
      ({ store, waiting, problems: left }) => store === 'joined' && waiting.length === 0 && left.length === 0,
      30_000,
    );
    assert.ok(!warnings.some((warning) => warning.startsWith('overlay-address-lost')), warnings.join('\n'));
  }
  const count = await traffic.stop();
  for (const name of ['web', 'late']) await one.detach(name);
  for (const name of ['client', 'steady']) await two.detach(name);
  return count;
}
