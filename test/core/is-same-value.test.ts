import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSameValue } from '../../src/core/is-same-value.ts';
import { stableJson } from '../../src/core/stable-json.ts';

const plain = () =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, 0, 1, '', '1', 'a'),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'toString'), fc.option(tie('value'), { nil: undefined }), {
        maxKeys: 2,
      }),
    ),
  })).value;

test('two values are the same when their JSON is, whatever the order of their keys', () => {
  const seen = { same: 0, other: 0 };
  const check = fc.property(plain(), plain(), (a, b) => {
    const same = stableJson(a) === stableJson(b);
    seen[same ? 'same' : 'other']++;
    assert.equal(isSameValue(a, b), same);
    assert.equal(isSameValue(b, a), same);
    assert.ok(isSameValue(a, structuredClone(a)));
  });
  fc.assert(check, { numRuns: 5000 });
  assert.ok(Math.min(seen.same, seen.other) > 100, JSON.stringify(seen));
});
