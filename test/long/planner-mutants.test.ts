import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMutant, percent, runMutants, scoreByFile } from '../mutation/run-mutants.ts';

/** Of all faults, one in so many, always the same; DOCKR_MUTANTS=1 takes every one, which takes some 25 minutes on two cores. */
const SAMPLE = Number(process.env['DOCKR_MUTANTS'] ?? 2);
const LEAST = 0.85;

/** The planner, and the runner with what carries out its steps. */
const SOURCES = [
  'src/reconcile/*.ts',
  'src/apply/{run-plan,step-schedule,execute-step,undo-step}.ts',
  'src/apply/{replace-container,start-successor,drain-container,wait-ready,wait-service}.ts',
];
/** Without those that are about the tests themselves, and those that need containers. */
const TESTS = [
  'test/reconcile/!(mutants|reach|seeded-faults).test.ts',
  'test/apply/!(bind-inputs|replace-container|seeded-faults).test.ts',
];

test('faults that are put into the planner and the runner are noticed by their tests', async (context) => {
  const options = { sources: SOURCES, tests: TESTS, sample: SAMPLE, offset: 0, workers: 2 };
  const { verdicts, survivors } = await runMutants(options);
  const score = 1 - survivors.length / verdicts.length;
  context.diagnostic(`${verdicts.length - survivors.length} of ${verdicts.length} noticed (${percent(score)})`);
  for (const line of [...scoreByFile(verdicts), ...survivors.map(describeMutant)]) context.diagnostic(line);
  assert.ok(score >= LEAST, percent(score));
});
