// Stage: documents to one tree, in Compose's order for each: variables, `include`, `extends`, then over what came before.
import { applyExtends } from './apply-extends.ts';
import { applyIncludes } from './apply-includes.ts';
import { mergeTrees } from './merge-trees.ts';
import { prepareDocument } from './prepare-document.ts';
import { gather, type Problems, throwProblems } from './problems.ts';
import type { MapNode } from './tree.ts';
import type { FileScope, StackDocument, TreeLoading } from './tree-loading.ts';

/** The documents merged in their order. Throws what is wrong with their variables, includes and extensions. */
export async function composeDocuments(
  documents: readonly StackDocument[],
  scope: FileScope,
  loading: TreeLoading,
): Promise<MapNode | undefined> {
  const { problems } = loading;
  const prepared = documents.map(({ tree, file }) => ({ file, tree: prepareDocument(tree, scope, loading) }));
  throwProblems(problems);
  let merged: MapNode | undefined;
  for (const { file, tree } of prepared) {
    const own = { ...scope, chain: [...scope.chain, file] };
    const whole = await applyIncludes(tree, own, { ...loading, compose: composeDocuments });
    const extended = await applyExtends(whole, own, loading);
    merged = merged === undefined ? extended : mergeDocument(merged, extended, problems);
  }
  throwProblems(problems);
  return merged;
}

function mergeDocument(base: MapNode, over: MapNode, problems: Problems): MapNode {
  try {
    const merged = mergeTrees(base, over);
    if (merged.kind === 'map') return merged;
  } catch (error) {
    gather(problems, error);
  }
  return base;
}
