import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followPrefix, type PrefixNews } from '../../../src/overlay/store/follow-prefix.ts';
import { PrefixView } from '../../../src/overlay/store/prefix-view.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';

function setUp() {
  const clock = new FakeClock();
  const store = new MemoryStore(clock);
  const stop = new AbortController();
  const news: string[] = [];
  const view = new PrefixView((value) => (value === 'unreadable' ? undefined : value));
  const changes: string[] = [];
  const following = (async () => {
    for await (const it of followPrefix(store, '/a/', { clock, signal: stop.signal })) {
      news.push(describe(it));
      for (const { key, value } of view.apply(it)) changes.push(`${key}=${value}`);
    }
  })();
  const put = async (key: string, value: string) => {
    await store.transact({
      conditions: [],
      changes: [{ kind: 'put', key, value }],
      otherwiseGet: [],
      whenUnknown: { kind: 'tell' },
    });
    await settled();
  };
  const end = async () => {
    stop.abort();
    await following;
  };
  return { clock, store, news, view, changes, put, end };
}

function describe(news: PrefixNews): string {
  if (news.kind === 'reset') return `reset ${news.because} ${news.entries.map(({ key, value }) => key + value)}`;
  if (news.kind === 'changed')
    return `changed ${news.events.map((it) => (it.kind === 'put' ? it.entry.key + it.entry.value : `-${it.key}`))}`;
  return news.kind;
}

test('what is there is told first, then what changes, and nothing of other prefixes', async () => {
  const { news, put, end } = setUp();
  await settled();
  await put('/b/1', 'x');
  await put('/a/1', 'x');
  await end();
  assert.deepEqual(news, ['reset begun ', 'changed /a/1x']);
});

test('after a cut it goes on where it was: what happened meanwhile is told once', async () => {
  const { clock, store, news, put, end } = setUp();
  await put('/a/1', '1');
  store.cutWatches();
  await put('/a/2', '2');
  await put('/a/2', '3');
  await clock.advance(5000);
  store.cutWatches();
  await clock.advance(5000);
  await end();
  assert.deepEqual(
    news
      .filter((it) => !['away', 'back'].includes(it))
      .slice(1)
      .join(' '),
    'changed /a/22 changed /a/23',
  );
});

test('when the history was cut off meanwhile everything is told anew', async () => {
  const { clock, store, news, changes, put, end } = setUp();
  await put('/a/1', '1');
  await put('/a/2', '2');
  store.setAway(true);
  await clock.advance(1000);
  store.isAway = false;
  await store.transact({
    conditions: [],
    changes: [{ kind: 'delete', key: '/a/1' }],
    otherwiseGet: [],
    whenUnknown: { kind: 'tell' },
  });
  await put('/a/3', '3');
  store.compact();
  await clock.advance(5000);
  await end();
  assert.equal(news.at(-1), 'reset compacted /a/22,/a/33');
  // The view tells the difference only.
  assert.deepEqual(changes.slice(-2), ['/a/1=undefined', '/a/3=3']);
});

test('a store that lost its disk is noticed, even when it has gone further than the old one', async () => {
  const { clock, store, news, put, end } = setUp();
  await put('/a/1', '1');
  store.emptyDisk();
  for (let count = 0; count < 20; count++) await put('/a/9', String(count));
  await clock.advance(5000);
  await end();
  assert.equal(news.at(-1), 'reset store-replaced /a/919');
});

test('that the store is away is told once, and attempts become rarer', async () => {
  const { clock, store, news, view, put, end } = setUp();
  await put('/a/1', '1');
  store.setAway(true);
  await clock.advance(600_000);
  assert.deepEqual(news.slice(-1), ['away']);
  assert.equal(view.values.get('/a/1'), '1');
  store.setAway(false);
  await clock.advance(2000);
  await end();
  assert.deepEqual(news.slice(-2), ['away', 'back']);
});

test('a view leaves out what cannot be read, and tells that it is gone if it was there', async () => {
  const { view, changes, put, end } = setUp();
  await settled();
  await put('/a/1', 'unreadable');
  await put('/a/2', 'fine');
  await put('/a/2', 'fine');
  await put('/a/2', 'unreadable');
  await end();
  assert.deepEqual(changes, ['/a/2=fine', '/a/2=undefined']);
  assert.equal(view.values.size, 0);
});
