import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryReturn } from '../../src/daemon/memory-return.ts';
import { FakeClock } from '../support/fake-clock.ts';

test('memory is given back once after each busy time, and not while it lasts or at rest', async () => {
  const clock = new FakeClock();
  let [processorMs, given] = [0, 0];
  using _ = new MemoryReturn({ clock, processorMs: () => processorMs, giveBack: () => given++ });
  const spend = async (milliseconds: number) => {
    processorMs += milliseconds;
    await clock.advance(5000);
    return given;
  };
  assert.deepEqual([await spend(500), await spend(500)], [0, 0], 'while it is busy');
  assert.deepEqual([await spend(10), await spend(10), await spend(10)], [1, 1, 1], 'at rest');
  assert.deepEqual([await spend(500), await spend(10), await spend(10)], [1, 2, 2], 'after the next busy time');
});
