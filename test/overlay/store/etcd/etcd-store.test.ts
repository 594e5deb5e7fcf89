import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { EtcdStore } from '../../../../src/overlay/store/etcd/etcd-store.ts';
import type { Transaction } from '../../../../src/overlay/store/overlay-store.ts';
import { type Etcd, etcdSkipReason, startEtcd } from '../../../support/etcd.ts';
import { createTestRoot, type TestRoot } from '../../../support/test-root.ts';

const base = { otherwiseGet: [], whenUnknown: { kind: 'tell' } } satisfies Partial<Transaction>;

suite('a store of one etcd', { skip: etcdSkipReason() }, () => {
  let root: TestRoot;
  let etcd: Etcd;
  let store: EtcdStore;

  before(async () => {
    root = await createTestRoot();
    etcd = await startEtcd(join(root.workDirectory, 'etcd'));
    store = new EtcdStore({ endpoints: etcd.endpoints });
  });
  after(async () => {
    await store?.[Symbol.asyncDispose]();
    await etcd?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  test('an entry that was put is read with its revisions, and is there for others too', async () => {
    const put = await store.transact({ ...base, conditions: [], changes: [{ kind: 'put', key: '/a/1', value: 'ü' }] });
    const { entry, revision } = await store.get('/a/1');
    assert.equal(put.kind, 'done');
    assert.deepEqual(entry, {
      key: '/a/1',
      value: 'ü',
      createRevision: put.revision,
      modRevision: put.revision,
      lease: undefined,
    });
    assert.ok(revision >= put.revision);
    const seen = await etcd.admin('kv/range', { key: Buffer.from('/a/1').toString('base64') });
    assert.match(JSON.stringify(seen), new RegExp(Buffer.from('ü').toString('base64')));
    assert.equal((await store.get('/a/2')).entry, undefined);
  });

  test('a list has what begins with the prefix, however many pages it takes, as it was at one revision', async () => {
    const keys = Array.from({ length: 2500 }, (_, index) => `/many/${String(index).padStart(5, '0')}`);
    for (let start = 0; start < keys.length; start += 100) {
      const changes = keys.slice(start, start + 100).map((key) => ({ kind: 'put', key, value: 'x' }) as const);
      await store.transact({ ...base, conditions: [], changes });
    }
    const { revision, entries } = await store.list('/many/');
    assert.deepEqual(
      entries.map(({ key }) => key),
      keys,
    );
    await store.transact({ ...base, conditions: [], changes: [{ kind: 'delete-beneath', prefix: '/many/' }] });
    assert.equal((await store.list('/many/')).entries.length, 0);
    const before = await store.list('/many/', { at: revision, keysOnly: true });
    assert.equal(before.entries.length, keys.length);
    assert.equal(before.entries[0]?.value, '');
  });

  test('a transaction whose conditions do not hold changes nothing and says what is there', async () => {
    await store.transact({ ...base, conditions: [], changes: [{ kind: 'put', key: '/c/1', value: 'one' }] });
    const { entry, revision } = await store.get('/c/1');
    const modRevision = entry?.modRevision ?? -1;
    const table = [
      [{ kind: 'absent', key: '/c/1' }, 'refused'],
      [{ kind: 'absent', key: '/c/2' }, 'done'],
      [{ kind: 'present', key: '/c/1' }, 'done'],
      [{ kind: 'present', key: '/c/2' }, 'refused'],
      [{ kind: 'unchanged', key: '/c/1', modRevision }, 'done'],
      [{ kind: 'unchanged', key: '/c/1', modRevision: modRevision + 1 }, 'refused'],
      [{ kind: 'has-value', key: '/c/1', value: 'one' }, 'done'],
      [{ kind: 'has-value', key: '/c/1', value: '' }, 'refused'],
      [{ kind: 'has-lease', key: '/c/1', lease: '17' }, 'refused'],
      [{ kind: 'none-beneath', prefix: '/c/' }, 'refused'],
      [{ kind: 'none-beneath', prefix: '/d/' }, 'done'],
      [{ kind: 'none-newer-beneath', prefix: '/c/', revision }, 'done'],
      [{ kind: 'none-newer-beneath', prefix: '/c/', revision: modRevision - 1 }, 'refused'],
      [{ kind: 'none-newer-beneath', prefix: '/d/', revision: 1 }, 'done'],
    ] as const;
    for (const [condition, kind] of table) {
      const changes = [{ kind: 'put', key: '/elsewhere', value: JSON.stringify(condition) }] as const;
      const outcome = await store.transact({
        ...base,
        conditions: [condition],
        changes,
        otherwiseGet: ['/c/1', '/c/2'],
      });
      assert.equal(outcome.kind, kind, JSON.stringify(condition));
      assert.deepEqual(outcome.kind === 'refused' ? outcome.entries : [entry], [entry]);
      const written = (await store.get('/elsewhere')).entry?.value;
      assert.equal(written === JSON.stringify(condition), kind === 'done', JSON.stringify(condition));
    }
  });

  test('what hangs on a lease goes with it, and nothing can be hung on it afterwards', async () => {
    const { lease, ttlMs } = await store.grantLease(30);
    assert.equal(ttlMs, 30_000);
    const change = { kind: 'put', key: '/l/1', value: '', lease } as const;
    await store.transact({ ...base, conditions: [], changes: [change] });
    assert.equal((await store.get('/l/1')).entry?.lease, lease);
    assert.equal((await store.keepLeaseAlive(lease)).ttlMs, 30_000);
    await store.revokeLease(lease);
    assert.equal((await store.get('/l/1')).entry, undefined);
    await store.revokeLease(lease);
    await assert.rejects(store.keepLeaseAlive(lease), { code: 'store-lease-gone' });
    await assert.rejects(store.transact({ ...base, conditions: [], changes: [change] }), { code: 'store-lease-gone' });
  });

  test('a watch gives what happened from its revision on, each revision whole', async () => {
    const { revision } = await store.get('/w/0');
    const changes = [1, 2, 3].map((number) => ({ kind: 'put', key: `/w/${number}`, value: '' }) as const);
    await store.transact({ ...base, conditions: [], changes });
    await store.transact({ ...base, conditions: [], changes: [{ kind: 'delete-beneath', prefix: '/w/' }] });
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const batch of store.watch('/w/', revision + 1, stop.signal)) {
      for (const event of batch.events) seen.push(event.kind === 'put' ? `+${event.entry.key}` : `-${event.key}`);
      if (seen.length >= 6) stop.abort();
    }
    assert.deepEqual(seen, ['+/w/1', '+/w/2', '+/w/3', '-/w/1', '-/w/2', '-/w/3']);
  });

  test('what was compacted can neither be listed nor watched', async () => {
    await store.transact({ ...base, conditions: [], changes: [{ kind: 'put', key: '/k/1', value: '1' }] });
    const { revision } = await store.transact({
      ...base,
      conditions: [],
      changes: [{ kind: 'put', key: '/k/1', value: '2' }],
    });
    await etcd.admin('kv/compaction', { revision: String(revision) });
    await assert.rejects(store.list('/k/', { at: revision - 1 }), { code: 'store-compacted' });
    const watching = async () => {
      for await (const _ of store.watch('/k/', revision - 1, AbortSignal.timeout(5000))) assert.fail('an event');
    };
    await assert.rejects(watching(), { code: 'store-compacted' });
  });

  test('a call ends when its signal says so, with the reason of the signal', async () => {
    const reason = new Error('enough');
    await assert.rejects(store.get('/x', { signal: AbortSignal.abort(reason) }), reason);
  });
});
