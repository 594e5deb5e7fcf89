import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { findMutants } from './find-mutants.ts';
import { percent, runMutants, scoreByFile } from './run-mutants.ts';

const root = resolve(import.meta.dirname, '../..');
const SOURCE = 'src/reconcile/canonical-resources.ts';
/** The first reaches the source, too, and notices less. */
const TESTS = ['test/reconcile/claims.test.ts', 'test/reconcile/canonical-spec.test.ts'];

test('a fault is tried with the tests of every file that reach it, and noticed by the one that looks', async () => {
  const only = ({ text }: { readonly text: string }): boolean => text === 'slice';
  const { verdicts } = await runMutants({ sources: [SOURCE], tests: TESTS, sample: 1, offset: 0, workers: 1, only });
  assert.deepEqual(
    verdicts.map(({ killer }) => killer),
    [{ file: TESTS[1], name: 'limits of a container are in one order, and a policy that retries keeps its number' }],
  );
});

test('what no test reaches is noticed by none', async () => {
  const only = ({ text }: { readonly text: string }): boolean => text === 'slice';
  const tests = ['test/reconcile/hide-secrets.test.ts'];
  const { survivors } = await runMutants({ sources: [SOURCE], tests, sample: 1, offset: 0, workers: 1, only });
  assert.equal(survivors.length, 1);
});

test('scores are told by file, the worst first', () => {
  const [mutant] = findMutants(join(root, SOURCE), readFileSync(join(root, SOURCE), 'utf8'));
  assert.ok(mutant);
  const other = { ...mutant, file: join(root, 'src/reconcile/claims.ts') };
  const rows = scoreByFile([
    { mutant, killer: 'died' },
    { mutant: other, killer: null },
    { mutant: other, killer: { file: 'f', name: 'n' } },
  ]);
  assert.deepEqual(rows, ['src/reconcile/claims.ts: 1 of 2 (50.0 %)', `${SOURCE}: 1 of 1 (100.0 %)`]);
  assert.equal(percent(0.8549), '85.5 %');
});
