import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAILPOINTS } from '../../src/core/failpoint.ts';
import { FAILPOINT_CASES, runFailpoints } from '../faults/failpoints.ts';

test('a daemon killed at any failpoint of up, updates, canaries, rollback and down loses nothing', async (context) => {
  const hit = await runFailpoints({ cases: FAILPOINT_CASES, onCase: (line) => context.diagnostic(line) });
  assert.deepEqual(
    FAILPOINTS.filter((name) => !hit.has(name)),
    [],
    'failpoints that nothing comes by',
  );
});
