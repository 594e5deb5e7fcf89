import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeTrees, uniqueItems } from '../../src/stack/merge-trees.ts';
import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import { type TreeNode, toPlain } from '../../src/stack/tree.ts';
import { skipWithoutCases } from './cases.ts';
import { checkCases, compare } from './check-cases.ts';

function parse(text: string): TreeNode {
  const [tree] = parseYaml(toSourceText('stack.yml', text), OWN_LIMITS, createProblems());
  assert.ok(tree);
  return tree;
}

test('trees are merged as compose-go does: compose-go-cases/merge.json', {
  skip: skipWithoutCases,
}, async (context) => {
  await checkCases(context, 'compose-go-cases/merge.json', {
    differences: { 'override/Test_mergeYamlBuildSequence': '"build.platform" is not of the specification' },
    run: (each) =>
      compare(
        toPlain(uniqueItems(mergeTrees(parse(String(each['base'])), parse(String(each['override']))))),
        toPlain(parse(String(each.expect))),
      ),
  });
});

test('equal items count once, as in compose-go: compose-go-cases/unicity.json', {
  skip: skipWithoutCases,
}, async (context) => {
  await checkCases(context, 'compose-go-cases/unicity.json', {
    differences: {},
    run: (each) => compare(toPlain(uniqueItems(parse(String(each['input'])))), toPlain(parse(String(each.expect)))),
  });
});

test('merges of the specification itself come out as it says', { skip: skipWithoutCases }, async (context) => {
  await checkCases(context, 'compose-go-cases/spec-examples.json', {
    differences: { 'spec/13-merge/reset': 'a list that a reset leaves empty stays, which says the same' },
    run: (each) => {
      if (each['op'] !== 'merge' || typeof each['base'] !== 'string')
        return { kind: 'unsupported', what: `${String(each['op'])}: tested with the loader` };
      return compare(
        toPlain(uniqueItems(mergeTrees(parse(each['base']), parse(String(each['override']))))),
        toPlain(parse(String(each.expect))),
      );
    },
  });
});

test('a list over a map is an error that names both places', () => {
  const [base, over] = [
    parse('services:\n  a:\n    build:\n      context: .\n'),
    parse('services:\n  a:\n    build: [x]\n'),
  ];
  assert.throws(() => mergeTrees(base, over), {
    code: 'cannot-override',
    message: 'cannot override services.a.build: it is a map in stack.yml:4 and a list here',
  });
});
