// A branch that moves between the moment in which the server was asked and that in which its commit is fetched.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Trust } from '../../../src/agent/trust/trust.ts';
import { LoopBench } from './loop-bench.ts';

const MINUTE = 60_000;
let bench: LoopBench;

beforeEach(() => {
  bench = new LoopBench();
  bench.repository.push('later');
  bench.repository.head = 'c0';
  bench.repository.movesOnTo = 'later';
});
afterEach(() => bench[Symbol.asyncDispose]());

test('is at what was fetched, by its name', async () => {
  await bench.add('shop');
  assert.equal(bench.machine.running.get('shop'), 'later');
  assert.equal(bench.shop.record.applied?.commit, 'later');
  assert.deepEqual(bench.results, ['later applied']);
});

test('that fails is held by the name of what failed', async () => {
  bench.repository.push('later', { fate: 'invalid' });
  bench.repository.head = 'c0';
  await bench.add('shop').catch(() => {});
  bench.repository.movesOnTo = undefined;
  await bench.clock.advance(2 * MINUTE);
  assert.equal(bench.machine.running.get('shop'), 'c0');
});

test('is not carried out where commits are verified: it was another one that was', async () => {
  bench.trust = {} as Trust;
  await bench.add('shop').catch(() => {});
  assert.equal(bench.machine.running.get('shop'), undefined);
  bench.repository.movesOnTo = undefined;
  bench.repository.head = 'later';
  await bench.clock.advance(2 * MINUTE);
  assert.equal(bench.machine.running.get('shop'), 'later');
});
