import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';
import { loseQuorum } from '../overlay/faults/quorum-lost.ts';
import { etcdSkipReason } from '../support/etcd.ts';
import { FaultLab } from '../support/overlay/fault-lab.ts';

test('a store without a majority for a minute is not missed by what runs on overlay networks', {
  skip: cannotIsolate || etcdSkipReason(),
  timeout: 240_000,
}, async (context) => {
  const engine = { leaseSeconds: 10, patienceMs: 120_000 };
  await using faults = await FaultLab.start({ hosts: 2, members: 3, engine });
  await Promise.all([faults.host(1).create('shop'), faults.host(2).create('shop')]);
  const { sent, lost } = await loseQuorum(faults, 60_000);
  context.diagnostic(`${lost} of ${sent} pings lost`);
  assert.ok(sent > 200 && lost <= 2, `${lost} of ${sent} pings lost`);
});
