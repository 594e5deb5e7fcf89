// A stack as YAML with the place that each value came from behind it: `dockr config --origin`.
import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import { formatPosition, type SourcePosition } from '../core/position.ts';
import { toComposeShape } from './compose-shape.ts';
import { findValueOrigin } from './find-value-origin.ts';
import { escapeDollars, YAML_STYLE } from './format-stack.ts';
import type { Stack } from './model.ts';
import { toPosition } from './source-text.ts';
import { formatPath, type TreeNode, type TreePath } from './tree.ts';

export type ValueOrigin = {
  readonly path: string;
  readonly value: unknown;
  /** Undefined for what no file says: a default, or what follows from something else. */
  readonly at?: Pick<SourcePosition, 'file' | 'line' | 'column'>;
};

export type Origins = { readonly stack: Stack; readonly tree: TreeNode };

/** The stack file with a comment behind each value. */
export function formatOrigins({ stack, tree }: Origins): string {
  const document = new Document(escapeDollars(toComposeShape(stack)), YAML_STYLE);
  visitLeaves(document.contents, [], (node, path) => {
    const at = originAt(tree, path);
    node.comment = ` ${at ? formatPosition(at) : 'default'}`;
  });
  return document.toString(YAML_STYLE);
}

/** The same as a list. */
export function listOrigins({ stack, tree }: Origins): readonly ValueOrigin[] {
  const origins: ValueOrigin[] = [];
  visitValues(toComposeShape(stack), [], (value, path) => {
    const at = originAt(tree, path);
    const place = at && { at: { file: at.file, line: at.line, column: at.column } };
    origins.push({ path: formatPath(path), value, ...place });
  });
  return origins;
}

function originAt(tree: TreeNode, path: TreePath): SourcePosition | undefined {
  const range = findValueOrigin(tree, path);
  return range && toPosition(range);
}

function visitLeaves(node: unknown, path: TreePath, see: (node: Node, path: TreePath) => void): void {
  if (isMap(node) && node.items.length > 0) {
    for (const { key, value } of node.items) visitLeaves(value, [...path, isScalar(key) ? String(key.value) : ''], see);
  } else if (isSeq(node) && node.items.length > 0) {
    for (const [index, item] of node.items.entries()) visitLeaves(item, [...path, index], see);
  } else if (isScalar(node)) see(node, path);
}

/** Empty maps and lists are values too. */
function visitValues(value: unknown, path: TreePath, see: (value: unknown, path: TreePath) => void): void {
  const isEmpty = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isEmpty) {
    see(value, path);
    return;
  }
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of entries) visitValues(item, [...path, key], see);
}
