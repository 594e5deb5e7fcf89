// What becomes of commits that fail: held, tried again, given up, and how to get on.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { LoopBench, UNCARING } from './loop-bench.ts';

const MINUTE = 60_000;

describe('a commit that fails', () => {
  let bench: LoopBench;
  beforeEach(async () => {
    bench = new LoopBench();
    await bench.add('shop');
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
    assert.equal(bench.clock.pending, 0);
  });

  /** Of a commit, however they began. */
  const triesOf = (commit: string) =>
    bench.machine.applied.filter((line) => line.includes(commit) && !line.endsWith('repair')).length;

  test('by its health is tried once, the good one runs, and that goes on being kept as it is (P15)', async () => {
    bench.repository.push('c1', { fate: 'unhealthy' });
    await bench.clock.advance(20 * MINUTE);
    assert.equal(triesOf('c1'), 1);
    assert.equal(bench.machine.running.get('shop'), 'c0');
    const { record, status } = bench.shop;
    assert.deepEqual([record.applied?.commit, status.good?.commit, record.attempted?.commit], ['c0', 'c0', 'c1']);
    assert.equal(bench.condition('Stalled'), 'true Quarantined');
    assert.equal(bench.condition('Ready'), 'false Quarantined');
    assert.equal(bench.condition('Healthy'), 'true Healthy');
    assert.equal(bench.condition('Applied'), 'false RolledBack');
    bench.machine.drifted.add('shop');
    await bench.clock.advance(MINUTE);
    assert.equal(bench.machine.drifted.size, 0);
    bench.repository.push('c2');
    await bench.clock.advance(MINUTE);
    assert.equal(bench.machine.running.get('shop'), 'c2');
    assert.equal(bench.condition('Stalled'), 'false NotStalled');
    assert.equal(bench.condition('Ready'), 'true Succeeded');
  });

  test('stays held when the repository goes back to the good one and forth again, and after a restart', async () => {
    bench.repository.push('c1', { fate: 'unhealthy' });
    await bench.clock.advance(MINUTE);
    bench.repository.head = 'c0';
    await bench.clock.advance(MINUTE);
    assert.equal(bench.condition('Ready'), 'true Succeeded');
    bench.repository.head = 'c1';
    await bench.restart();
    await bench.clock.advance(5 * MINUTE);
    assert.equal(triesOf('c1'), 1);
    assert.equal(bench.condition('Stalled'), 'true Quarantined');
  });

  test('is tried again when somebody asks, when its declaration changes, and on other grounds', async () => {
    bench.repository.push('c1', { fate: 'unhealthy' });
    await bench.clock.advance(MINUTE);
    await bench.agent.sync('shop', UNCARING);
    assert.equal(triesOf('c1'), 2);
    assert.equal(bench.machine.rounds.at(-1)?.retry, true);
    await bench.redeclare('shop', { variables: { LEVEL: 'two' } });
    await bench.clock.advance(5_000);
    assert.equal(triesOf('c1'), 3);
    await bench.clock.advance(5 * MINUTE);
    assert.equal(triesOf('c1'), 3);
    bench.grounds = 'sha256:2';
    await bench.clock.advance(MINUTE);
    assert.equal(triesOf('c1'), 4);
    const ready = bench.shop.conditions.find(({ type }) => type === 'Ready');
    assert.equal(ready?.observedGeneration, 2);
  });

  test('that the engine knows as one that was rolled back is held without being tried', async () => {
    bench.repository.push('c1', { fate: 'quarantined' });
    await bench.clock.advance(10 * MINUTE);
    assert.equal(bench.condition('Stalled'), 'true Quarantined');
    assert.equal(triesOf('c1'), 1);
    await bench.agent.sync('shop', UNCARING);
    assert.equal(bench.machine.running.get('shop'), 'c1');
  });

  test('that is invalid is looked at once, and the one that runs is still repaired', async () => {
    bench.repository.push('c1', { fate: 'invalid' });
    await bench.clock.advance(10 * MINUTE);
    assert.equal(bench.repository.fetched, 2);
    assert.equal(bench.condition('Stalled'), 'true Invalid');
    assert.equal(bench.machine.applied.at(-1), 'shop c0 repair');
    assert.deepEqual(bench.shop.record.error?.error.code, 'unknown-key');
  });

  test('for another reason is tried eight times, with longer and longer pauses, and then given up', async () => {
    bench.repository.push('c1', { fate: 'breaks' });
    await bench.clock.advance(MINUTE);
    assert.equal(bench.condition('Reconciling'), 'true Retrying');
    assert.equal(bench.condition('Stalled'), 'false NotStalled');
    await bench.clock.advance(60 * MINUTE);
    assert.equal(triesOf('c1'), 8);
    assert.equal(bench.condition('Stalled'), 'true RetriesSpent');
    assert.equal(bench.condition('Reconciling'), 'false Done');
    assert.equal(bench.machine.running.get('shop'), 'c0');
    bench.repository.push('c2');
    await bench.clock.advance(MINUTE);
    assert.equal(bench.condition('Stalled'), 'false NotStalled');
    assert.equal(bench.shop.status.retries, null);
  });

  test('may have another budget by its declaration', async () => {
    await bench.redeclare('shop', { retry: { delayMs: 4_000, longestMs: 5_000, attempts: 3 } });
    await bench.clock.advance(MINUTE);
    bench.repository.push('c1', { fate: 'breaks' });
    // The round of the new declaration was three seconds after the first one.
    await bench.clock.advance(7_000);
    assert.equal(triesOf('c1'), 2);
    await bench.clock.advance(5_000);
    assert.equal(triesOf('c1'), 3);
    assert.equal(bench.condition('Stalled'), 'true RetriesSpent');
  });

  test('for want of a registry is tried for as long as that takes, never more often than the pauses allow, and never given up', async () => {
    bench.repository.push('c1', { fate: 'registry-down' });
    await bench.clock.advance(11 * MINUTE);
    // After 5, 10, 20 and 40 seconds, and then at every interval.
    assert.equal(triesOf('c1'), 1 + 4 + Math.floor((600 - 75) / 60));
    assert.equal(bench.condition('Stalled'), 'false NotStalled');
    assert.equal(bench.condition('Ready'), 'false RegistryUnreachable');
    assert.equal(bench.machine.running.get('shop'), 'c0');
    bench.repository.commits.set('c1', { fate: 'good', services: ['web'] });
    await bench.clock.advance(MINUTE);
    assert.equal(bench.machine.running.get('shop'), 'c1');
    assert.equal(bench.condition('Ready'), 'true Succeeded');
    assert.deepEqual([bench.shop.record.failures, bench.shop.record.error], [0, null]);
  });

  test('is told once: tried, failed, rolled back, given up, and later that all is well again', async () => {
    bench.events.length = 0;
    bench.repository.push('c1', { fate: 'unhealthy' });
    await bench.clock.advance(10 * MINUTE);
    bench.repository.push('c2');
    await bench.clock.advance(10 * MINUTE);
    assert.deepEqual(bench.kinds(), ['failed c1', 'rolled-back c1', 'stalled c1', 'applied c2', 'recovered c2']);
  });

  test('while the repository is down, what is held stays held', async () => {
    bench.repository.push('c1', { fate: 'unhealthy' });
    await bench.clock.advance(MINUTE);
    bench.repository.isDown = true;
    await bench.clock.advance(10 * MINUTE);
    assert.equal(bench.condition('Stalled'), 'true Quarantined');
    assert.equal(bench.condition('Ready'), 'false SourceUnreachable');
    assert.equal(bench.condition('Fetched'), 'false SourceUnreachable');
    bench.repository.isDown = false;
    await bench.clock.advance(5 * MINUTE);
    assert.equal(triesOf('c1'), 1);
    assert.equal(bench.condition('Ready'), 'false Quarantined');
  });
});

describe('drift', () => {
  test('that comes back is repaired ever more seldom, and given up at last, until a commit or a person comes', async () => {
    await using bench = new LoopBench();
    await bench.add('shop');
    bench.machine.isHaunted = true;
    bench.machine.drifted.add('shop');
    const repairs = () => bench.machine.applied.filter((line) => line.endsWith('repair')).length;
    await bench.clock.advance(MINUTE);
    assert.equal(repairs(), 1);
    await bench.clock.advance(10 * MINUTE);
    // After pauses of 5, 15, 45 and 135 seconds, at the next interval each, and then one of 405.
    assert.equal(repairs(), 5);
    await bench.clock.advance(5 * 60 * MINUTE);
    assert.equal(repairs(), 10);
    assert.equal(bench.condition('Stalled'), 'true RepairsSpent');
    assert.equal(bench.condition('Ready'), 'false RepairsSpent');
    bench.repository.push('c1');
    await bench.clock.advance(MINUTE);
    assert.equal(bench.condition('Stalled'), 'false NotStalled');
    assert.equal(bench.shop.status.repairs, null);
  });

  test('that is rare is repaired at once each time', async () => {
    await using bench = new LoopBench();
    await bench.add('shop');
    for (let hour = 0; hour < 30; hour++) {
      bench.machine.drifted.add('shop');
      await bench.clock.advance(60 * MINUTE);
      assert.equal(bench.machine.drifted.size, 0);
    }
    assert.equal(bench.condition('Stalled'), 'false NotStalled');
    assert.equal(bench.shop.status.repairs?.count, 1);
  });

  test('is left alone where that is declared', async () => {
    await using bench = new LoopBench();
    await bench.add('shop', { selfHeal: { enabled: false, delayMs: 1, longestMs: 1, attempts: null } });
    bench.machine.drifted.add('shop');
    await bench.clock.advance(60 * MINUTE);
    assert.deepEqual([...bench.machine.drifted], ['shop']);
    await bench.agent.sync('shop', UNCARING);
    assert.equal(bench.machine.drifted.size, 0);
  });

  test('that is repaired counts apart from a commit that fails', async () => {
    await using bench = new LoopBench();
    await bench.add('shop');
    bench.repository.push('c1', { fate: 'breaks' });
    bench.machine.isHaunted = true;
    bench.machine.drifted.add('shop');
    await bench.clock.advance(MINUTE);
    assert.deepEqual([bench.shop.status.retries?.count, bench.shop.status.repairs?.count], [1, 1]);
    bench.machine.isHaunted = false;
    await bench.clock.advance(60 * MINUTE);
    assert.deepEqual([bench.shop.status.retries?.count, bench.shop.status.repairs?.count], [8, 2]);
    assert.equal(bench.condition('Stalled'), 'true RetriesSpent');
    assert.equal(bench.machine.drifted.size, 0);
  });
});

test('rounds that find nothing to do write nothing, also those of a commit that is held', async () => {
  await using bench = new LoopBench();
  await bench.add('shop');
  await bench.clock.advance(MINUTE);
  const before = bench.database.writes;
  await bench.clock.advance(60 * MINUTE);
  assert.equal(bench.database.writes, before);
  assert.equal(bench.repository.asked, 62);
  bench.repository.push('c1', { fate: 'unhealthy' });
  await bench.clock.advance(2 * MINUTE);
  const held = bench.database.writes;
  await bench.clock.advance(60 * MINUTE);
  assert.equal(bench.database.writes, held);
});
