// Newer commits, whoever tells of them, while an older one is carried out.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { settled } from '../../support/fake-clock.ts';
import { LoopBench, UNCARING } from './loop-bench.ts';

const MINUTE = 60_000;

describe('while a commit is carried out', () => {
  let bench: LoopBench;
  beforeEach(async () => {
    bench = new LoopBench();
    await bench.add('shop');
    await bench.clock.advance(10_000);
    bench.repository.push('slow', { fate: 'slow' });
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
    assert.equal(bench.clock.pending, 0);
  });

  const hint = async (): Promise<void> => {
    bench.agent.hint('shop', 'webhook');
    await settled();
  };

  test('a newer one takes its place as soon as somebody tells of it (P14)', async () => {
    await hint();
    assert.equal(bench.condition('Reconciling'), 'true RoundRuns');
    await bench.clock.advance(5_000);
    bench.repository.push('new');
    await hint();
    assert.deepEqual(bench.machine.applied.slice(1), ['shop slow release!', 'shop new release']);
    assert.equal(bench.machine.running.get('shop'), 'new');
    assert.deepEqual([bench.shop.record.error, bench.shop.record.failures], [null, 0]);
    assert.equal(bench.machine.mostAtWork, 1);
  });

  test('a newer one is found at the next interval though nobody tells of it', async () => {
    await hint();
    bench.repository.push('new');
    await bench.clock.advance(MINUTE);
    assert.equal(bench.machine.running.get('shop'), 'new');
  });

  test('one that is refused, invalid or held takes nobody its place', async () => {
    for (const fate of ['refused', 'invalid', 'empty'] as const) {
      bench.repository.push('slow', { fate: 'slow' });
      await hint();
      bench.repository.push(fate, { fate });
      await hint();
      await bench.clock.advance(2 * MINUTE);
      assert.equal(bench.shop.isBusy, true);
      await bench.clock.advance(8 * MINUTE);
      assert.equal(bench.machine.running.get('shop'), 'slow');
      await bench.clock.advance(2 * MINUTE);
      bench.repository.push('c0');
      await bench.clock.advance(2 * MINUTE);
    }
  });

  test('a repository that is down takes nobody its place', async () => {
    await hint();
    bench.repository.isDown = true;
    await bench.clock.advance(10 * MINUTE);
    assert.equal(bench.machine.running.get('shop'), 'slow');
  });

  test('who asked for the older one gets the newer one', async () => {
    const asked = bench.agent.sync('shop', UNCARING);
    await settled();
    bench.repository.push('new');
    await hint();
    assert.equal((await asked).applied, 'new');
  });

  test('one that takes too long is given up, and counts as a failure', async () => {
    await bench.redeclare('shop', { timeoutMs: 2 * MINUTE });
    assert.equal(bench.shop.isBusy, true);
    await bench.clock.advance(2 * MINUTE);
    assert.equal(bench.shop.record.error?.error.code, 'round-timed-out');
    assert.equal(bench.condition('Ready'), 'false RoundTimedOut');
    assert.equal(bench.machine.running.get('shop'), 'c0');
  });

  test('to suspend lets it end, and nothing begins after it', async () => {
    await hint();
    bench.agent.suspend('shop');
    bench.repository.push('new');
    await hint();
    await bench.clock.advance(60 * MINUTE);
    assert.equal(bench.machine.running.get('shop'), 'slow');
    bench.agent.resume('shop');
    await settled();
    assert.equal(bench.machine.running.get('shop'), 'new');
  });
});

describe('many commits in a short time', () => {
  for (const fate of ['good', 'slow'] as const)
    test(`ten in five seconds end on the newest with three releases at most, each of them ${fate}`, async () => {
      await using bench = new LoopBench();
      await bench.add('shop');
      await bench.clock.advance(10_000);
      const before = bench.machine.applied.length;
      for (let count = 1; count <= 10; count++) {
        bench.repository.push(`c${count}`, { fate: count === 10 ? 'good' : fate });
        bench.agent.hint('shop', 'webhook');
        await settled();
        // The first one has begun before any time has gone by.
        if (count === 1) assert.equal(bench.machine.applied.length, before + 1);
        await bench.clock.advance(500);
      }
      await bench.clock.advance(5_000);
      assert.equal(bench.machine.running.get('shop'), 'c10');
      const releases = bench.machine.applied.slice(before);
      assert.ok(releases.length <= 3, releases.join(', '));
    });

  test('a flood of hints leads to no more than a look after each look', async () => {
    await using bench = new LoopBench();
    await bench.add('shop');
    await bench.clock.advance(10_000);
    const asked = bench.repository.asked;
    for (let count = 0; count < 10_000; count++) bench.agent.hint('shop', 'webhook');
    await settled();
    assert.ok(bench.repository.asked - asked <= 2);
  });
});
