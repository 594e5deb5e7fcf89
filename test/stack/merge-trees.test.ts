import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeTrees } from '../../src/stack/merge-trees.ts';
import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import { findNode, type TreeNode } from '../../src/stack/tree.ts';

function parse(text: string): TreeNode {
  const [tree] = parseYaml(toSourceText('stack.yml', text), OWN_LIMITS, createProblems());
  assert.ok(tree);
  return tree;
}

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

test('long lists of hosts and subnets merge in linear time', { timeout: 10_000 }, () => {
  const numbers = Array.from({ length: 40_000 }, (_, index) => index);
  const hosts = numbers.map((index) => `h${index}=10.0.0.1`).join(', ');
  const subnets = numbers.map((index) => `{ subnet: "fd00:${index.toString(16)}::/64" }`).join(', ');
  const text = `services: { web: { extra_hosts: [${hosts}] } }\nnetworks: { n: { ipam: { config: [${subnets}] } } }\n`;
  const merged = mergeTrees(parse(text), parse(text));
  const list = (...path: string[]) => findNode(merged, path);
  for (const node of [list('services', 'web', 'extra_hosts'), list('networks', 'n', 'ipam', 'config')])
    assert.equal(node.kind === 'list' && node.items.length, 40_000);
});
