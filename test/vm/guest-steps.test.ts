import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { encodeSteps, parseSteps } from './guest-steps.ts';

test('what each step printed and ended with is found again', () => {
  const steps = { first: `echo "it's $((1 + 1))"; exit 3`, second: 'printf "a\nb"', silent: 'true' };
  const results = parseSteps(execFileSync('sh', ['-c', encodeSteps(steps)], { encoding: 'utf8' }));
  const found = Object.entries(results).map(([name, result]) => [name, result?.output, result?.status]);
  assert.deepEqual(found, [
    ['first', "it's 2", 3],
    ['second', 'a\nb', 0],
    ['silent', '', 0],
  ]);
});

test('a step that a power cut interrupted has no status, and the ones after it no result', () => {
  const results = parseSteps<'one' | 'two' | 'three'>(
    '## begin one 1.50\nx\n\n## end one 0 2.75\n## begin two 3\nhalf a li',
  );
  assert.deepEqual(results, {
    one: { output: 'x', status: 0, ms: 1250 },
    two: { output: 'half a li', status: null, ms: 0 },
  });
});
