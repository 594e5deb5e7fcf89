// Ten thousand histories of the whole daemon: what three hundred do not find.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RARE_TURNS, runSeeds, seedsFrom } from '../simulation/run-seeds.ts';

const SEEDS = seedsFrom(process.env, { first: 1001, count: 10_000 });

test('ten thousand histories break no rule, and reach every turn', async () => {
  const coverage = await runSeeds(SEEDS);
  if (SEEDS.count > 1) assert.deepEqual(coverage.missing(RARE_TURNS), []);
});
