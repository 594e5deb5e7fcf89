import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { underSignal } from '../../src/core/under-signal.ts';

test('the outer signal aborts the work, with its reason', async () => {
  const outer = new AbortController();
  const reason = new Error('enough');
  const seen = await underSignal(outer.signal, async ({ signal }) => {
    outer.abort(reason);
    return signal.reason;
  });
  assert.equal(seen, reason);
});

test('work under a signal that is aborted already is aborted from its beginning', async () => {
  const reason = new Error('too late');
  assert.equal(await underSignal(AbortSignal.abort(reason), async ({ signal }) => signal.reason), reason);
});

test('the work alone is aborted by its own controller, and the first reason stays', async () => {
  const outer = new AbortController();
  const first = new Error('first');
  const seen = await underSignal(outer.signal, async (own) => {
    own.abort(first);
    assert.equal(outer.signal.aborted, false);
    outer.abort(new Error('second'));
    return own.signal.reason;
  });
  assert.equal(seen, first);
});

test('a controller that somebody else has aborts the work, too', async () => {
  const own = new AbortController();
  const seen = await underSignal(
    new AbortController().signal,
    async ({ signal }) => {
      own.abort();
      return signal.aborted;
    },
    own,
  );
  assert.equal(seen, true);
});

test('nothing of work that has ended stays with the outer signal', async () => {
  const outer = new AbortController();
  await underSignal(outer.signal, async () => {});
  await assert.rejects(
    underSignal(outer.signal, async () => {
      throw new Error('it failed');
    }),
  );
  assert.equal(getEventListeners(outer.signal, 'abort').length, 0);
});
