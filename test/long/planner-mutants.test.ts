import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMutant, runMutants } from '../mutation/run-mutants.ts';

/** Of all mutants, one in so many; DOCKR_MUTANTS=1 takes every one, which takes an hour. */
const SAMPLE = Number(process.env['DOCKR_MUTANTS'] ?? 40);
/** The goal is 0.85. */
const LEAST = 0.75;

test('faults that are put into the planner are noticed by its tests', async (context) => {
  const offset = Number(process.env['DOCKR_SEED'] ?? Date.now() % 1_000_000);
  context.diagnostic(`DOCKR_SEED=${offset}`);
  const { killed, survivors } = await runMutants({ sources: 'src/reconcile/*.ts', sample: SAMPLE, offset, workers: 2 });
  const score = killed / (killed + survivors.length);
  context.diagnostic(`${killed} of ${killed + survivors.length} noticed (${(score * 100).toFixed(1)} %)`);
  for (const survivor of survivors) context.diagnostic(describeMutant(survivor));
  assert.ok(score >= LEAST, `${(score * 100).toFixed(1)} %`);
});
