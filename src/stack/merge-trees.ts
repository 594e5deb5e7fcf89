// Stage: one tree over another, by Compose's rules, and lists in which each item counts once.
import { StackError } from '../core/errors.ts';
import { pairName } from './item-identity.ts';
import { findItemIdentity, findMergeRule, type MergeRule } from './merge-rules.ts';
import { formatScalar } from './scalar-text.ts';
import { toPosition } from './source-text.ts';
import {
  formatPath,
  getChild,
  isNull,
  type ListNode,
  type MapEntry,
  type MapNode,
  mapChildren,
  type TreeNode,
  type TreePath,
} from './tree.ts';

/** `over` wins. Throws `cannot-override` where the two are of different kinds. */
export function mergeTrees(base: TreeNode, over: TreeNode, path: TreePath = []): TreeNode {
  const rule = findMergeRule(path);
  if (over.tag === 'override' || rule === 'replace') return over;
  if (isNull(over)) return base;
  if (isNull(base)) return over;
  if (rule === 'logging' && !isSameDriver(base, over)) return over;
  const [left, right] = rule ? [withoutReset(toForm(base, rule), over), toForm(over, rule)] : [base, over];
  if (left.kind !== right.kind) throw cannotOverride(base, over, path);
  if (left.kind === 'map' && right.kind === 'map') return mergeMaps(left, right, path);
  if (left.kind === 'list' && right.kind === 'list') return mergeLists(left, right, rule, path);
  return right;
}

/** Deletes what `!reset` stands on; with nothing before it, too. */
export function dropReset(node: TreeNode): TreeNode {
  if (node.kind === 'scalar') return node;
  const kept = withoutResetChildren(node);
  return mapChildren(kept, dropReset);
}

function withoutResetChildren(node: MapNode | ListNode): MapNode | ListNode {
  if (node.kind === 'list') {
    return node.items.some(isReset) ? { ...node, items: node.items.filter((item) => !isReset(item)) } : node;
  }
  const hasReset = [...node.entries.values()].some((entry) => isReset(entry.value));
  return hasReset
    ? { ...node, entries: new Map([...node.entries].filter(([, entry]) => !isReset(entry.value))) }
    : node;
}

function isReset(node: TreeNode): boolean {
  return node.tag === 'reset';
}

/** Told of an item that another one takes the place of. */
export type Replaced = (before: TreeNode, after: TreeNode, path: TreePath) => void;

/** In lists that have an identity for their items, the last of equal items stays, in the place of the first. */
export function uniqueItems(node: TreeNode, path: TreePath = [], onReplaced?: Replaced): TreeNode {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'map') return mapChildren(node, (child, key) => uniqueItems(child, [...path, key], onReplaced));
  const identityOf = findItemIdentity(path);
  if (!identityOf) return node;
  const items = new Map<string, TreeNode>();
  for (const [index, item] of node.items.entries()) {
    const identity = identityOf(item) ?? `\0${index}`;
    const before = items.get(identity);
    if (before) onReplaced?.(before, item, path);
    items.set(identity, item);
  }
  return items.size === node.items.length ? node : { ...node, items: [...items.values()] };
}

function mergeMaps(base: MapNode, over: MapNode, path: TreePath): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const before = entries.get(key);
    if (entry.value.tag === 'reset') entries.delete(key);
    else
      entries.set(
        key,
        before ? { key: entry.key, value: mergeTrees(before.value, entry.value, [...path, key]) } : entry,
      );
  }
  return { ...base, at: over.at, entries };
}

function mergeLists(base: ListNode, over: ListNode, rule: MergeRule | undefined, path: TreePath): ListNode {
  if (rule === 'subnets') return mergeSubnets(base, over, path);
  const added =
    rule === 'hosts' ? over.items.filter((item) => !base.items.some((other) => isSameText(item, other))) : over.items;
  return { ...base, at: over.at, items: [...base.items, ...added] };
}

function mergeSubnets(base: ListNode, over: ListNode, path: TreePath): ListNode {
  const items = [...base.items];
  for (const item of over.items) {
    const subnet = getChild(item, 'subnet');
    const index = items.findIndex((other) => subnet && isSameText(getChild(other, 'subnet'), subnet));
    const before = items[index];
    if (before) items[index] = mergeTrees(before, item, [...path, index]);
    else items.push(item);
  }
  return { ...base, at: over.at, items };
}

/** A list of pairs without those that a map over it resets by name. */
function withoutReset(list: TreeNode, over: TreeNode): TreeNode {
  if (list.kind !== 'list' || over.kind !== 'map') return list;
  return { ...list, items: list.items.filter((item) => over.entries.get(pairName(item) ?? '')?.value.tag !== 'reset') };
}

/** Both sides of a merge in the form that the attribute merges in. */
function toForm(node: TreeNode, rule: MergeRule): TreeNode {
  if (rule === 'pairs' || rule === 'hosts') return node.kind === 'map' ? pairList(node) : node;
  if (rule === 'list') return node.kind === 'scalar' ? { kind: 'list', items: [node], at: node.at } : node;
  if (rule === 'names') return node.kind === 'list' ? namesMap(node) : node;
  if (rule === 'build' && node.kind === 'scalar')
    return { kind: 'map', at: node.at, entries: new Map([['context', { key: node.at, value: node }]]) };
  return node;
}

/** `k=v` for each entry, sorted by key; a list as value gives one item each. */
function pairList(map: MapNode): ListNode {
  const items: TreeNode[] = [];
  for (const [key, entry] of [...map.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (entry.value.tag === 'reset') continue;
    for (const value of entry.value.kind === 'list' ? entry.value.items : [entry.value]) {
      if (value.kind !== 'scalar') items.push(value);
      else
        items.push({
          kind: 'scalar',
          at: entry.key,
          value: value.value === null ? key : `${key}=${formatScalar(value.value)}`,
        });
    }
  }
  return { kind: 'list', items, at: map.at };
}

function namesMap(list: ListNode): TreeNode {
  const entries = new Map<string, MapEntry>();
  for (const item of list.items) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return list;
    entries.set(item.value, { key: item.at, value: { kind: 'scalar', value: null, at: item.at } });
  }
  return { kind: 'map', entries, at: list.at };
}

function isSameDriver(base: TreeNode, over: TreeNode): boolean {
  const [before, after] = [getChild(base, 'driver'), getChild(over, 'driver')];
  return before === undefined || after === undefined || isSameText(before, after);
}

function isSameText(a: TreeNode | undefined, b: TreeNode | undefined): boolean {
  return a?.kind === 'scalar' && b?.kind === 'scalar' && a.value === b.value;
}

function cannotOverride(base: TreeNode, over: TreeNode, path: TreePath): StackError {
  const before = toPosition(base.at);
  return new StackError('cannot-override', {
    message: `cannot override ${formatPath(path)}: it is a ${base.kind} in ${before.file}:${before.line} and a ${over.kind} here`,
    at: toPosition(over.at),
    hint: 'write it in the same form, or put "!override" before it to replace it',
  });
}
