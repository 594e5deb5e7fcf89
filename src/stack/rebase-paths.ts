// Stage: relative paths of a file in another folder, said as seen from the folder where the stack's paths start.
import { join, relative } from 'node:path';
import { getChild, type MapEntry, type MapNode, mapChildren, type ScalarNode, type TreeNode } from './tree.ts';
import { isHostPath, parseVolumeOptions, splitVolume } from './volumes.ts';

/** Absolute folders: where the paths of the file start, and where those of the result do. */
export type Rebase = { readonly from: string; readonly to: string };

/** The tree with every relative path seen from `to`. */
export function rebasePaths(tree: TreeNode, { from, to }: Rebase): TreeNode {
  if (from === to) return tree;
  const prefix = relative(to, from);
  return UPDATES.reduce((node, [path, update]) => updateAt(node, path.split('.'), (it) => update(it, prefix)), tree);
}

/** The tree in which builds without a context have the folder of the file, so that an including file does not move it. */
export function withBuildContexts(tree: MapNode, { from, to }: Rebase): MapNode {
  if (from === to) return tree;
  const value = relative(to, from);
  const updated = updateAt(tree, ['services', '*', 'build'], (build) => {
    if (build.kind !== 'map' || getChild(build, 'context')) return build;
    const context: MapEntry = { key: build.at, value: { kind: 'scalar', value, at: build.at } };
    return { ...build, entries: new Map([...build.entries, ['context', context]]) };
  });
  return updated.kind === 'map' ? updated : tree;
}

type Update = (node: TreeNode, prefix: string) => TreeNode;

const UPDATES: readonly (readonly [string, Update])[] = [
  ['services.*.build', onScalar(movedContext)],
  ['services.*.build.context', onScalar(movedContext)],
  ['services.*.build.additional_contexts', onPairs(movedContext)],
  ['services.*.build.ssh', onPairs(movedPath)],
  ['services.*.env_file', onTexts],
  ['services.*.env_file.*.path', onScalar(movedPath)],
  ['services.*.label_file', onTexts],
  ['services.*.develop.watch.*.path', onScalar(movedPath)],
  ['services.*.volumes.*', movedVolume],
  ['configs.*.file', onScalar(movedPath)],
  ['secrets.*.file', onScalar(movedPath)],
  ['volumes.*', movedDevice],
];

/** `*` is every child. */
function updateAt(node: TreeNode, path: readonly string[], update: (node: TreeNode) => TreeNode): TreeNode {
  const [part, ...rest] = path;
  if (part === undefined) return update(node);
  if (node.kind === 'scalar') return node;
  if (part === '*') return mapChildren(node, (child) => updateAt(child, rest, update));
  const entry = node.kind === 'map' ? node.entries.get(part) : undefined;
  if (!entry || node.kind === 'list') return node;
  const value = updateAt(entry.value, rest, update);
  return value === entry.value ? node : { ...node, entries: new Map(node.entries).set(part, { ...entry, value }) };
}

/** Empty texts, absolute paths and those of the home folder stay. */
function movedPath(text: string, prefix: string): string {
  return text === '' || /^[/~]/.test(text) ? text : join(prefix, text);
}

function movedContext(text: string, prefix: string): string {
  return /:\/\/|^(?:service:|git@|github\.com\/)/.test(text) ? text : movedPath(text, prefix);
}

function onScalar(move: typeof movedPath): Update {
  return (node, prefix) =>
    node.kind === 'scalar' && typeof node.value === 'string' ? withText(node, move(node.value, prefix)) : node;
}

function onTexts(node: TreeNode, prefix: string): TreeNode {
  return node.kind === 'list'
    ? mapChildren(node, (item) => onScalar(movedPath)(item, prefix))
    : onScalar(movedPath)(node, prefix);
}

/** A map, or a list of `name=path`. */
function onPairs(move: typeof movedPath): Update {
  return (node, prefix) => {
    if (node.kind === 'map') return mapChildren(node, (child) => onScalar(move)(child, prefix));
    if (node.kind !== 'list') return node;
    return mapChildren(node, (item) => {
      if (item.kind !== 'scalar' || typeof item.value !== 'string' || !item.value.includes('=')) return item;
      const equals = item.value.indexOf('=') + 1;
      return withText(item, item.value.slice(0, equals) + move(item.value.slice(equals), prefix));
    });
  };
}

function movedVolume(node: TreeNode, prefix: string): TreeNode {
  if (node.kind === 'scalar') return movedShortVolume(node, prefix);
  if (node.kind !== 'map') return node;
  const type = getChild(node, 'type');
  const isBind = type?.kind === 'scalar' && type.value === 'bind';
  return isBind ? updateAt(node, ['source'], (source) => onScalar(movedPath)(source, prefix)) : node;
}

function movedShortVolume(node: ScalarNode, prefix: string): TreeNode {
  const parts = typeof node.value === 'string' ? splitVolume(node.value) : undefined;
  if (!parts?.source?.startsWith('.')) return node;
  const moved = movedPath(parts.source, prefix);
  const source = isHostPath(moved) ? moved : `./${moved}`;
  if (source.includes(':')) return longVolume(node, { ...parts, source });
  return withText(
    node,
    [source, parts.target, ...(parts.options.length > 0 ? [parts.options.join(',')] : [])].join(':'),
  );
}

/** The long form, for a folder whose name has a colon in it. */
function longVolume(
  node: ScalarNode,
  {
    source,
    target,
    options,
  }: { readonly source: string; readonly target: string; readonly options: readonly string[] },
): TreeNode {
  const parsed = parseVolumeOptions(options);
  const bind = { create_host_path: true, propagation: parsed.propagation, selinux: parsed.relabel };
  return toMap(node, { type: 'bind', source, target, read_only: parsed.readOnly, bind: toMap(node, bind) });
}

function toMap({ at }: ScalarNode, values: Readonly<Record<string, string | boolean | TreeNode | undefined>>): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    entries.set(key, { key: at, value: typeof value === 'object' ? value : { kind: 'scalar', value, at } });
  }
  return { kind: 'map', entries, at };
}

/** A local volume that is a folder of the host. */
function movedDevice(volume: TreeNode, prefix: string): TreeNode {
  const driver = getChild(volume, 'driver');
  const options = getChild(getChild(volume, 'driver_opts'), 'o');
  const isLocal = driver === undefined || (driver.kind === 'scalar' && driver.value === 'local');
  const isFolder = options?.kind === 'scalar' && /(^|,)r?bind(,|$)/.test(String(options.value));
  if (!isLocal || !isFolder) return volume;
  return updateAt(volume, ['driver_opts', 'device'], (device) => onScalar(movedPath)(device, prefix));
}

/** The characters are no longer those of the source. */
function withText(node: ScalarNode, value: string): ScalarNode {
  if (value === node.value) return node;
  const { textStart: _gone, ...rest } = node;
  return { ...rest, value };
}
