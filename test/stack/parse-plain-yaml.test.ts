import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePlainYaml } from '../../src/stack/parse-plain-yaml.ts';
import { OWN_LIMITS, parseAnyYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toPosition, toSourceText } from '../../src/stack/source-text.ts';
import type { TreeNode } from '../../src/stack/tree.ts';
import { caseStacks } from './case-stacks.ts';
import { skipWithoutCases } from './cases.ts';
import { applyEdit, edit } from './mutations.ts';

const TEXT = `# a comment
name: shop   # another
services:
  web:
    image: "nginx:1.27"
    command: ["--port", 80, -v, {a: 'it''s', b: [x, y z]}]
    environment:
    - A=1
    -   B: "two\\n"
        C: ~
    - - nested
      - 0.5
    ports:

      # between
      - 8080:80
      - "127.0.0.1:1:1"
    "quoted key": http://example.com/#part
    deploy:
networks: {}
volumes: []
`;

test('plain YAML is read as the general parser reads it, with the same places', () => {
  assert.ok(parsePlainYaml(toSourceText('stack.yml', TEXT), OWN_LIMITS));
  checkSame(TEXT);
});

for (const text of [
  'a: &b c',
  'a: *b',
  'a: !x c',
  'a: |\n  b',
  'a: b\n  c',
  'a: b: c',
  'a: 0o17',
  '1: a',
  '<<: {a: b}',
  'a: [b',
  "a: 'b",
  'a: b\na: c',
  '---\na: b',
  'a:\tb',
  'a: [b]c',
  'a: "b"c',
  '- a',
  'a: @b',
  'a: [b: c]',
  '__proto__: a',
  '',
]) {
  test(`not plain, for the general parser: ${JSON.stringify(text)}`, () => {
    assert.equal(parsePlainYaml(toSourceText('stack.yml', text), OWN_LIMITS), undefined);
  });
}

test('whatever is read as plain YAML, the general parser reads alike: stack files', {
  skip: skipWithoutCases,
}, (context) => {
  const stacks = caseStacks();
  const plain = stacks.filter(({ text }) => checkSame(text));
  context.diagnostic(`${plain.length} of ${stacks.length} files are plain`);
  assert.ok(plain.length > stacks.length / 2);
});

test('whatever is read as plain YAML, the general parser reads alike: anything', () => {
  const runs = Number(process.env['DOCKR_RUNS'] ?? 2000);
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      checkSame(edits.reduce((text, each) => applyEdit(text, each), TEXT));
    }),
    { numRuns: runs },
  );
  const piece = fc.constantFrom(
    'a',
    '- ',
    ': ',
    ':',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '#',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ', ',
    ',',
    '1',
    '-',
    '?',
    '\\',
    '~',
    '.',
    'x: y',
    '0',
    'e',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => void checkSame(`a: ${pieces.join('')}`)),
    { numRuns: 5 * runs },
  );
});

/** Whether it is plain. */
function checkSame(text: string): boolean {
  const source = toSourceText('stack.yml', text);
  const plain = parsePlainYaml(source, OWN_LIMITS);
  if (!plain) return false;
  const problems = createProblems();
  const trees = parseAnyYaml(source, OWN_LIMITS, problems);
  assert.deepEqual([problems.errors, trees.map(describe)], [[], [describe(plain)]]);
  return true;
}

/** With places as people see them. Where nothing is, only the line counts. */
function describe(node: TreeNode): unknown {
  const { line, column, length } = toPosition(node.at);
  if (node.kind === 'list') return { line, column, length, items: node.items.map(describe) };
  if (node.kind === 'map')
    return {
      line,
      column,
      length,
      entries: [...node.entries].map(([key, entry]) => [key, toPosition(entry.key), describe(entry.value)]),
    };
  const at = node.value === null ? { line } : { line, column, length };
  return { ...at, value: node.value, textStart: node.textStart };
}
