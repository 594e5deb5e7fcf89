// Stage: variables in every string value of a tree, never in keys.
import { StackError } from '../core/errors.ts';
import type { Problems } from './problems.ts';
import { addError, addUnsetVariable } from './problems.ts';
import type { SourceRange, SourceText } from './source-text.ts';
import { type Lookup, substitute } from './template.ts';
import { mapChildren, type ScalarNode, type TreeNode } from './tree.ts';
import { spendCharacters, type TreeBudget } from './tree-budget.ts';

/** A dollar sign, or an escape that could stand for one. */
const MAY_HAVE_VARIABLES = /[$\\]/;

/** The tree with its variables filled in. What cannot be filled in is reported and left as it is. */
export function interpolateTree(node: TreeNode, lookup: Lookup, problems: Problems, budget?: TreeBudget): TreeNode {
  return mayHaveVariables(node.at.source) ? interpolate(node, { lookup, problems, budget }) : node;
}

/** By source: one with many documents is searched once. */
const searched = new WeakMap<SourceText, boolean>();

function mayHaveVariables(source: SourceText): boolean {
  const known = searched.get(source) ?? MAY_HAVE_VARIABLES.test(source.text);
  searched.set(source, known);
  return known;
}

type Filling = {
  readonly lookup: Lookup;
  readonly problems: Problems;
  readonly budget: TreeBudget | undefined;
};

function interpolate(node: TreeNode, filling: Filling): TreeNode {
  if (node.kind === 'scalar') return interpolateScalar(node, filling);
  return mapChildren(node, (child) => interpolate(child, filling));
}

function interpolateScalar(node: ScalarNode, { lookup, problems, budget }: Filling): TreeNode {
  const { value } = node;
  if (typeof value !== 'string' || !value.includes('$')) return node;
  try {
    const onUnset = (name: string, offset: number, length: number): void =>
      addUnsetVariable(problems, name, rangeWithin(node, value, offset, length));
    const filled = substitute(value, { lookup, onUnset });
    if (budget) spendCharacters(budget, filled.length, node.at);
    return { kind: 'scalar', value: filled, at: node.at, ...(node.tag ? { tag: node.tag } : {}) };
  } catch (error) {
    if (!(error instanceof StackError) || error.code === 'too-large') throw error;
    const { offset, length } = error.facts;
    addError(problems, error.code, error.message, rangeWithin(node, value, Number(offset), Number(length)), error.hint);
    return node;
  }
}

/** The place inside a value, where the source shows the same characters there; else the whole value. */
function rangeWithin(node: ScalarNode, value: string, offset: number, length: number): SourceRange {
  if (node.textStart === undefined) return node.at;
  const start = node.textStart + offset;
  const isSame = node.at.source.text.startsWith(value.slice(offset, offset + length), start);
  return isSame ? { source: node.at.source, start, end: start + length } : node.at;
}
