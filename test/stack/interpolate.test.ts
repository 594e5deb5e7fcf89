// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpolateTree } from '../../src/stack/interpolate.ts';
import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems, type Problems } from '../../src/stack/problems.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import { type TreeNode, toPlain } from '../../src/stack/tree.ts';

function interpolate(
  text: string,
  env: Readonly<Record<string, string>>,
): { readonly tree: TreeNode; readonly problems: Problems } {
  const problems = createProblems();
  const [tree] = parseYaml(toSourceText('stack.yml', text), OWN_LIMITS, problems);
  assert.ok(tree);
  const values = new Map(Object.entries(env));
  return { tree: interpolateTree(tree, (name) => values.get(name), problems), problems };
}

test('keys are never interpolated', () => {
  const { tree } = interpolate('$A: $A\n', { A: 'x' });
  assert.deepEqual(toPlain(tree), { $A: 'x' });
});

const PLACES: readonly (readonly [string, string, number, number])[] = [
  ['plain', 'image: nginx:${TAG}\n', 14, 6],
  ['double quotes', 'image: "nginx:$TAG"\n', 15, 4],
  ['single quotes', "image: 'nginx:${TAG}'\n", 15, 6],
];

for (const [form, text, column, length] of PLACES) {
  test(`a warning points at the variable inside of a value in ${form}`, () => {
    const { problems } = interpolate(text, {});
    const [warning] = problems.warnings;
    assert.equal(warning?.code, 'unset-variable');
    assert.deepEqual(
      [warning?.at?.line, warning?.at?.column, warning?.at?.length, warning?.at?.text],
      [1, column, length, text.trimEnd()],
    );
  });
}

test('where escapes move the characters, the whole value is pointed at', () => {
  const { problems } = interpolate('image: "a\\tb ${TAG}"\n', {});
  assert.equal(problems.warnings[0]?.at?.column, 8);
});
