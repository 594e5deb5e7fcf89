// The entries of `include`: texts, or maps of `path`, `project_directory` and `env_file`.
import { suggest } from '../core/suggest.ts';
import { addError, type Problems } from './problems.ts';
import { describeNode, isNull, type MapNode, shorten, type TreeNode } from './tree.ts';

/** A text of an entry, and the node it stands in. */
export type NamedPath = { readonly text: string; readonly node: TreeNode };

export type IncludeEntry = {
  /** The first is the file, the others are overrides of it. */
  readonly paths: readonly [NamedPath, ...NamedPath[]];
  readonly projectDirectory?: NamedPath | undefined;
  readonly envFiles: readonly NamedPath[];
};

const KEYS: readonly string[] = ['path', 'project_directory', 'env_file'];
const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i;

/** What `include` names. What is wrong with an entry is reported, and the entry left out. */
export function readIncludes(include: TreeNode, problems: Problems): readonly IncludeEntry[] {
  if (isNull(include)) return [];
  if (include.kind !== 'list') {
    addError(problems, 'wrong-type', `"include" must be a list, but is ${describeNode(include)}`, include.at);
    return [];
  }
  return include.items.flatMap((item, index) => readEntry(item, `include[${index}]`, problems) ?? []);
}

/** Whether a path is an address of another machine: those are not fetched. */
export function isRemotePath(path: string): boolean {
  return REMOTE.test(path);
}

function readEntry(item: TreeNode, name: string, problems: Problems): IncludeEntry | undefined {
  if (item.kind === 'list' || isNull(item)) return wrongType(item, name, { expected: 'a string or a map', problems });
  const map = item.kind === 'map' ? item : undefined;
  if (map) checkKeys(map, name, problems);
  const pathNode = map ? map.entries.get('path')?.value : item;
  if (pathNode === undefined) {
    addError(problems, 'missing-key', `key "path" is missing in "${name}"`, item.at);
    return undefined;
  }
  const [first, ...overrides] = readTexts(pathNode, map ? `${name}.path` : name, problems);
  if (!first) return undefined;
  if ([first, ...overrides].some((path) => refuseRemote(path, problems))) return undefined;
  const directory = readTexts(map?.entries.get('project_directory')?.value, `${name}.project_directory`, problems);
  return {
    paths: [first, ...overrides],
    projectDirectory: directory[0],
    envFiles: readTexts(map?.entries.get('env_file')?.value, `${name}.env_file`, problems),
  };
}

function checkKeys(map: MapNode, name: string, problems: Problems): void {
  for (const [key, entry] of map.entries) {
    if (KEYS.includes(key) || key.startsWith('x-')) continue;
    const near = suggest(key, KEYS);
    const message = `unknown key ${JSON.stringify(shorten(key))} in "${name}"`;
    addError(problems, 'unknown-key', message, entry.key, near && `did you mean "${near}"?`);
  }
}

function readTexts(node: TreeNode | undefined, name: string, problems: Problems): readonly NamedPath[] {
  if (node === undefined || isNull(node)) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => readTexts(item, name, problems));
  if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '')
    return [{ text: node.value, node }];
  wrongType(node, name, { expected: 'a path', problems });
  return [];
}

function refuseRemote({ text, node }: NamedPath, problems: Problems): boolean {
  if (!isRemotePath(text)) return false;
  const message = `including "${shorten(text)}" is not supported: dockr includes only files of this machine`;
  addError(problems, 'remote-file', message, node.at, 'fetch the file and include your copy of it');
  return true;
}

function wrongType(
  node: TreeNode,
  name: string,
  { expected, problems }: { readonly expected: string; readonly problems: Problems },
): undefined {
  addError(problems, 'wrong-type', `"${name}" must be ${expected}, but is ${describeNode(node)}`, node.at);
  return undefined;
}
