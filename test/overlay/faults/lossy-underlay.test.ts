// Every fifth packet between the hosts is lost, those to and from the store too.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { type EngineContainer, waitForNames } from '../../support/overlay/engine-host.ts';
import { FaultLab, waitForStatus } from '../../support/overlay/fault-lab.ts';
import { remoteEntries } from '../../support/overlay/kernel-entries.ts';
import { answeredShare } from '../../support/overlay/ping.ts';
import { waitFor } from '../../support/wait-for.ts';

const NUMBERS = [1, 2, 3];
const PATIENCE_MS = 60_000;

describe('hosts that lose every fifth packet', { skip: cannotIsolate || etcdSkipReason(), timeout: 290_000 }, () => {
  let faults: FaultLab;
  const containers: EngineContainer[] = [];

  before(async () => {
    faults = await FaultLab.start({ hosts: 3, engine: { leaseSeconds: 10, patienceMs: PATIENCE_MS } });
    for (const number of NUMBERS) faults.host(number).host.lose(20);
  });
  after(async () => await faults?.[Symbol.asyncDispose]());

  /** Entries of each host's kernel for the containers of the others. */
  async function waitForKernels(owners: readonly (readonly [number, string])[]): Promise<void> {
    for (const number of NUMBERS) {
      const { host } = faults.host(number);
      const wanted = owners
        .filter(([owner]) => owner !== number)
        .map(([owner, address]) => `${address} ${faults.host(owner).host.ipv4}`)
        .sort()
        .join('\n');
      await waitFor(`the entries of host ${number}`, () => remoteEntries(host).join('\n') === wanted, {
        timeoutMs: PATIENCE_MS,
      });
    }
  }

  test('make a network and find each other by name', async () => {
    const made = await Promise.all(NUMBERS.map((number) => faults.host(number).create('shop')));
    assert.equal(new Set(made.map(({ overlay }) => overlay?.id)).size, 1);
    const attach = (number: number) => faults.host(number).attach({ name: `web-${number}`, networks: ['shop'] });
    containers.push(...(await Promise.all(NUMBERS.map(attach))));
    for (const [index, { address }] of containers.entries())
      for (const from of containers) await waitForNames(from, `web-${index + 1}`, address, PATIENCE_MS);
    const [first, second] = containers;
    assert.ok(first && second);
    const share = await answeredShare(first.namespace, second.address, 100);
    // Both ways: 0.8 × 0.8.
    assert.ok(share > 0.4 && share < 0.9, `${share} of the pings were answered`);
  });

  test('have the right entries at rest, and no other, after containers came and went', async () => {
    for (let turn = 0; turn < 3; turn++)
      await Promise.all(
        NUMBERS.map(async (number) => {
          await faults.host(number).attach({ name: `guest-${number}-${turn}`, networks: ['shop'] });
          await faults.host(number).detach(`guest-${number}-${turn}`);
        }),
      );
    await waitForKernels(containers.map(({ address }, index) => [index + 1, address]));
    for (const number of NUMBERS)
      await waitForStatus(faults.host(number), 'nothing to wait', ({ waiting }) => waiting.length === 0, PATIENCE_MS);
    await waitFor(
      'the store to have the three',
      async () => {
        const keys = await faults.keysInStore();
        const of = (kind: string) => keys.filter((key) => key.includes(`/${kind}/`)).length;
        return of('endpoints') === 3 && of('addresses') === 3;
      },
      { timeoutMs: PATIENCE_MS },
    );
  });
});
