// SECURITY.md row 6: what was sent once does nothing a second time, and a delivery only ever says "look again".
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SHORTEST_BETWEEN_MS } from '../../../src/agent/webhooks/wake-pace.ts';
import { Database } from '../../../src/store/database.ts';
import { WebhookDeliveryTable } from '../../../src/store/webhook-deliveries.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  githubDelivery,
  githubPush,
  SECRET,
  STANDARD_SECRET,
  standardDelivery,
  WebhookRig,
} from '../webhooks/webhook-rig.ts';

const BODY = JSON.stringify({ repository: 'https://git.example.org/acme/shop.git', ref: 'refs/heads/main' });

test('a delivery that was recorded on the wire and is sent again', async () => {
  await using rig = await WebhookRig.start();
  const delivery = githubDelivery(SECRET, githubPush());
  assert.equal((await rig.send('/hooks/shop', delivery)).status, 202);
  const again = await rig.send('/hooks/shop', delivery);
  assert.deepEqual([again.status, again.body], [409, 'replayed\n']);
  await rig.clock.advance(2 * SHORTEST_BETWEEN_MS);
  assert.deepEqual(rig.woken, ['shop']);
});

test('the same body under another delivery id, which nobody signed', async () => {
  await using rig = await WebhookRig.start();
  const delivery = githubDelivery(SECRET, githubPush());
  await rig.send('/hooks/shop', delivery);
  const headers = { ...delivery.headers, 'x-github-delivery': randomUUID() };
  assert.equal((await rig.send('/hooks/shop', { ...delivery, headers })).status, 409);
});

test('a delivery from before the daemon was started again', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-replay-'));
  try {
    const path = join(directory, 'dockr.db');
    const delivery = githubDelivery(SECRET, githubPush());
    {
      await using rig = await WebhookRig.start(undefined, new Database(path));
      assert.equal((await rig.send('/hooks/shop', delivery)).status, 202);
    }
    await using rig = await WebhookRig.start(undefined, new Database(path));
    assert.equal((await rig.send('/hooks/shop', delivery)).status, 409);
    assert.deepEqual(rig.woken, []);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a signed one that was held back for six minutes', async () => {
  await using rig = await WebhookRig.start();
  const delivery = standardDelivery(STANDARD_SECRET, { body: BODY, at: rig.clock.now() - 6 * 60_000 });
  const answer = await rig.send('/hooks/signed-labs', delivery);
  assert.deepEqual([answer.status, answer.body], [409, 'stale\n']);
  assert.deepEqual(rig.woken, []);
});

test('one that is dated ahead, to be sent for a long time', async () => {
  await using rig = await WebhookRig.start();
  const delivery = standardDelivery(SECRET, { body: BODY, at: rig.clock.now() + 6 * 60_000 });
  assert.equal((await rig.send('/hooks/own', delivery)).status, 409);
});

test('a signed time that is written anew', async () => {
  await using rig = await WebhookRig.start();
  const delivery = standardDelivery(SECRET, { body: BODY, at: rig.clock.now() - 6 * 60_000 });
  const headers = { ...delivery.headers, 'webhook-timestamp': String(Math.floor(rig.clock.now() / 1000)) };
  assert.equal((await rig.send('/hooks/own', { ...delivery, headers })).status, 401);
});

test('a fresh signed delivery twice', async () => {
  await using rig = await WebhookRig.start();
  const delivery = standardDelivery(SECRET, { body: BODY, at: rig.clock.now() });
  assert.equal((await rig.send('/hooks/own', delivery)).status, 202);
  assert.equal((await rig.send('/hooks/own', delivery)).status, 409);
});

test('one that was refused is not remembered: its sender may send it again', async () => {
  await using rig = await WebhookRig.start();
  const secret = rig.secrets.get('/secrets/shop') ?? '';
  const delivery = githubDelivery(secret, githubPush());
  rig.secrets.delete('/secrets/shop');
  assert.equal((await rig.send('/hooks/shop', delivery)).status, 401);
  rig.secrets.set('/secrets/shop', secret);
  assert.equal((await rig.send('/hooks/shop', delivery)).status, 202);
});

test('a flood of signed deliveries leads to no more than the pace of the loop', async () => {
  await using rig = await WebhookRig.start();
  const seconds = 60;
  for (let second = 0; second < seconds; second++) {
    await Promise.all(Array.from({ length: 5 }, () => rig.push()));
    await rig.clock.advance(1000);
  }
  await waitFor('the wakes', () => rig.woken.length > 1);
  assert.ok(rig.woken.length <= (seconds * 1000) / SHORTEST_BETWEEN_MS + 1, String(rig.woken.length));
});

test('the memory of deliveries is bounded, and one hook does not use up that of another', () => {
  using database = new Database(':memory:');
  const table = new WebhookDeliveryTable(database);
  table.add('other', 'first', 1);
  for (let id = 0; id < 5000; id++) table.add('shop', String(id), id);
  const [row] = database.all('SELECT count(*) AS n FROM webhook_deliveries');
  assert.equal(row?.['n'], 4097);
  assert.equal(table.add('other', 'first', 2), false);
  assert.equal(table.add('shop', '4999', 1), false);
});
