import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DirtyPaths } from '../../src/watch/dirty-paths.ts';
import { FakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;

function watched(dirty: DirtyPaths) {
  const batches: (readonly string[])[] = [];
  void dirty.take(never).then((paths) => batches.push(paths));
  return batches;
}

describe('changed paths are handed out', () => {
  test('together, after 100 ms without another', async () => {
    const clock = new FakeClock();
    const dirty = new DirtyPaths(clock, 100);
    const batches = watched(dirty);
    dirty.add('/b');
    await clock.advance(90);
    dirty.add('/a');
    await clock.advance(99);
    assert.deepEqual(batches, []);
    await clock.advance(1);
    assert.deepEqual(batches, [['/a', '/b']]);
  });

  test('after 500 ms, however busy the writer', async () => {
    const clock = new FakeClock();
    const dirty = new DirtyPaths(clock, 100);
    const batches = watched(dirty);
    for (let at = 0; at < 500; at += 50) {
      assert.deepEqual(batches, []);
      dirty.add('/busy');
      await clock.advance(50);
    }
    assert.deepEqual(batches, [['/busy']]);
  });

  test('also when they changed while nobody waited', async () => {
    const clock = new FakeClock();
    const dirty = new DirtyPaths(clock, 100);
    dirty.add('/a');
    await clock.advance(1000);
    dirty.add('/b');
    assert.deepEqual(await dirty.take(never), ['/a', '/b']);
    const batches = watched(dirty);
    await clock.advance(1000);
    assert.deepEqual(batches, []);
    assert.equal(clock.pending, 0);
  });

  test('never after the signal', async () => {
    const dirty = new DirtyPaths(new FakeClock(), 100);
    const ending = new AbortController();
    const taken = dirty.take(ending.signal);
    ending.abort(new Error('enough'));
    await assert.rejects(taken, /enough/);
  });
});
