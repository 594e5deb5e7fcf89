// The canonical shape with less of what the loader filled in: for `dockr config --no-path-resolution`, `--no-normalize`.
import { resolve } from 'node:path';
import { findValueNode, findValueOrigin } from './find-value-origin.ts';
import type { Shape } from './shape.ts';
import type { TreeNode, TreePath } from './tree.ts';

/** Paths as the files have them, seen from the folder of the stack. */
export function withWrittenPaths(
  shape: unknown,
  { tree, directory }: { readonly tree: TreeNode; readonly directory: string },
): unknown {
  return mapLeaves(shape, [], (value, path) => {
    if (!value.startsWith('/')) return value;
    const node = findValueNode(tree, path);
    if (!node) return value === directory && path.at(-1) === 'context' ? '.' : value;
    const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
    // A short form has more behind the path.
    const candidates = [text, text.split(':')[0] ?? ''];
    return (
      candidates.find((each) => each !== '' && !each.startsWith('/') && resolve(directory, each) === value) ?? value
    );
  });
}

/** What only the loader says, and what `--no-normalize` therefore leaves out. */
const FILLED_IN: readonly RegExp[] = [
  /^services\.[^.]+\.networks(\.default)?$/,
  /^services\.[^.]+\.depends_on(\.[^.]+)?$/,
  /^services\.[^.]+\.build\.(context|dockerfile)$/,
  /^networks(\.default)?$/,
  /^(networks|volumes|secrets|configs)\.[^.]+\.name$/,
];

/** Without what the files do not say themselves. */
export function withoutNormalization(shape: unknown, tree: TreeNode): unknown {
  return mapKeys(shape, [], (path) => {
    const isFilledIn = FILLED_IN.some((pattern) => pattern.test(path.join('.')));
    return !isFilledIn || findValueOrigin(tree, path) !== undefined;
  });
}

function mapLeaves(value: unknown, path: TreePath, change: (text: string, path: TreePath) => string): unknown {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapLeaves(item, [...path, index], change));
  if (!isShape(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, [...path, key], change)]));
}

function mapKeys(value: unknown, path: TreePath, isKept: (path: TreePath) => boolean): unknown {
  if (!isShape(value)) return value;
  const kept = Object.entries(value).filter(([key]) => isKept([...path, key]));
  return Object.fromEntries(kept.map(([key, item]) => [key, mapKeys(item, [...path, key], isKept)]));
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
