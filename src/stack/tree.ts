// The text of a stack file as a tree of values that know where they stand. Every stage before the model works on it.
import type { SourceRange } from './source-text.ts';

/** `!reset` deletes what earlier files said, `!override` replaces it whole. */
export type MergeTag = 'reset' | 'override';

export type ScalarNode = {
  readonly kind: 'scalar';
  readonly value: string | number | bigint | boolean | null;
  readonly at: SourceRange;
  /** Where the characters of a one-line string begin in the source, so that a place inside it can be shown. */
  readonly textStart?: number;
  readonly tag?: MergeTag;
};
export type MapNode = {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly at: SourceRange;
  readonly tag?: MergeTag;
};
export type ListNode = {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
  readonly at: SourceRange;
  readonly tag?: MergeTag;
};
export type TreeNode = ScalarNode | MapNode | ListNode;
export type MapEntry = { readonly key: SourceRange; readonly value: TreeNode };

/** Keys and indexes from the top of a stack file. */
export type TreePath = readonly (string | number)[];

/** `services.web.ports[0]` */
export function formatPath(path: TreePath): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : text === '' ? part : `.${part}`;
  return text;
}

/** The node at a path, or the nearest one above it. */
export function findNode(root: TreeNode, path: TreePath): TreeNode {
  let node = root;
  for (const part of path) {
    const child = childOf(node, part);
    if (!child) return node;
    node = child;
  }
  return node;
}

/** Where to point at for a path: at the value if it is a scalar, else at its key. */
export function findRange(root: TreeNode, path: TreePath): SourceRange {
  let node = root;
  let key = root.at;
  for (const part of path) {
    const child = childOf(node, part);
    if (!child) break;
    key = node.kind === 'map' ? (node.entries.get(String(part))?.key ?? key) : child.at;
    node = child;
  }
  return node.kind === 'scalar' && node.value !== null ? node.at : key;
}

/** The key that a path ends in. */
export function findKeyRange(root: TreeNode, path: TreePath): SourceRange {
  const parent = findNode(root, path.slice(0, -1));
  const key = parent.kind === 'map' ? parent.entries.get(String(path.at(-1)))?.key : undefined;
  return key ?? findRange(root, path);
}

/** The child of a map, unless it is missing or null. */
export function getChild(node: TreeNode | undefined, key: string): TreeNode | undefined {
  if (node?.kind !== 'map') return undefined;
  const value = node.entries.get(key)?.value;
  return value?.kind === 'scalar' && value.value === null ? undefined : value;
}

export function isNull(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** The tree as plain JSON. */
export function toPlain(node: TreeNode): unknown {
  if (node.kind === 'scalar') return typeof node.value === 'bigint' ? Number(node.value) : node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  const plain: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) plain[key] = toPlain(entry.value);
  return plain;
}

type Change = (child: TreeNode, key: string | number) => TreeNode;

/** The node with each child replaced by what `change` makes of it; the same node where nothing changes. */
export function mapChildren(node: MapNode | ListNode, change: Change): TreeNode {
  return node.kind === 'list' ? mapItems(node, change) : mapEntries(node, change);
}

function mapItems(node: ListNode, change: Change): ListNode {
  let items: TreeNode[] | undefined;
  for (const [index, item] of node.items.entries()) {
    const changed = change(item, index);
    if (changed === item) continue;
    items ??= [...node.items];
    items[index] = changed;
  }
  return items ? { ...node, items } : node;
}

function mapEntries(node: MapNode, change: Change): MapNode {
  let entries: Map<string, MapEntry> | undefined;
  // Not `for … of`: it makes a pair for each entry, and every stage comes through here.
  node.entries.forEach((entry, key) => {
    const value = change(entry.value, key);
    if (value === entry.value) return;
    entries ??= new Map(node.entries);
    entries.set(key, { key: entry.key, value });
  });
  return entries ? { ...node, entries } : node;
}

/** What a value is, for messages: `a list`, `a map`, `the string "5x"`. */
export function describeNode(node: TreeNode): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  if (node.value === null) return 'null';
  if (typeof node.value === 'string') return `the string ${JSON.stringify(shorten(node.value))}`;
  return typeof node.value === 'boolean' ? `the boolean ${node.value}` : `the number ${node.value}`;
}

export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function childOf(node: TreeNode, part: string | number): TreeNode | undefined {
  if (node.kind === 'map') return node.entries.get(String(part))?.value;
  return node.kind === 'list' ? node.items[Number(part)] : undefined;
}
