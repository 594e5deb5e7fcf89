import { test } from 'node:test';
import { caseStacks } from '../stack/case-stacks.ts';
import { skipWithoutCases } from '../stack/cases.ts';
import { loadMutants } from '../stack/mutations.ts';

test('ten thousand mutated stack files give a stack or our errors', { skip: skipWithoutCases }, async (context) => {
  const seed = Number(process.env['DOCKR_SEED'] ?? Date.now() % 1_000_000);
  context.diagnostic(`DOCKR_SEED=${seed}`);
  await loadMutants(caseStacks(), 10_000, seed);
});
