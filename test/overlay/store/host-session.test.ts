import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeAsHost } from '../../../src/overlay/store/host-change.ts';
import { HostSession, type HostSessionNews } from '../../../src/overlay/store/host-session.ts';
import { identifyStore } from '../../../src/overlay/store/store-identity.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { startHost } from '../../support/overlay-hosts.ts';

const KEY = '/dockr/v1/hosts/one';

function setUp() {
  const clock = new FakeClock();
  const store = new MemoryStore(clock);
  const start = (id = 'a') => {
    const host = { node: 'one', id, address: '192.0.2.1' };
    const session = new HostSession({ store, host, ttlSeconds: 30, clock });
    const news: string[] = [];
    session.listen((it: HostSessionNews) => news.push(it.kind === 'joined' ? `joined ${it.isNew}` : it.kind));
    return { session, news };
  };
  return { clock, store, start };
}

test('a host is in the store for as long as it lives, and goes with its lease', async () => {
  const { clock, store, start } = setUp();
  const { session } = start();
  const lease = await session.join();
  await clock.advance(300_000);
  assert.equal((await store.get(KEY)).entry?.lease, lease);
  assert.equal(session.lease, lease);
  await session[Symbol.asyncDispose]();
  await clock.advance(29_000);
  assert.ok((await store.get(KEY)).entry);
  await clock.advance(1_001);
  assert.equal((await store.get(KEY)).entry, undefined);
});

test('a daemon that was started anew goes on with the lease of the one before', async () => {
  const { store, start } = setUp();
  const before = start();
  const lease = await before.session.join();
  await before.session[Symbol.asyncDispose]();
  const { session, news } = start();
  assert.equal(await session.join(), lease);
  assert.deepEqual(news, ['joined false']);
  assert.equal((await store.get(KEY)).entry?.lease, lease);
});

test('a second host of the same name is told so, and the first stays', async () => {
  const { store, start } = setUp();
  await start('a').session.join();
  await assert.rejects(start('b').session.join(), { code: 'node-name-taken' });
  assert.match((await store.get(KEY)).entry?.value ?? '', /"id":"a"/);
});

test('a host that was cut off for longer than its lease says so, and joins anew when it hears that it is lost', async () => {
  const { clock, store, start } = setUp();
  const { session, news } = start();
  const first = await session.join();
  store.setAway(true);
  await clock.advance(40_000);
  assert.equal(session.lease, undefined);
  assert.throws(() => session.fence(), { code: 'store-unreachable' });
  store.setAway(false);
  await clock.advance(10_000);
  assert.deepEqual(news, ['joined true', 'doubtful', 'lost', 'joined true']);
  assert.notEqual(session.lease, first);
  assert.equal((await store.get(KEY)).entry?.lease, session.lease);
});

test('a host joins anew in a store whose disk was emptied', async () => {
  const { clock, store, start } = setUp();
  const { session, news } = start();
  await session.join();
  await clock.advance(5000);
  store.emptyDisk();
  await clock.advance(20_000);
  assert.equal(news.at(-1), 'joined true');
  assert.ok((await store.get(KEY)).entry);
});

test('a host that starts while the store is away joins when it is back', async () => {
  const { clock, store, start } = setUp();
  store.setAway(true);
  const { session, news } = start();
  session.start();
  await clock.advance(60_000);
  assert.deepEqual([...new Set(news)], ['failed']);
  assert.ok(news.length < 60, `${news.length} attempts in a minute`);
  store.setAway(false);
  await clock.advance(3000);
  assert.equal(news.at(-1), 'joined true');
});

test('a host that leaves takes everything with it that hangs on its lease', async () => {
  const { store, start } = setUp();
  const { session } = start();
  const lease = await session.join();
  await store.transact({
    conditions: [session.fence().condition],
    changes: [{ kind: 'put', key: '/x', value: '', lease }],
    otherwiseGet: [],
    whenUnknown: { kind: 'tell' },
  });
  await session.leave();
  await settled();
  assert.equal((await store.get('/x')).entry, undefined);
  assert.equal((await store.get(KEY)).entry, undefined);
  assert.throws(() => session.fence(), { code: 'store-lease-gone' });
});

test('the last host that leaves leaves nothing behind, not even what the store is known by', async () => {
  const { store, start } = setUp();
  await identifyStore(store);
  const [{ session }, other] = [start(), await startHost({ store, clock: new FakeClock(), node: 'two' })];
  await session.join();
  await session.leave();
  assert.equal((await store.list('/')).entries.length, 2);
  await other.session.leave();
  assert.deepEqual((await store.list('/')).entries, []);
});

test('joining is none the worse if the answer of the store is lost', async () => {
  const { store, start } = setUp();
  store.lostAnswers = 1;
  const { session } = start();
  const lease = await session.join();
  assert.equal((await store.get(KEY)).entry?.lease, lease);
});

test('a change that nobody waits for any more is not carried out after another of the same host', async () => {
  const { store, start } = setUp();
  const { session } = start();
  const lease = await session.join();
  const access = { store, session };
  const put = (value: string) => ({
    conditions: [],
    changes: () => [{ kind: 'put', key: '/x', value, lease } as const],
    otherwiseGet: [],
    whenUnknown: { kind: 'repeat' } as const,
  });
  store.holdsBack = true;
  await assert.rejects(changeAsHost(access, put('old')), { code: 'store-outcome-unknown' });
  await changeAsHost(access, put('new'));
  assert.deepEqual(
    store.letThrough().map(({ kind }) => kind),
    ['refused'],
  );
  assert.equal((await store.get('/x')).entry?.value, 'new');
  assert.equal((await store.get(KEY)).entry?.lease, lease);
});

test('changes that are made at once go through although one of them had to be made sure of', async () => {
  const { store, start } = setUp();
  const { session } = start();
  const lease = await session.join();
  store.lostAnswers = 3;
  const keys = Array.from({ length: 10 }, (_, index) => `/x/${index}`);
  const outcomes = await Promise.all(
    keys.map((key) =>
      changeAsHost(
        { store, session },
        {
          conditions: [{ kind: 'absent', key }],
          changes: () => [{ kind: 'put', key, value: key, lease }],
          otherwiseGet: [],
          whenUnknown: { kind: 'look-up', key },
        },
      ),
    ),
  );
  assert.ok(outcomes.every(({ kind }) => kind === 'done'));
  assert.equal((await store.list('/x/')).entries.length, keys.length);
});
