import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareNames,
  compareText,
  groupBy,
  ownValue,
  sortedBy,
  sortedRecord,
  sortedSet,
} from '../../src/reconcile/sorting.ts';

test('names are sorted as people count', () => {
  const sorted = ['a', 'a-1', 'a-2', 'a-2-1', 'a-2-10', 'a-10', 'a-10b', 'b', 'web', 'web-01', 'web-2'];
  for (const [index, name] of sorted.entries()) {
    assert.equal(compareNames(name, name), 0, name);
    for (const later of sorted.slice(index + 1)) {
      assert.ok(compareNames(name, later) < 0, `${name} before ${later}`);
      assert.ok(compareNames(later, name) > 0, `${later} after ${name}`);
    }
  }
});

test('names whose numbers are equal but written otherwise have an order, too', () => {
  assert.ok(compareNames('web-01', 'web-1') < 0);
  assert.ok(compareNames('web-1', 'web-01') > 0);
});

test('numbers come before the names that they are only a part of', () => {
  assert.ok(compareNames('1a', 'a') < 0);
  assert.ok(compareNames('', 'a') < 0);
  assert.ok(compareNames('a', '') > 0);
});

const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '1', '2', '0') });

test('the order of names is one order: nothing is before itself, and what is before is before', () => {
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      assert.equal(Math.sign(compareNames(a, b)), -Math.sign(compareNames(b, a)) + 0);
      assert.equal(compareNames(a, b) === 0, a === b);
      if (compareNames(a, b) < 0 && compareNames(b, c) < 0) assert.ok(compareNames(a, c) < 0);
    }),
    { numRuns: 2000 },
  );
});

test('text is sorted by code units, whatever the locale', () => {
  assert.deepEqual(['b', 'a', 'Z', 'ä', 'a'].sort(compareText), ['Z', 'a', 'a', 'b', 'ä']);
  assert.equal(compareText('a', 'a'), 0);
});

test('sorted copies leave what they were made from', () => {
  const items = ['web-10', 'web-2', 'web-1'];
  assert.deepEqual(
    sortedBy(items, (item) => item),
    ['web-1', 'web-2', 'web-10'],
  );
  assert.deepEqual(items, ['web-10', 'web-2', 'web-1']);
  assert.deepEqual(sortedSet(['b', 'a', 'b', 'C']), ['C', 'a', 'b']);
  assert.deepEqual(Object.keys(sortedRecord({ b: 1, a: 2, C: 3 })), ['C', 'a', 'b']);
});

test('a record has only what is its own', () => {
  assert.equal(ownValue<number>({ a: 1 }, 'a'), 1);
  assert.equal(ownValue<number>({ a: 1 }, 'constructor'), undefined);
});

test('groups keep the order in which their items came', () => {
  const groups = groupBy(['b2', 'a1', 'b1'], (item) => item.slice(0, 1));
  assert.deepEqual(
    [...groups],
    [
      ['b', ['b2', 'b1']],
      ['a', ['a1']],
    ],
  );
});
