// What becomes of calls and watches when etcd is killed, stopped, cut off, or loses what it had.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { EtcdStore } from '../../../../src/overlay/store/etcd/etcd-store.ts';
import type { OverlayStore, Transaction } from '../../../../src/overlay/store/overlay-store.ts';
import { etcdSkipReason, startEtcd } from '../../../support/etcd.ts';
import { PrefixFollower } from '../../../support/prefix-follower.ts';
import { SideNamespace, sideNamespaceSkipReason } from '../../../support/side-namespace.ts';
import { TcpGate } from '../../../support/tcp-gate.ts';
import { createTestRoot, type TestRoot } from '../../../support/test-root.ts';
import { waitFor } from '../../../support/wait-for.ts';

const PATIENT = { timeoutMs: 30_000, intervalMs: 50 };

async function put(store: OverlayStore, key: string, value: string): Promise<void> {
  const transaction = {
    conditions: [],
    changes: [{ kind: 'put', key, value }],
    otherwiseGet: [],
    whenUnknown: { kind: 'repeat' },
  } as const;
  await store.transact(transaction, { timeoutMs: 20_000 });
}

/** A key for each value, so that none is put again by a request that comes late. */
async function append(store: OverlayStore, value: string): Promise<void> {
  const key = `/a/${value}`;
  const transaction: Transaction = {
    conditions: [{ kind: 'absent', key }],
    changes: [{ kind: 'put', key, value }],
    otherwiseGet: [],
    whenUnknown: { kind: 'look-up', key },
  };
  const outcome = await store.transact(transaction, { timeoutMs: 20_000 });
  assert.equal(outcome.kind, 'done');
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

suite('etcd that fails', { skip: etcdSkipReason() }, () => {
  let root: TestRoot;
  before(async () => {
    root = await createTestRoot();
  });
  after(() => root[Symbol.asyncDispose]());

  test('a follower goes on where it was when etcd was killed and is there again', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'killed'));
    await using store = new EtcdStore({ endpoints: etcd.endpoints });
    await using follower = new PrefixFollower(store, '/a/');
    await waitFor('the first listing', () => follower.kinds.length > 0);
    await put(store, '/a/1', '1');
    await etcd.member(0).kill();
    await waitFor('that it is away', () => follower.kinds.includes('away'));
    await assert.rejects(store.get('/a/1', { timeoutMs: 600 }), { code: 'store-unreachable' });
    etcd.member(0).start();
    await put(store, '/a/1', '2');
    await put(store, '/a/2', '3');
    await waitFor('what was put since', () => follower.puts.length >= 3, PATIENT);
    assert.deepEqual(follower.puts, ['1', '2', '3']);
    assert.deepEqual(
      follower.kinds.filter((kind) => kind.startsWith('reset')),
      ['reset begun'],
    );
  });

  test('a follower that was cut off while the history was cut gets everything anew', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'compacted'));
    await using gate = await TcpGate.open(portOf(etcd.member(0).url));
    await using direct = new EtcdStore({ endpoints: etcd.endpoints });
    await using store = new EtcdStore({ endpoints: [`http://127.0.0.1:${gate.port}`] });
    await using follower = new PrefixFollower(store, '/a/');
    await put(direct, '/a/1', '1');
    await waitFor('the first value', () => follower.news.length > 0);
    gate.set('closed');
    await waitFor('that it is away', () => follower.kinds.includes('away'));
    for (const value of ['2', '3', '4']) await put(direct, '/a/1', value);
    const { revision } = await direct.get('/a/1');
    await etcd.admin('kv/compaction', { revision: String(revision) });
    gate.set('open');
    const last = await waitFor(
      'a reset',
      () => follower.news.find((it) => it.kind === 'reset' && it.because === 'compacted'),
      PATIENT,
    );
    assert.deepEqual(last.kind === 'reset' && last.entries.map(({ value }) => value), ['4']);
    await put(direct, '/a/1', '5');
    await waitFor('what follows', () => follower.puts.at(-1) === '5');
  });

  test('a follower notices that etcd came back with an empty disk, however far it has gone since', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'emptied'));
    await using store = new EtcdStore({ endpoints: etcd.endpoints });
    await using follower = new PrefixFollower(store, '/a/');
    await waitFor('the first listing', () => follower.news.length > 0);
    const { lease } = await store.grantLease(60);
    await put(store, '/a/old', 'old');
    await waitFor('the first value', () => follower.puts.length === 1);
    await etcd.member(0).kill();
    etcd.member(0).emptyDisk();
    etcd.member(0).start();
    await etcd.ready();
    for (let count = 0; count < 20; count++) await put(store, '/a/new', String(count));
    const news = await waitFor(
      'a reset',
      () => follower.news.find((it) => it.kind === 'reset' && it.because === 'store-replaced'),
      PATIENT,
    );
    const keys = news.kind === 'reset' ? news.entries.map(({ key }) => key) : [];
    assert.ok(!keys.includes('/a/old'));
    await assert.rejects(store.keepLeaseAlive(lease), { code: 'store-lease-gone' });
  });

  test('an answer that never comes is not taken for a refusal, nor the change made twice', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'mute'), 3);
    await using gate = await TcpGate.open(portOf(etcd.member(0).url));
    const endpoints = [`http://127.0.0.1:${gate.port}`];
    await using direct = new EtcdStore({ endpoints: etcd.endpoints });
    const transaction = (key: string, kind: 'look-up' | 'tell'): Transaction => ({
      conditions: [{ kind: 'absent', key }],
      changes: [{ kind: 'put', key, value: `of ${kind}` }],
      otherwiseGet: [],
      whenUnknown: kind === 'tell' ? { kind } : { kind, key },
    });

    await using alone = new EtcdStore({ endpoints });
    await alone.get('/x');
    gate.set('mute');
    await assert.rejects(alone.transact(transaction('/b/1', 'tell')), { code: 'store-outcome-unknown' });
    assert.equal((await direct.get('/b/1')).entry?.value, 'of tell');

    // The other way is closed at first, so that the request goes through the gate that will be mute.
    gate.set('open');
    await using other = await TcpGate.open(portOf(etcd.member(1).url));
    other.set('closed');
    await using store = new EtcdStore({ endpoints: [...endpoints, `http://127.0.0.1:${other.port}`] });
    await waitFor('a call through the gate', () => store.get('/x'), PATIENT);
    gate.set('mute');
    other.set('open');
    const outcome = await store.transact(transaction('/b/2', 'look-up'), { timeoutMs: 10_000 });
    const { entry } = await direct.get('/b/2');
    assert.deepEqual(outcome, { kind: 'done', revision: entry?.createRevision, mayComeAgain: true });
    assert.equal(entry?.modRevision, entry?.createRevision);
    const taken = await store.transact({ ...transaction('/b/1', 'look-up'), otherwiseGet: ['/b/1'] });
    assert.equal(taken.kind, 'refused');
  });

  test('a cluster loses a member at a time, by death or by standing still, and a follower hears everything once', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'cluster'), 3);
    await using store = new EtcdStore({ endpoints: etcd.endpoints });
    await using follower = new PrefixFollower(store, '/a/');
    await waitFor('the first listing', () => follower.news.length > 0);
    let last = 0;
    const writeFor = async (milliseconds: number) => {
      for (const end = performance.now() + milliseconds; performance.now() < end; ) {
        await append(store, String(++last));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    for (const member of etcd.members) {
      await member.kill();
      await writeFor(1500);
      member.start();
      await writeFor(1500);
    }
    await etcd.ready();
    for (const member of etcd.members) {
      member.pause();
      await writeFor(3000);
      member.resume();
      await writeFor(500);
    }
    await waitFor('the last value', () => follower.puts.at(-1) === String(last), PATIENT);
    const wanted = Array.from({ length: last }, (_, index) => String(index + 1));
    assert.deepEqual(follower.puts, wanted);
    assert.deepEqual(
      follower.kinds.filter((kind) => kind.startsWith('reset')),
      ['reset begun'],
    );
  });

  test('without a majority nothing can be read or changed, a follower is told, and no lease is lost', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'minority'), 3);
    await using store = new EtcdStore({ endpoints: etcd.endpoints });
    await using follower = new PrefixFollower(store, '/a/');
    const { lease } = await store.grantLease(3);
    await put(store, '/a/1', '1');
    await waitFor('the first value', () => follower.news.length > 0);
    // A leader that stood still would take its leases for expired when it goes on; one that died does not.
    await Promise.all([etcd.member(0).kill(), etcd.member(1).kill()]);
    const started = performance.now();
    await assert.rejects(store.get('/a/1', { timeoutMs: 3000 }), { code: 'store-unreachable' });
    assert.ok(performance.now() - started < 6000);
    await waitFor('that it is away', () => follower.kinds.includes('away'), PATIENT);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    etcd.member(0).start();
    etcd.member(1).start();
    await waitFor('a majority', () => store.keepLeaseAlive(lease), PATIENT);
    await put(store, '/a/1', '2');
    await waitFor('what was put since', () => follower.puts.at(-1) === '2', PATIENT);
    assert.deepEqual(
      follower.kinds.filter((kind) => kind.startsWith('reset')),
      ['reset begun'],
    );
  });

  const alone = 'a follower leaves a member that was cut off from the others, and misses nothing';
  test(alone, { skip: sideNamespaceSkipReason() }, async (t) => {
    await using side = await SideNamespace.make(root);
    const places = [{ address: side.far, launcher: side.launcher }, { address: side.near }, { address: side.near }];
    await using etcd = await startEtcd(join(root.workDirectory, 'apart'), 3, { places });
    // The way to the majority is closed at first, so that the follower begins with the one that will be alone.
    await using gate = await TcpGate.open(portOf(etcd.member(1).url), side.near);
    gate.set('closed');
    await using store = new EtcdStore({ endpoints: [etcd.member(0).url, `http://127.0.0.1:${gate.port}`] });
    await using majority = new EtcdStore({ endpoints: [etcd.member(1).url, etcd.member(2).url] });
    await using follower = new PrefixFollower(store, '/a/');
    await waitFor('the first listing', () => follower.news.length > 0, PATIENT);
    await append(majority, '1');
    await waitFor('the first value', () => follower.puts.length === 1, PATIENT);
    await side.cut(etcd.members.map(({ peerPort }) => peerPort));
    gate.set('open');
    const started = performance.now();
    for (const value of ['2', '3', '4']) await append(majority, value);
    await waitFor('the last value', () => follower.puts.at(-1) === '4', PATIENT);
    t.diagnostic(`heard after ${Math.round(performance.now() - started)} ms`);
    await side.heal();
    await append(majority, '5');
    await waitFor('what follows', () => follower.puts.at(-1) === '5', PATIENT);
    assert.deepEqual(follower.puts, ['1', '2', '3', '4', '5']);
    assert.ok(follower.kinds.includes('away'));
  });
});
