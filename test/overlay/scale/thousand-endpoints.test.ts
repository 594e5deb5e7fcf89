// A thousand containers on twenty hosts: seventeen that are in the store only, and three with an engine and a kernel.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { Crowd } from '../../support/overlay/crowd.ts';
import { type EngineContainer, waitForNames } from '../../support/overlay/engine-host.ts';
import { FaultLab, reaches } from '../../support/overlay/fault-lab.ts';
import { remoteEntries } from '../../support/overlay/kernel-entries.ts';
import { waitFor } from '../../support/wait-for.ts';

const NUMBERS = [1, 2, 3];
const EACH = 5;
const CROWD = 1000 - NUMBERS.length * EACH;

describe('a thousand endpoints on twenty hosts', { skip: cannotIsolate || etcdSkipReason(), timeout: 290_000 }, () => {
  let faults: FaultLab;
  let crowd: Crowd;
  const containers = new Map<number, EngineContainer[]>();

  before(async () => {
    faults = await FaultLab.start({ hosts: 3, members: 3, engine: { leaseSeconds: 30, reconcileMs: 20_000 } });
    const made = await faults.host(1).create('crowded', { subnet: '10.94.0.0/20' });
    assert.ok(made.overlay);
    const { endpoints } = faults.etcd;
    crowd = await Crowd.start({ endpoints, network: made.overlay, hosts: 17, containers: CROWD });
  });
  after(async () => {
    await crowd?.[Symbol.asyncDispose]();
    await faults?.[Symbol.asyncDispose]();
  });

  async function attachAll(number: number): Promise<void> {
    const names = Array.from({ length: EACH }, (_, index) => `own-${number}-${index}`);
    const attach = (name: string) => faults.host(number).attach({ name, networks: ['crowded'] });
    containers.set(number, await Promise.all(names.map(attach)));
  }

  function expectedAt(number: number, size: number): readonly string[] {
    const others = [...containers].filter(([owner]) => owner !== number);
    const own = others.flatMap(([owner, list]) =>
      list.map(({ address }) => `${address} ${faults.host(owner).host.ipv4}`),
    );
    const ofCrowd = Array.from({ length: size }, (_, index) => index + 1);
    return [...own, ...ofCrowd.map((each) => `${crowd.addressOf(each)} 192.0.2.${101 + (each % 17)}`)].sort();
  }

  async function waitForAll(size: number): Promise<void> {
    for (const number of NUMBERS) {
      const expected = expectedAt(number, size).join('\n');
      const isSo = () => remoteEntries(faults.host(number).host).join('\n') === expected;
      await waitFor(`all entries of host ${number}`, isSo, { timeoutMs: 30_000 });
    }
  }

  test('are in the kernel of each host, with whom each is on, and no other', async (context) => {
    await Promise.all(
      NUMBERS.slice(1).map((number) => faults.host(number).create('crowded', { subnet: '10.94.0.0/20' })),
    );
    const began = performance.now();
    await Promise.all(NUMBERS.map(attachAll));
    context.diagnostic(`attached after ${Math.round(performance.now() - began)} ms`);
    await waitForAll(CROWD);
    context.diagnostic(`all known after ${Math.round(performance.now() - began)} ms`);
    const [first] = containers.get(1) ?? [];
    const [last] = containers.get(3) ?? [];
    assert.ok(first && last);
    await reaches(first, last.address);
    await waitForNames(first, 'web-500', crowd.addressOf(500));
    await waitForNames(first, 'own-3-0', last.address);
  });

  test('follow one that comes, and one that goes', async () => {
    const [first] = containers.get(1) ?? [];
    assert.ok(first);
    const [added] = await crowd.add(1);
    await waitForAll(CROWD + 1);
    await waitForNames(first, `web-${CROWD + 1}`, added ?? '');
    await crowd.removeLast();
    await waitForAll(CROWD);
    await waitForNames(first, `web-${CROWD + 1}`, 'none');
  });

  test('are there again for a daemon that is started anew, with nothing changed in its kernel', async () => {
    const before = faults.host(2).host.run('ip', 'neigh', 'show');
    await faults.host(2).kill();
    await faults.host(2).start();
    const [own] = containers.get(2) ?? [];
    assert.ok(own);
    await waitForNames(own, 'web-7', crowd.addressOf(7));
    await waitForAll(CROWD);
    assert.equal(permanent(faults.host(2).host.run('ip', 'neigh', 'show')), permanent(before));
    const { warnings } = await faults.host(2).status();
    assert.ok(!warnings.some((warning) => warning.startsWith('overlay-restored')), warnings.join('\n'));
  });

  test('go from every kernel when their hosts leave', async () => {
    await crowd[Symbol.asyncDispose]();
    await waitForAll(0);
  });
});

function permanent(neighbours: string): string {
  return neighbours
    .split('\n')
    .filter((line) => line.includes('PERMANENT'))
    .sort()
    .join('\n');
}
