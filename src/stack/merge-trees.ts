// Stage: one tree over another, by Compose's rules, and lists in which each item counts once.
import { StackError } from '../core/errors.ts';
import { pairName } from './item-identity.ts';
import { findMergeRule, IDENTITIES, type ItemIdentity, type MergeRule } from './merge-rules.ts';
import { type PatternTree, patternBelow } from './pattern-tree.ts';
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
  type ScalarNode,
  type TreeNode,
  type TreePath,
} from './tree.ts';

/** `over` wins. Throws `cannot-override` where the two are of different kinds. */
export function mergeTrees(base: TreeNode, over: TreeNode, path: TreePath = []): TreeNode {
  const rule = findMergeRule(path);
  if (over.tag || base.tag === 'reset' || rule === 'replace') return over;
  if (isNull(over)) return base;
  if (isNull(base)) return over;
  if (rule === 'logging' && !isSameDriver(base, over)) return over;
  const [left, right] = rule ? [toForm(base, rule), toForm(over, rule)] : [base, over];
  if (left.kind !== right.kind) throw cannotOverride(base, over, path);
  if (left.kind === 'map' && right.kind === 'map') return mergeMaps(left, right, path);
  if (left.kind === 'list' && right.kind === 'list') return mergeLists(left, right, rule, path);
  return right;
}

/**
 * The tree with its tags carried out, for where it is only a base: what they say is about what came before it, and a
 * later tree that is merged over it has tags of its own.
 */
export function settleTags(node: TreeNode): TreeNode {
  return withoutTags(dropReset(node));
}

function withoutTags(node: TreeNode): TreeNode {
  const bare = node.kind === 'scalar' ? node : mapChildren(node, withoutTags);
  if (bare.tag === undefined) return bare;
  const { tag: _settled, ...rest } = bare;
  return rest;
}

/** Deletes what `!reset` stands on; with nothing before it, too. */
export function dropReset(node: TreeNode): TreeNode {
  return hasReset(node) ? withoutReset(node) : node;
}

/** Few files have any: they are not taken apart to find out. */
function hasReset(node: TreeNode): boolean {
  if (isReset(node)) return true;
  if (node.kind === 'scalar') return false;
  if (node.kind === 'list') return node.items.some(hasReset);
  for (const entry of node.entries.values()) if (hasReset(entry.value)) return true;
  return false;
}

function withoutReset(node: TreeNode): TreeNode {
  return node.kind === 'scalar' ? node : mapChildren(withoutResetChildren(node), withoutReset);
}

function withoutResetChildren(node: MapNode | ListNode): MapNode | ListNode {
  if (node.kind === 'list') {
    return node.items.some(isReset) ? { ...node, items: node.items.filter((item) => !isReset(item)) } : node;
  }
  for (const { value } of node.entries.values()) {
    if (isReset(value))
      return { ...node, entries: new Map([...node.entries].filter(([, entry]) => !isReset(entry.value))) };
  }
  return node;
}

function isReset(node: TreeNode): boolean {
  return node.tag === 'reset';
}

/** Told of an item that another one takes the place of. */
export type Replaced = (before: TreeNode, after: TreeNode, path: TreePath) => void;

/** In lists that have an identity for their items, the last of equal items stays, in the place of the first. */
export function uniqueItems(node: TreeNode, onReplaced?: Replaced): TreeNode {
  return uniqueWithin(node, IDENTITIES, { path: [], onReplaced });
}

/** One path is kept for the whole walk. */
type Uniting = { readonly path: (string | number)[]; readonly onReplaced: Replaced | undefined };

function uniqueWithin(node: TreeNode, rules: PatternTree<ItemIdentity>, uniting: Uniting): TreeNode {
  if (node.kind === 'list') return rules.rule ? uniqueList(node, rules.rule, uniting) : node;
  if (node.kind === 'scalar' || rules.children.size === 0) return node;
  return mapChildren(node, (child, key) => {
    const below = child.kind === 'scalar' ? undefined : patternBelow(rules, String(key));
    if (!below) return child;
    uniting.path.push(key);
    const unique = uniqueWithin(child, below, uniting);
    uniting.path.pop();
    return unique;
  });
}

function uniqueList(node: ListNode, identityOf: ItemIdentity, { path, onReplaced }: Uniting): ListNode {
  if (node.items.length < 2) return node;
  const items = new Map<string, TreeNode>();
  for (const [index, item] of node.items.entries()) {
    const identity = identityOf(item) ?? `\0${index}`;
    const before = items.get(identity);
    if (before) onReplaced?.(before, item, [...path]);
    items.set(identity, item);
  }
  return items.size === node.items.length ? node : { ...node, items: [...items.values()] };
}

/** What `!reset` stands on stays, to delete it from earlier files too: `dropReset` is for the end. */
function mergeMaps(base: MapNode, over: MapNode, path: TreePath): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const before = entries.get(key);
    entries.set(key, before ? { key: entry.key, value: mergeTrees(before.value, entry.value, [...path, key]) } : entry);
  }
  return { kind: 'map', at: over.at, entries };
}

function mergeLists(base: ListNode, over: ListNode, rule: MergeRule | undefined, path: TreePath): ListNode {
  const { at } = over;
  if (rule === 'subnets') return { kind: 'list', at, items: mergeSubnets(base, over, path) };
  const kept = rule === 'pairs' ? withoutResetPairs(base.items, over.items) : base.items;
  const added = rule === 'hosts' ? newItems(base.items, over.items) : over.items;
  return { kind: 'list', at, items: [...kept, ...added] };
}

/** Those that are not there already. */
function newItems(before: readonly TreeNode[], items: readonly TreeNode[]): readonly TreeNode[] {
  const known = new Set(before.flatMap((item) => (item.kind === 'scalar' ? [item.value] : [])));
  return items.filter((item) => item.kind !== 'scalar' || !known.has(item.value));
}

function mergeSubnets(base: ListNode, over: ListNode, path: TreePath): readonly TreeNode[] {
  const items = [...base.items];
  const places = new Map(items.map((item, index) => [subnetOf(item) ?? item, index]));
  for (const item of over.items) {
    const index = places.get(subnetOf(item) ?? item) ?? items.length;
    const before = items[index];
    places.set(subnetOf(item) ?? item, index);
    items[index] = before ? mergeTrees(before, item, [...path, index]) : item;
  }
  return items;
}

function subnetOf(item: TreeNode): ScalarNode['value'] | undefined {
  const subnet = getChild(item, 'subnet');
  return subnet?.kind === 'scalar' ? subnet.value : undefined;
}

/** A list of pairs without those that a map over it resets by name. */
function withoutResetPairs(items: readonly TreeNode[], over: readonly TreeNode[]): readonly TreeNode[] {
  const gone = new Set(over.filter(isReset).map((item) => pairName(item)));
  return gone.size === 0 ? items : items.filter((item) => !gone.has(pairName(item)));
}

/** Both sides of a merge in the form that the attribute merges in. */
function toForm(node: TreeNode, rule: MergeRule): TreeNode {
  if (rule === 'pairs' || rule === 'hosts') return node.kind === 'map' ? pairList(node) : node;
  if (rule === 'list') return node.kind === 'scalar' ? { kind: 'list', items: [node], at: node.at } : node;
  if (rule === 'names') return node.kind === 'list' ? namesMap(node, nothing) : node;
  if (rule === 'dependencies') return node.kind === 'list' ? namesMap(node, started) : node;
  if (rule === 'build' && node.kind === 'scalar')
    return { kind: 'map', at: node.at, entries: new Map([['context', { key: node.at, value: node }]]) };
  return node;
}

/** `k=v` for each entry, sorted by key; a list as value gives one item each. */
function pairList(map: MapNode): ListNode {
  const items: TreeNode[] = [];
  for (const [key, entry] of [...map.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (isReset(entry.value)) {
      items.push({ kind: 'scalar', at: entry.key, value: key, tag: 'reset' });
      continue;
    }
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

function namesMap(list: ListNode, toValue: (item: TreeNode) => TreeNode): TreeNode {
  const entries = new Map<string, MapEntry>();
  for (const item of list.items) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return list;
    entries.set(item.value, { key: item.at, value: toValue(item) });
  }
  return { kind: 'map', entries, at: list.at };
}

function nothing({ at }: TreeNode): TreeNode {
  return { kind: 'scalar', value: null, at };
}

/** What the name of a service alone says in `depends_on`. */
function started({ at }: TreeNode): TreeNode {
  const condition: MapEntry = { key: at, value: { kind: 'scalar', value: 'service_started', at } };
  const required: MapEntry = { key: at, value: { kind: 'scalar', value: true, at } };
  return {
    kind: 'map',
    at,
    entries: new Map([
      ['condition', condition],
      ['required', required],
    ]),
  };
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
