// Which rounds do with what another deployment of the same repository was answered a moment ago.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { settled } from '../../support/fake-clock.ts';
import { LoopBench, UNCARING } from './loop-bench.ts';

const INTERVAL_MS = 60_000;

describe('an answer that is a tenth of the interval old', () => {
  let bench: LoopBench;
  beforeEach(async () => {
    bench = new LoopBench();
    await bench.add('shop', { intervalMs: INTERVAL_MS });
    await bench.clock.advance(10_000);
    bench.repository.ages.splice(0);
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  test('is enough for a look that is due', async () => {
    await bench.clock.advance(INTERVAL_MS);
    assert.deepEqual(bench.repository.ages, [INTERVAL_MS / 10]);
  });

  test('is not for who was told of news', async () => {
    bench.agent.hint('shop', 'webhook');
    await settled();
    assert.deepEqual(bench.repository.ages, [0]);
  });

  test('is not for a person, nor for the start of the daemon', async () => {
    await bench.agent.sync('shop', UNCARING);
    assert.deepEqual(bench.repository.ages, [0]);
    await bench.restart();
    assert.deepEqual(bench.repository.ages, [0, 0]);
  });

  test('is not for a commit that waits for a window: there may be no other look in it', async () => {
    const day = 86_400_000;
    await bench.redeclare('shop', {
      windows: [{ kind: 'deny', schedule: '0 0 * * *', durationMs: day, timezone: 'UTC' }],
    });
    bench.repository.push('new');
    await bench.clock.advance(2 * INTERVAL_MS);
    assert.notEqual(bench.shop.record.applied?.commit, 'new');
    bench.repository.ages.splice(0);
    await bench.clock.advance(2 * INTERVAL_MS);
    assert.deepEqual(new Set(bench.repository.ages), new Set([0]));
  });

  test('is not for what is tried again after a failure', async () => {
    bench.repository.isDown = true;
    await bench.clock.advance(INTERVAL_MS);
    bench.repository.ages.splice(0);
    await bench.clock.advance(10_000);
    assert.deepEqual(new Set(bench.repository.ages), new Set([0]));
  });

  test('is not for who looks, while a commit is carried out, whether there is a newer one', async () => {
    bench.repository.push('slow', { fate: 'slow' });
    await bench.clock.advance(INTERVAL_MS);
    assert.equal(bench.shop.isBusy, true);
    bench.repository.ages.splice(0);
    await bench.clock.advance(INTERVAL_MS);
    assert.deepEqual(new Set(bench.repository.ages), new Set([0]));
  });
});
