import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failpoint, parseFaults } from '../../src/core/failpoint.ts';

test('faults are read with what they do', () => {
  assert.deepEqual(
    [...parseFaults('container:start=kill;step:build-image:before=sleep:2s;network:bridge=error')],
    [
      ['container:start', { kind: 'kill' }],
      ['step:build-image:before', { kind: 'sleep', ms: 2000 }],
      ['network:bridge', { kind: 'error' }],
    ],
  );
});

test('what is no fault is an error', () => {
  for (const text of ['x', 'x=', 'x=die', '=kill', 'x=sleep:', 'a=kill;'])
    assert.throws(() => parseFaults(text), { code: 'bad-failpoint' });
});

test('without the variable nothing happens', () => {
  failpoint('container:start');
});
