// SECURITY.md row 14: whoever may push does so without end, to exhaust the agent.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { LoopBench } from '../loop/loop-bench.ts';

describe('commits without end', () => {
  let bench: LoopBench;
  beforeEach(async () => {
    bench = new LoopBench();
    await bench.add('shop');
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  test('that are all bad fill neither the memory nor the disk, and each is tried once', async () => {
    for (let count = 0; count < 300; count++) {
      bench.repository.push(`bad${count}`, { fate: 'unhealthy' });
      await bench.clock.advance(60_000);
    }
    assert.equal(bench.machine.applied.filter((line) => line.endsWith(' release')).length, 300);
    assert.ok(JSON.stringify(bench.statuses.find('shop')).length < 16_000);
    assert.equal(bench.machine.running.get('shop'), 'c0');
  });

  test('that take each other the place are carried out no faster than the loop likes, and the last one runs', async () => {
    for (let count = 0; count < 600; count++) {
      bench.repository.push(`c${count}`, { fate: count === 599 ? 'good' : 'slow' });
      bench.agent.hint('shop', 'webhook');
      await bench.clock.advance(100);
    }
    await bench.clock.advance(3_000);
    const releases = bench.machine.applied.filter((line) => line.includes(' release')).length;
    assert.ok(releases <= 22, `${releases} in a minute`);
    assert.equal(bench.machine.running.get('shop'), 'c599');
  });
});
