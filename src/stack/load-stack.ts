// The loader: stack files to the model. The stages stand here in their order; each has a file of its own.
import { StackError } from '../core/errors.ts';
import { stableJson } from '../core/hash.ts';
import type { SourcePosition } from '../core/position.ts';
import { checkSchema } from './check-schema.ts';
import { checkSupported } from './check-supported.ts';
import { describePath } from './describe-path.ts';
import { findSetting } from './find-stack-files.ts';
import { interpolateTree } from './interpolate.ts';
import { toLookup, type Variables } from './load-environment.ts';
import { dropReset, mergeTrees, uniqueItems } from './merge-trees.ts';
import type { Stack } from './model.ts';
import { OWN_LIMITS, parseYaml, type YamlLimits } from './parse-yaml.ts';
import {
  addError,
  addWarning,
  createProblems,
  dropFollowUps,
  gather,
  type Problems,
  type StackWarning,
  throwProblems,
} from './problems.ts';
import { checkStackName, nameOfFolder } from './project-name.ts';
import { type LoadOptions, readStackFiles } from './read-stack-files.ts';
import { type Field, fieldOf, type Reading } from './reading.ts';
import { type SourceText, toPosition } from './source-text.ts';
import { readSource, type StackReader } from './stack-reader.ts';
import { substitute } from './template.ts';
import { type EnvFileTexts, envFilePaths } from './to-environment.ts';
import { toServiceNames, toStack } from './to-stack.ts';
import { findRange, getChild, type MapNode, type TreeNode, type TreePath, toPlain } from './tree.ts';

export type LoadedStack = {
  readonly stack: Stack;
  /** Where something stands in the stack files, by its path there, such as `['services', 'web', 'ports', 0]`. */
  readonly positions: (path: TreePath) => SourcePosition | undefined;
  readonly warnings: readonly StackWarning[];
};

/** Loads a stack. Throws a StackError, or an ErrorList of all problems in order of place. */
export async function loadStack(options: LoadOptions): Promise<LoadedStack> {
  const problems = createProblems();
  const { sources, directory, variables, files, warnings } = await readStackFiles(options);
  problems.warnings.push(...warnings);
  const documents = parseSources(sources, options.limits ?? OWN_LIMITS, problems);
  throwProblems(problems);
  const name = resolveStackName(documents, { options, directory, variables });
  const lookup = toLookup(new Map([...variables, ['COMPOSE_PROJECT_NAME', name]]));
  const filled = documents.map((document) => interpolateTree(document, lookup, problems));
  throwProblems(problems);
  const tree = mergeDocuments(filled, problems);
  await checkSchema(tree, problems);
  checkSupported(tree, problems);
  const schemaErrors = [...problems.errors];
  const reading: Reading = { stack: name, problems, directory, home: variables.get('HOME'), lookup };
  const root = { node: tree, path: [], key: tree.at };
  const profiles = options.profiles?.length
    ? options.profiles
    : (findSetting(lookup, 'PROFILES') ?? '').split(',').filter((profile) => profile !== '');
  const envFiles = await readEnvFiles(reading, activeServices(root, profiles), options);
  const stack = toStack(reading, root, { files, envFiles, profiles, allResources: options.allResources ?? false });
  dropFollowUps(problems, schemaErrors);
  throwProblems(problems);
  return { stack, positions: (path) => toPosition(findRange(tree, path)), warnings: problems.warnings };
}

function parseSources(sources: readonly SourceText[], limits: YamlLimits, problems: Problems): readonly MapNode[] {
  const documents: MapNode[] = [];
  for (const source of sources) {
    try {
      documents.push(...parseSource(source, limits, problems));
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

function parseSource(source: SourceText, limits: YamlLimits, problems: Problems): readonly MapNode[] {
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
  return maps.map((map) => withoutVersion(map, problems));
}

function withoutVersion(map: MapNode, problems: Problems): MapNode {
  const version = map.entries.get('version');
  if (!version) return map;
  addWarning(
    problems,
    'obsolete-version',
    `"version" has no effect in ${version.key.source.file}: remove it`,
    version.key,
  );
  return { ...map, entries: new Map([...map.entries].filter(([key]) => key !== 'version')) };
}

type Naming = { readonly options: LoadOptions; readonly directory: string; readonly variables: Variables };

/** Given, else COMPOSE_PROJECT_NAME, else the last `name` of the files, else what the folder is called. */
function resolveStackName(documents: readonly MapNode[], { options, directory, variables }: Naming): string {
  const given = options.projectName || findSetting(toLookup(variables), 'PROJECT_NAME');
  if (given) return checkStackName(given);
  const node = documents.map((document) => getChild(document, 'name')).findLast((name) => name !== undefined);
  const written =
    node?.kind === 'scalar' && typeof node.value === 'string'
      ? substitute(node.value, { lookup: toLookup(variables) })
      : '';
  if (written !== '' && node) return checkStackName(written, toPosition(node.at));
  return nameOfFolder(directory);
}

function mergeDocuments(documents: readonly TreeNode[], problems: Problems): TreeNode {
  const [first, ...rest] = documents;
  if (!first) throw new StackError('empty-file', { message: 'there is no stack file to load' });
  let tree = first;
  for (const document of rest) {
    try {
      tree = mergeTrees(tree, document);
    } catch (error) {
      gather(problems, error);
    }
  }
  return uniqueItems(dropReset(tree), [], (before, after, path) => {
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

function activeServices(root: Field, profiles: readonly string[]): readonly Field[] {
  return toServiceNames(root, profiles).active.flatMap((name) => fieldOf(root, 'services', name) ?? []);
}

/** A file that is not there has no text: whether that is an error is for the service to say. */
async function readEnvFiles(reading: Reading, services: readonly Field[], reader: StackReader): Promise<EnvFileTexts> {
  const texts = new Map<string, SourceText | StackError>();
  for (const path of envFilePaths(reading, services)) {
    try {
      texts.set(path, await readSource(reader, path, { shown: path, purpose: 'env file' }));
    } catch (error) {
      if (!(error instanceof StackError)) throw error;
      if (error.code !== 'file-not-found') texts.set(path, error);
    }
  }
  return texts;
}
