// Names that are made of whatever somebody calls a branch.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { previewNames, subjectKey } from '../../../src/agent/previews/preview-names.ts';
import type { PreviewSubject } from '../../../src/core/declaration.ts';
import { errorCode } from '../../../src/core/errors.ts';
import { isStackName } from '../../../src/stack/project-name.ts';

const RUNS = { numRuns: 1000 };

const branch = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '-', '_', '/', '.', 'а', 'ａ', '\u001b', '1'), maxLength: 80 }),
);
const subject: fc.Arbitrary<PreviewSubject> = fc.oneof(
  branch.map((name) => ({ kind: 'branch', branch: name }) as const),
  fc.integer({ min: 1, max: 1_000_000_000 }).map((number) => ({ kind: 'pull-request', number }) as const),
);
const parent = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,49}$/);

test('any branch gives two names of a stack that begin with that of the parent', () => {
  fc.assert(
    fc.property(parent, subject, (name, of) => {
      for (const one of previewNames(name, of)) {
        assert.ok(isStackName(one) && one.length <= 63, one);
        assert.ok(one.startsWith(`${name}-`) && one.length > name.length + 1, one);
      }
    }),
    RUNS,
  );
});

test('the second name of two branches is never the same', () => {
  fc.assert(
    fc.property(parent, subject, subject, (name, a, b) => {
      fc.pre(subjectKey(a) !== subjectKey(b));
      assert.notEqual(previewNames(name, a)[1], previewNames(name, b)[1]);
    }),
    RUNS,
  );
});

test('a name is what can be read of the branch', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['feature/Cart', 'shop-feature-cart'],
    ['fix--it..now', 'shop-fix-it-now'],
    ['-x', 'shop-x'],
    ['../../etc', 'shop-etc'],
    ['öäü', 'shop-x'],
    // A cyrillic letter that looks like a latin one is none.
    ['pаy', 'shop-p-y'],
  ];
  for (const [name, wanted] of cases) assert.equal(previewNames('shop', { kind: 'branch', branch: name })[0], wanted);
  assert.equal(previewNames('shop', { kind: 'pull-request', number: 7 })[0], 'shop-pr-7');
});

test('a parent whose name leaves no room is told so', () => {
  const make = () => previewNames('a'.repeat(51), { kind: 'branch', branch: 'x' });
  assert.throws(make, (error) => errorCode(error) === 'preview-name-too-long');
});
