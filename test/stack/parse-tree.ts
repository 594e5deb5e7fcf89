import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import type { TreeNode } from '../../src/stack/tree.ts';

/** The tree of a text with one document. */
export function parseTree(text: string): TreeNode {
  const [tree] = parseYaml(toSourceText('stack.yml', text), OWN_LIMITS, createProblems());
  if (!tree) throw new Error('the text has no document');
  return tree;
}
