// How much a load may still take: what includes, extensions and variables multiply is bounded as a whole.
import { StackError } from '../core/errors.ts';
import type { YamlLimits } from './parse-yaml.ts';
import { type SourceRange, toPosition } from './source-text.ts';
import type { TreeNode } from './tree.ts';

/** What is left of each. */
export type TreeBudget = {
  /** Files that others name: includes, their overrides and env files, bases of extensions. */
  files: number;
  /** Values of those files, and of services after their extension. */
  nodes: number;
  /** Characters that come of variables. */
  characters: number;
  readonly sizes: WeakMap<TreeNode, number>;
};

export function createTreeBudget(limits: YamlLimits): TreeBudget {
  return {
    files: limits.files,
    nodes: 2 * limits.nodes,
    characters: limits.bytes,
    sizes: new WeakMap(),
  };
}

/** Throws `too-large` when there were too many files. */
export function spendFile(budget: TreeBudget, at: SourceRange): void {
  budget.files--;
  if (budget.files < 0) throw tooLarge('includes and extends more files than are allowed', at);
}

/** Throws `too-large` when all trees together have too many values. */
export function spendNodes(budget: TreeBudget, tree: TreeNode, at: SourceRange): void {
  budget.nodes -= countNodes(tree, budget.sizes);
  if (budget.nodes < 0)
    throw tooLarge('has more values than are allowed once its includes and extensions are made', at);
}

/** Throws `too-large` when variables have filled in too much. */
export function spendCharacters(budget: TreeBudget, count: number, at: SourceRange): void {
  budget.characters -= count;
  if (budget.characters < 0) throw tooLarge('is larger than is allowed once its variables are filled in', at);
}

/** Trees share their nodes after an extension, so that counting one again must not walk it again. */
function countNodes(node: TreeNode, sizes: WeakMap<TreeNode, number>): number {
  if (node.kind === 'scalar') return 1;
  const known = sizes.get(node);
  if (known !== undefined) return known;
  let size = 1;
  if (node.kind === 'list') for (const item of node.items) size += countNodes(item, sizes);
  else for (const entry of node.entries.values()) size += countNodes(entry.value, sizes);
  sizes.set(node, size);
  return size;
}

function tooLarge(what: string, at: SourceRange): StackError {
  return new StackError('too-large', { message: `the stack ${what}`, at: toPosition(at) });
}
