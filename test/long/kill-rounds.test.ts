import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUND_FAILPOINTS } from '../../src/core/failpoint.ts';
import { deploySkipReason } from '../agent/deploy-rig.ts';
import { KILL_CASES, killRounds } from '../agent/loop/kill-rounds.ts';

test('a daemon killed at any failpoint of a deployment goes on by itself', {
  skip: deploySkipReason(),
}, async (context) => {
  const hit = await killRounds(KILL_CASES, (line) => context.diagnostic(line));
  assert.deepEqual(
    ROUND_FAILPOINTS.filter((name) => !hit.has(name)),
    [],
    'failpoints that nothing comes by',
  );
  assert.ok(hit.size > 40, `${hit.size} failpoints were hit`);
});
