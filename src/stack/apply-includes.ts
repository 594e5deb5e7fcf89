// Stage: the resources of the files that `include` names, under what the including file says itself.
import { dirname, join, resolve } from 'node:path';
import { StackError } from '../core/errors.ts';
import { addEnvSources, type Variables } from './load-environment.ts';
import { mergeTrees, settleTags } from './merge-trees.ts';
import { addError, gather, strayWarning, throwProblems } from './problems.ts';
import { readDocuments, readNamed, withoutKey, withoutVersion } from './read-document.ts';
import { type IncludeEntry, type NamedPath, readIncludes } from './read-include.ts';
import { shownPath } from './read-stack-files.ts';
import { withBuildContexts } from './rebase-paths.ts';
import { type SourceText, toPosition } from './source-text.ts';
import { isNull, type MapNode } from './tree.ts';
import { spendFile } from './tree-budget.ts';
import type { ComposeDocuments, FileScope, StackDocument, TreeLoading } from './tree-loading.ts';

type IncludeLoading = TreeLoading & { readonly compose: ComposeDocuments };

/** What an included file gives; its name and its extensions stay its own. */
const RESOURCES: readonly string[] = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

/** The document with the resources of its includes, without `include`. What it says itself wins. */
export async function applyIncludes(tree: MapNode, scope: FileScope, loading: IncludeLoading): Promise<MapNode> {
  const include = tree.entries.get('include');
  if (!include) return tree;
  let result = withoutKey(tree, 'include');
  for (const entry of readIncludes(include.value, loading.problems)) {
    const included = await loadInclude(entry, scope, loading);
    if (included) result = importResources(included, result, loading);
  }
  return result;
}

async function loadInclude(
  entry: IncludeEntry,
  scope: FileScope,
  loading: IncludeLoading,
): Promise<MapNode | undefined> {
  const [first] = entry.paths;
  const directory = entry.projectDirectory
    ? resolve(scope.directory, entry.projectDirectory.text)
    : dirname(resolve(scope.directory, first.text));
  const variables = await includeVariables(entry, { directory, scope, loading });
  const inner = { directory, variables, chain: scope.chain };
  const documents: StackDocument[] = [];
  for (const path of entry.paths) {
    const file = resolve(scope.directory, path.text);
    checkChain(file, path, { scope, loading });
    const read = await readDocuments(file, path.node.at, { scope: inner, loading, purpose: 'included file' });
    documents.push(...read.map(({ tree }) => ({ file, tree: withoutVersion(tree, loading.problems) })));
  }
  throwProblems(loading.problems);
  if (documents.length === 0) {
    addError(loading.problems, 'empty-file', `included file "${first.text}" is empty`, first.node.at);
    return undefined;
  }
  const tree = await loading.compose(documents, inner, loading);
  return tree && withBuildContexts(tree, { from: directory, to: loading.root });
}

type Including = { readonly scope: FileScope; readonly loading: TreeLoading };

/** Throws `include-cycle`. */
function checkChain(file: string, path: NamedPath, { scope, loading }: Including): void {
  const from = scope.chain.indexOf(file);
  if (from === -1) return;
  const files = [...scope.chain.slice(from), file].map((each) => `"${shownPath(loading.cwd, each)}"`);
  throw new StackError('include-cycle', {
    message: `files include each other: ${files.join(' -> ')}`,
    at: toPosition(path.node.at),
    hint: 'remove one of these includes',
  });
}

/** Those of the includer, completed by the named env files or the `.env` of the included file's own folder. */
async function includeVariables(
  entry: IncludeEntry,
  { directory, scope, loading }: Including & { readonly directory: string },
): Promise<Variables> {
  const own = join(directory, '.env');
  const named: readonly NamedPath[] =
    entry.envFiles.length > 0
      ? entry.envFiles.filter(({ text }) => text !== '/dev/null')
      : directory !== scope.directory && (await loading.reader.fileExists(own))
        ? [{ text: own, node: entry.paths[0].node }]
        : [];
  const sources: SourceText[] = [];
  for (const { text, node } of named) {
    spendFile(loading.budget, node.at);
    const file = resolve(scope.directory, text);
    sources.push(await readNamed(loading, file, { named: node.at, purpose: 'env file' }));
  }
  return sources.length === 0
    ? scope.variables
    : addEnvSources(scope.variables, sources, strayWarning(loading.problems));
}

function importResources(included: MapNode, local: MapNode, { problems }: TreeLoading): MapNode {
  const entries = new Map(local.entries);
  for (const kind of RESOURCES) {
    const from = included.entries.get(kind);
    if (!from || isNull(from.value)) continue;
    const own = entries.get(kind);
    try {
      const value = settleTags(from.value);
      entries.set(kind, own ? { key: own.key, value: mergeTrees(value, own.value, [kind]) } : { key: from.key, value });
    } catch (error) {
      gather(problems, error);
    }
  }
  return { ...local, entries };
}
