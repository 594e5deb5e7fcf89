// What the files say of a value of the canonical model, whatever short or long form they have it in.
import { findChild } from './find-origin.ts';
import type { SourceRange } from './source-text.ts';
import { isNull, type TreeNode, type TreePath } from './tree.ts';

type Step = { readonly value: TreeNode; readonly key: SourceRange };

/** The place of a value of the model, or of the short form that it is a part of; undefined where the files say nothing. */
export function findValueOrigin(tree: TreeNode, path: TreePath): SourceRange | undefined {
  const step = findStep(tree, path) ?? findEnvFile(tree, path);
  if (!step) return undefined;
  return step.value.kind === 'scalar' && !isNull(step.value) ? step.value.at : step.key;
}

/** The node that says it: the value itself, the short form, or the list. */
export function findValueNode(tree: TreeNode, path: TreePath): TreeNode | undefined {
  return findStep(tree, path)?.value;
}

function findStep(tree: TreeNode, path: TreePath): Step | undefined {
  let step: Step = { value: tree, key: tree.at };
  for (const part of path) {
    const { value } = step;
    if (value.kind === 'scalar') return isNull(value) ? undefined : step;
    const child = findChild(value, part);
    // A list that the model has in another order is as near as it gets.
    if (!child) return value.kind === 'list' && typeof part === 'number' ? step : undefined;
    step = child;
  }
  return step;
}

function findEnvFile(tree: TreeNode, [top, service, key]: TreePath): Step | undefined {
  if (top !== 'services' || key !== 'environment' || service === undefined) return undefined;
  return findStep(tree, [top, service, 'env_file']);
}
