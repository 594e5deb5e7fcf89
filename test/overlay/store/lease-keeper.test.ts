import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaseKeeper, type LeaseNews } from '../../../src/overlay/store/lease-keeper.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';

function setUp() {
  const clock = new FakeClock();
  const store = new MemoryStore(clock);
  const keeper = new LeaseKeeper(store, clock);
  const news: string[] = [];
  keeper.listen(({ lease, standing }: LeaseNews) => news.push(`${lease} ${standing}`));
  return { clock, store, keeper, news };
}

test('a lease is kept for as long as the store answers, and nothing is told of it', async () => {
  const { clock, store, keeper, news } = setUp();
  const lease = await keeper.grant(30);
  await clock.advance(3_600_000);
  assert.equal(keeper.standing(lease), 'held');
  assert.ok(store.keepAlives >= 350 && store.keepAlives <= 370, `${store.keepAlives}`);
  assert.deepEqual(news, []);
});

test('many leases are kept by one timer', async () => {
  const { clock, keeper } = setUp();
  const leases = [await keeper.grant(10), await keeper.grant(30), await keeper.grant(3)];
  assert.equal(clock.pending, 1);
  await clock.advance(100_000);
  assert.equal(clock.pending, 1);
  assert.deepEqual(
    leases.map((lease) => keeper.standing(lease)),
    ['held', 'held', 'held'],
  );
});

test('a lease that the store does not answer for is doubtful when its time is over, not before, and held again after', async () => {
  const { clock, store, keeper, news } = setUp();
  const lease = await keeper.grant(30);
  await clock.advance(10_000);
  const renewed = clock.now();
  store.setAway(true);
  await clock.advance(renewed + 29_999 - clock.now());
  assert.equal(keeper.standing(lease), 'held');
  await clock.advance(1);
  assert.equal(keeper.standing(lease), 'doubtful');
  assert.deepEqual(news, ['1 doubtful']);
  await clock.advance(600_000);
  assert.deepEqual(news, ['1 doubtful']);
});

test('the time of a lease counts from before the store was asked, however long the answer took', async () => {
  const { clock, store, keeper } = setUp();
  const grantLease = store.grantLease.bind(store);
  store.grantLease = async (...given) => {
    const granted = await grantLease(...given);
    await clock.advance(20_000);
    return granted;
  };
  store.keepLeaseAlive = async () => Promise.reject(new Error('not in this test'));
  const lease = await keeper.grant(30);
  store.setAway(true);
  await clock.advance(9_999);
  assert.equal(keeper.standing(lease), 'held');
  await clock.advance(1);
  assert.equal(keeper.standing(lease), 'doubtful');
});

test('a process that stood still for longer than its lease does not believe in it, even before a timer ran', async () => {
  const { clock, store, keeper, news } = setUp();
  const lease = await keeper.grant(30);
  const now = clock.now;
  let stoodStill = 0;
  Object.defineProperty(clock, 'now', { value: () => now() + stoodStill });
  stoodStill = 31_000;
  assert.equal(keeper.standing(lease), 'doubtful');
  await clock.advance(10_000);
  assert.deepEqual(news, ['1 doubtful', '1 lost']);
  assert.equal(keeper.standing(lease), 'lost');
  assert.equal(store.keepAlives, 1);
  assert.equal(clock.pending, 0);
});

test('a lease that outlived the time it was doubtful in is held again', async () => {
  const { clock, store, keeper, news } = setUp();
  const lease = await keeper.grant(30);
  // A store without a majority lets no lease expire.
  store.setAway(true);
  await clock.advance(20_000);
  const keepLeaseAlive = store.keepLeaseAlive.bind(store);
  store.keepLeaseAlive = async (...given) => {
    store.keepAlives++;
    return store.isAway ? keepLeaseAlive(...given) : { ttlMs: 30_000 };
  };
  await clock.advance(40_000);
  store.setAway(false);
  await clock.advance(10_000);
  assert.deepEqual(news, ['1 doubtful', '1 held']);
  assert.equal(keeper.standing(lease), 'held');
});

test('a lease that was let go or revoked is not renewed any more', async () => {
  const { clock, store, keeper } = setUp();
  const [forgotten, revoked] = [await keeper.grant(30), await keeper.grant(30)];
  keeper.forget(forgotten);
  await keeper.revoke(revoked);
  await assert.rejects(store.keepLeaseAlive(revoked), { code: 'store-lease-gone' });
  const before = store.keepAlives;
  await clock.advance(100_000);
  assert.equal(store.keepAlives, before);
  await assert.rejects(keeper.adopt(forgotten), { code: 'store-lease-gone' });
});

test('while an answer is awaited after the time of the lease, no timer is set', async () => {
  const { clock, store, keeper, news } = setUp();
  store.keepLeaseAlive = () => new Promise(() => {});
  await keeper.grant(30);
  await clock.advance(60_000);
  assert.deepEqual(news, ['1 doubtful']);
  assert.equal(clock.pending, 0);
});
