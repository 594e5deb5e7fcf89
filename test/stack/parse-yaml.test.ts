import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StackError } from '../../src/core/errors.ts';
import { FOREIGN_LIMITS, OWN_LIMITS, parseYaml, type YamlLimits } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toPosition, toSourceText } from '../../src/stack/source-text.ts';
import { findRange, toPlain } from '../../src/stack/tree.ts';

function plain(text: string): unknown {
  return parseYaml(toSourceText('stack.yml', text), OWN_LIMITS, createProblems()).map(toPlain);
}

function problemsOf(text: string): readonly (readonly [string, number | undefined, number | undefined])[] {
  const problems = createProblems();
  parseYaml(toSourceText('stack.yml', text), OWN_LIMITS, problems);
  return problems.errors.map((error) => [error.code, error.at?.line, error.at?.column]);
}

function failure(text: string, limits: YamlLimits = OWN_LIMITS): StackError {
  try {
    parseYaml(toSourceText('stack.yml', text), limits, createProblems());
  } catch (error) {
    if (error instanceof StackError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'expected an error' });
}

test('each document becomes a tree', () => {
  assert.deepEqual(plain('a: 1\n---\nb: [x, null]\n'), [{ a: 1 }, { b: ['x', null] }]);
});

test('merge keys take a map, an alias or a list, and what is written wins', () => {
  const text = 'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\np: {<<: *x, b: 0}\nq: {<<: [*x, *y]}\nr: {<<: {z: 1}}\n';
  assert.deepEqual(plain(text), [
    { x: { a: 1, b: 1 }, y: { b: 2, c: 2 }, p: { b: 0, a: 1 }, q: { a: 1, b: 1, c: 2 }, r: { z: 1 } },
  ]);
});

test('yes and on are texts, and numbers that begin with 0 are octal', () => {
  assert.deepEqual(plain('[yes, on, 0440, 0o17, 08, 1e3]'), [['yes', 'on', 288, 15, 8, 1000]]);
});

test('an alias names the anchor nearest before it', () => {
  assert.deepEqual(plain('[&a 1, *a, &a 2, *a]'), [[1, 1, 2, 2]]);
});

test('every wrong key is reported with its place', () => {
  const text = 'a: 1\na: 2\n3: x\n__proto__: {}\nb: !what 1\n';
  assert.deepEqual(problemsOf(text), [
    ['duplicate-key', 2, 1],
    ['non-string-key', 3, 1],
    ['forbidden-key', 4, 1],
    ['unknown-tag', 5, 10],
  ]);
});

test('a character that YAML does not allow is an error with its place, also within quotes and comments', () => {
  for (const text of ['a: 1\nb: "x\0y"\n', 'a: 1\n# \u001b[31m\n', 'a: 1\nb: |\n  x\u0007\n', '\0\0']) {
    const { code, message, at } = failure(text);
    assert.equal(code, 'bad-yaml');
    assert.match(message, /^the file is not valid YAML: it has the control character U\+00(00|1B|07)$/);
    assert.equal(at?.line, text.startsWith('\0') ? 1 : text.includes('|') ? 3 : 2);
  }
  assert.deepEqual(plain('a: "\t\\x1b[31m\\n"\r\n'), [{ a: '\t\u001b[31m\n' }]);
});

test('a text with the character NUL is reported: nothing that runs can be given one', () => {
  assert.deepEqual(problemsOf('a: 1\nb: "x\\0y"\nc: ["\\x00"]\n"\\0": 1\n'), [
    ['bad-yaml', 2, 4],
    ['bad-yaml', 3, 5],
    ['bad-yaml', 4, 1],
  ]);
});

test('a path leads to its place', () => {
  const [tree] = parseYaml(
    toSourceText('stack.yml', 'services:\n  web:\n    ports:\n      - "80:80"\n'),
    OWN_LIMITS,
    createProblems(),
  );
  assert.ok(tree);
  const at = toPosition(findRange(tree, ['services', 'web', 'ports', 0]));
  assert.deepEqual(at, { file: 'stack.yml', line: 4, column: 9, length: 7, text: '      - "80:80"' });
  assert.equal(toPosition(findRange(tree, ['services', 'web', 'ports'])).line, 3);
});

const BROKEN: readonly (readonly [string, string, string, number])[] = [
  ['a tab as indentation', 'a:\n\tb: 1\n', 'bad-yaml', 2],
  ['a quote without an end', 'a: 1\nb: "x\nc: 2\n', 'bad-yaml', 2],
  ['a map inside of a line', 'a: b: c\n', 'bad-yaml', 1],
  ['an alias of nothing', 'a: *b\n', 'unknown-anchor', 1],
  ['an alias of itself', 'a: &b [*b]\n', 'alias-cycle', 1],
];

for (const [what, text, code, line] of BROKEN) {
  test(`${what} is an error with a place`, () => {
    const error = failure(text);
    assert.equal(error.code, code);
    assert.equal(error.at?.line, line);
  });
}

test('nesting is bounded before anything recursive sees it', () => {
  for (const text of ['['.repeat(100_000), '- '.repeat(20_000), '{a: '.repeat(20_000)])
    assert.equal(failure(text).code, 'too-deep');
});

test('aliases that multiply are stopped', () => {
  const levels = 'bcdefghij'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(', ')}]`);
  assert.equal(failure(['a: &a [x, x, x]', ...levels].join('\n')).code, 'too-large');
});

test('files of others have tighter limits', () => {
  assert.equal(failure(`a: [${'x, '.repeat(10_001)}]`, FOREIGN_LIMITS).code, 'too-large');
  assert.equal(failure(`a: "${'x'.repeat(1024 ** 2)}"`, FOREIGN_LIMITS).code, 'too-large');
  assert.equal(failure(`a: &a 1\nb: [${'*a, '.repeat(101)}]`, FOREIGN_LIMITS).code, 'too-large');
});
