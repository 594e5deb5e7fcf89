// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractVariables } from '../../src/stack/extract-variables.ts';
import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toSourceText } from '../../src/stack/source-text.ts';

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
