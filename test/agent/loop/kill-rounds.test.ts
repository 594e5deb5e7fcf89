import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploySkipReason } from '../deploy-rig.ts';
import { killRounds } from './kill-rounds.ts';

// All of them are in test/long; these are where most could be lost.
test('a daemon killed in the middle of a deployment goes on by itself', {
  skip: deploySkipReason(),
  timeout: 300_000,
}, async (context) => {
  const cases = [
    { push: 'first', name: 'container:spawn' },
    { push: 'good', name: 'round:apply' },
    { push: 'good', name: 'step:wait-ready:before' },
    { push: 'good', name: 'round:status' },
    { push: 'good', name: 'round:record' },
    { push: 'bad', name: 'step:wait-ready:before' },
    { push: 'bad', name: 'revision:end' },
    { push: 'bad', name: 'round:record' },
  ] as const;
  const hit = await killRounds(cases, (line) => context.diagnostic(line));
  assert.equal(hit.size, new Set(cases.map(({ name }) => name)).size);
});
