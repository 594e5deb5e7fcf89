// Stage: a document with its variables filled in and its relative paths seen from the stack's folder.
import { interpolateTree } from './interpolate.ts';
import { toLookup } from './load-environment.ts';
import { rebasePaths } from './rebase-paths.ts';
import type { MapNode } from './tree.ts';
import type { FileScope, TreeLoading } from './tree-loading.ts';

/** `directory` is where the paths of the document start. What cannot be filled in is reported. */
export function prepareDocument(
  tree: MapNode,
  { directory, variables }: Pick<FileScope, 'directory' | 'variables'>,
  { problems, budget, root, skip }: TreeLoading,
): MapNode {
  const filled = skip.includes('interpolation') ? tree : interpolateTree(tree, toLookup(variables), problems, budget);
  const moved = rebasePaths(filled, { from: directory, to: root });
  return moved.kind === 'map' ? moved : tree;
}
