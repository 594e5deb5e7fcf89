// Stage: the files of a stack as one tree, and the name of the stack. Nothing of it is checked against the schema yet.
import { StackError } from '../core/errors.ts';
import { stableJson } from '../core/stable-json.ts';
import { composeDocuments } from './compose-tree.ts';
import { describePath } from './describe-path.ts';
import { findSetting } from './find-stack-files.ts';
import { toLookup, type Variables } from './load-environment.ts';
import { dropReset, uniqueItems } from './merge-trees.ts';
import { OWN_LIMITS, type YamlLimits } from './parse-yaml.ts';
import { addError, addWarning, createProblems, gather, type Problems, throwProblems } from './problems.ts';
import { checkStackName, nameOfFolder } from './project-name.ts';
import { parseDocuments, withoutVersion } from './read-document.ts';
import { type LoadOptions, readStackFiles } from './read-stack-files.ts';
import { type SourceText, toPosition } from './source-text.ts';
import { type Lookup, substitute } from './template.ts';
import { getChild, type MapNode, type ScalarNode, type TreeNode, toPlain } from './tree.ts';
import { createTreeBudget } from './tree-budget.ts';
import type { StackDocument } from './tree-loading.ts';

export type MergedStack = {
  readonly name: string;
  readonly directory: string;
  readonly files: readonly string[];
  /** What variables of the files are filled in from. */
  readonly variables: Variables;
  /** All files in one, not checked yet. */
  readonly tree: TreeNode;
};

/** The files of a stack as one tree: included, extended, merged, and filled in unless that is left out. */
export async function loadMergedTree(options: LoadOptions, problems = createProblems()): Promise<MergedStack> {
  const { sources, directory, variables, files, warnings } = await readStackFiles(options);
  problems.warnings.push(...warnings);
  const { limits = OWN_LIMITS, skip = [] } = options;
  const documents = parseSources(sources, { files, limits, problems });
  throwProblems(problems);
  const trees = documents.map((document) => document.tree);
  const name = resolveStackName(trees, { options, directory, variables });
  const own = new Map([...variables, ['COMPOSE_PROJECT_NAME', name]]);
  const tree = finishTree(
    await composeDocuments(
      documents,
      { directory, variables: own, chain: [] },
      { reader: options, cwd: options.cwd, root: directory, limits, problems, budget: createTreeBudget(limits), skip },
    ),
    problems,
  );
  return { name, directory, files, variables: own, tree };
}

type Parsing = { readonly files: readonly string[]; readonly limits: YamlLimits; readonly problems: Problems };

function parseSources(sources: readonly SourceText[], { files, limits, problems }: Parsing): readonly StackDocument[] {
  const documents: StackDocument[] = [];
  for (const [index, source] of sources.entries()) {
    try {
      const trees = parseDocuments(source, limits, problems).map((tree) => withoutVersion(tree, problems));
      documents.push(...trees.map((tree) => ({ file: files[index] ?? '-', tree })));
    } catch (error) {
      gather(problems, error);
    }
  }
  const [first] = sources;
  if (documents.length === 0 && problems.errors.length === 0 && first) {
    addError(
      problems,
      'empty-file',
      `stack file "${first.file}" is empty`,
      { source: first, start: 0, end: 0 },
      'write at least "services:" with one service',
    );
  }
  return documents;
}

type Naming = { readonly options: LoadOptions; readonly directory: string; readonly variables: Variables };

/** Given, else COMPOSE_PROJECT_NAME, else the last `name` of the files, else what the folder is called. */
function resolveStackName(documents: readonly MapNode[], { options, directory, variables }: Naming): string {
  const given = options.projectName || findSetting(toLookup(variables), 'PROJECT_NAME');
  if (given) return checkStackName(given);
  const node = documents.map((document) => getChild(document, 'name')).findLast((name) => name !== undefined);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return nameOfFolder(directory);
  const written = fillName(node, node.value, toLookup(variables));
  return written === '' ? nameOfFolder(directory) : checkStackName(written, toPosition(node.at));
}

function fillName({ at }: ScalarNode, text: string, lookup: Lookup): string {
  try {
    return substitute(text, { lookup });
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    throw new StackError(error.code, { message: error.message, at: toPosition(at), hint: error.hint });
  }
}

/** The tree without what its tags delete, each item of a list once. */
function finishTree(tree: MapNode | undefined, problems: Problems): TreeNode {
  if (!tree) throw new StackError('empty-file', { message: 'there is no stack file to load' });
  return uniqueItems(dropReset(tree), (before, after, path) => {
    // Over several files that is how a merge works; within one it is a slip.
    if (before.at.source !== after.at.source || stableJson(toPlain(before)) === stableJson(toPlain(after))) return;
    addWarning(
      problems,
      'replaced-item',
      `an item of ${describePath(path)} is replaced by the one on line ${toPosition(after.at).line}`,
      before.at,
    );
  });
}
