// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { substitute } from '../../src/stack/template.ts';

test('a branch that is not taken is not looked at', () => {
  const unset: string[] = [];
  const text = substitute('${A:-${B:?no B}}-${C:+${D:?no D}}', {
    lookup: (name) => (name === 'A' ? 'a' : undefined),
    onUnset: (name) => unset.push(name),
  });
  assert.equal(text, 'a-');
  assert.deepEqual(unset, []);
});

test('an unset variable without a default is told with its place', () => {
  const unset: unknown[] = [];
  substitute('x $A ${B}', { lookup: () => undefined, onUnset: (...place) => unset.push(place) });
  assert.deepEqual(unset, [
    ['A', 2, 2],
    ['B', 5, 4],
  ]);
});

test('a place inside a nested default counts from the start of the whole text', () => {
  assert.throws(() => substitute('ab ${A:-cd ${B:?gone}}', { lookup: () => undefined }), {
    code: 'missing-variable',
    facts: { offset: 11, length: 10 },
  });
});

test('hostile nesting is refused', () => {
  assert.throws(() => substitute('${A:-'.repeat(10_000) + '}'.repeat(10_000), { lookup: () => undefined }), {
    code: 'bad-template',
  });
});
