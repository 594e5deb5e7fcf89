// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractVariables } from '../../src/stack/extract-variables.ts';
import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import { skipWithoutCases } from './cases.ts';
import { checkCases, compare } from './check-cases.ts';

test('the variables of a tree are those that compose-go finds', { skip: skipWithoutCases }, async (context) => {
  await checkCases(context, 'compose-go-cases/extract-variables.json', {
    differences: {},
    run: (each) => {
      const shape = variablesIn(JSON.stringify(each['input'])).map(({ name, required, fallback, alternate }) => [
        name,
        { default: fallback, presence: alternate, required },
      ]);
      return compare(Object.fromEntries(shape), each.expect);
    },
  });
});

test('a use that says what is there without a value counts more than one that does not', () => {
  assert.deepEqual(variablesIn('[$A, "${A:-1}", $A, "${A:-2}"]'), [
    { name: 'A', required: false, fallback: '1', alternate: '' },
  ]);
});

test('doubled dollar signs are no variables, and those in branches are', () => {
  const names = variablesIn('["$$A ${B:-${C?no}} $${D}"]').map(({ name }) => name);
  assert.deepEqual(names, ['B', 'C']);
});

function variablesIn(yaml: string) {
  const [tree] = parseYaml(toSourceText('stack.yml', yaml), OWN_LIMITS, createProblems());
  return tree ? extractVariables(tree) : [];
}
