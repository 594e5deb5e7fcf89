// The whole daemon over a machine that is made up: histories of edits, commands, crashes and meddling, each from one seed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSeeds, seedsFrom, USUAL_TURNS } from './run-seeds.ts';
import { simulateSeed } from './simulate-history.ts';

const SEEDS = seedsFrom(process.env, { first: 1, count: 300 });

test('P12-P16, P18, P23: whatever happens to a machine, the daemon keeps what it promises', async (context) => {
  const started = process.cpuUsage();
  const coverage = await runSeeds(SEEDS);
  const { user, system } = process.cpuUsage(started);
  const perMinute = Math.round((SEEDS.count * 60e6) / (user + system));
  context.diagnostic(`${SEEDS.count} histories, ${perMinute} in a minute of one processor`);
  if (SEEDS.count > 1) assert.deepEqual(coverage.missing(USUAL_TURNS), [], 'the histories reach all of it');
});

test('a seed replays to the letter', async () => {
  const first = await simulateSeed(SEEDS.first + 10);
  const second = await simulateSeed(SEEDS.first + 10);
  assert.ok(first.log.length > 20);
  assert.deepEqual(second.log, first.log);
});
