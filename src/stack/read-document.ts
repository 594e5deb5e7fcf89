// A stack file that another one names: read, parsed and bounded.
import { StackError } from '../core/errors.ts';
import { toLookup } from './load-environment.ts';
import { parseYaml, type YamlLimits } from './parse-yaml.ts';
import { addError, addWarning, type Problems } from './problems.ts';
import { shownPath } from './read-stack-files.ts';
import { type SourceRange, type SourceText, toPosition } from './source-text.ts';
import { readSource } from './stack-reader.ts';
import type { MapNode } from './tree.ts';
import { spendFile, spendNodes } from './tree-budget.ts';
import type { FileScope, StackDocument, TreeLoading } from './tree-loading.ts';

/** The documents of a file. `named` is where it is named: an error in reading it points there. */
export async function readDocuments(
  file: string,
  named: SourceRange,
  { scope, loading, purpose }: { readonly scope: FileScope; readonly loading: TreeLoading; readonly purpose: string },
): Promise<readonly StackDocument[]> {
  spendFile(loading.budget, named);
  const source = await readNamed(loading, file, { named, purpose });
  const trees = parseDocuments({ ...source, lookup: toLookup(scope.variables) }, loading.limits, loading.problems);
  for (const tree of trees) spendNodes(loading.budget, tree, named);
  return trees.map((tree) => ({ file, tree }));
}

/** A file's text; an error in reading it points at the place where it is named. */
export async function readNamed(
  { reader, cwd }: TreeLoading,
  file: string,
  { named, purpose }: { readonly named: SourceRange; readonly purpose: string },
): Promise<SourceText> {
  try {
    return await readSource(reader, file, { shown: shownPath(cwd, file), purpose });
  } catch (error) {
    if (!(error instanceof StackError) || error.at) throw error;
    throw new StackError(error.code, {
      message: error.message,
      at: toPosition(named),
      hint: error.hint,
      cause: error.cause,
    });
  }
}

/** The maps of a source, one for each document that says something. What is not a map is reported. */
export function parseDocuments(source: SourceText, limits: YamlLimits, problems: Problems): readonly MapNode[] {
  const trees = parseYaml(source, limits, problems).filter((tree) => tree.kind !== 'scalar' || tree.value !== null);
  const maps = trees.filter((tree) => tree.kind === 'map');
  const other = trees.find((tree) => tree.kind !== 'map');
  if (other)
    addError(
      problems,
      'wrong-type',
      `stack file "${source.file}" must be a map at the top level, but is a ${other.kind}`,
      other.at,
    );
  return maps;
}

/** The document without `version`, which has no effect; a warning says so. */
export function withoutVersion(map: MapNode, problems: Problems): MapNode {
  const version = map.entries.get('version');
  if (!version) return map;
  addWarning(
    problems,
    'obsolete-version',
    `"version" has no effect in ${version.key.source.file}: remove it`,
    version.key,
  );
  return withoutKey(map, 'version');
}

export function withoutKey(map: MapNode, removed: string): MapNode {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => key !== removed)) };
}
