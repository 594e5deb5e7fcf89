import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFailpoints } from './failpoints.ts';

// All of them are in test/long; these are where most could be lost.
test('a daemon killed between two steps of an update loses nothing', { timeout: 120_000 }, async (context) => {
  const cases = [
    { operation: 'update', name: 'replace:rename-new' },
    { operation: 'update', name: 'container:record-process' },
    { operation: 'update', name: 'step:wait-ready:before' },
    { operation: 'update', name: 'switch:rename-new' },
    { operation: 'down', name: 'container:remove-files' },
  ] as const;
  const hit = await runFailpoints({ cases, onCase: (line) => context.diagnostic(line) });
  assert.equal(hit.size, cases.length);
});
