import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stableJson } from '../../src/core/stable-json.ts';

/** What it says, as slowly as it can be said; `Object.fromEntries` puts array indexes first. */
function slowly(value: unknown): string {
  const sorted = (item: unknown): unknown =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item;
  return JSON.stringify(value, (_key, item: unknown) => sorted(item)) ?? 'null';
}

test('text is what JSON.stringify makes of the value with its keys sorted', () => {
  const anything = fc.anything({ withDate: true, withSparseArray: true, withNullPrototype: true, key: keys() });
  fc.assert(
    fc.property(anything, (value) => assert.equal(stableJson(value), slowly(value))),
    { numRuns: 5000 },
  );
});

test('the order in which keys were set is not seen', () => {
  const record = fc.dictionary(keys(), fc.jsonValue());
  const turned = (object: object) => Object.fromEntries(Object.entries(object).reverse());
  fc.assert(fc.property(record, (value) => assert.equal(stableJson(turned(value)), stableJson(value))));
});

test('undefined is left out of objects, and null elsewhere', () => {
  assert.equal(stableJson({ b: undefined, a: [undefined, () => 1], 10: 1, 9: 2 }), '{"9":2,"10":1,"a":[null,null]}');
  assert.equal(stableJson(undefined), 'null');
});

function keys(): fc.Arbitrary<string> {
  const odd = [
    '10',
    '9',
    '01',
    '4294967294',
    '4294967295',
    '4294967296',
    '-1',
    '1.5',
    '__proto__',
    'toString',
    'é',
    '',
  ];
  return fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom(...odd), fc.nat().map(String));
}
