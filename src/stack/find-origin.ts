// Where a value of the model comes from. The model has long forms and maps where files may have texts and lists.
import { itemText, pairName } from './item-identity.ts';
import type { SourceRange } from './source-text.ts';
import { isNull, type ListNode, type TreeNode, type TreePath } from './tree.ts';

/** The place of the value at a path, or of what it is a part of: a scalar itself, the key of anything else. */
export function findOrigin(root: TreeNode, path: TreePath): SourceRange {
  let node = root;
  let key = root.at;
  for (const part of path) {
    const child = findChild(node, part);
    if (!child) break;
    key = child.key;
    node = child.value;
  }
  return node.kind === 'scalar' && !isNull(node) ? node.at : key;
}

/** The child of a map under a key; of a list by index, or by name where the model has a map. */
export function findChild(node: TreeNode, part: string | number): { key: SourceRange; value: TreeNode } | undefined {
  if (node.kind === 'map') return node.entries.get(String(part));
  if (node.kind === 'scalar') return undefined;
  const item = typeof part === 'number' ? node.items[part] : findNamed(node, part);
  return item && { key: item.at, value: item };
}

/** The item that a list has in place of the key of a map: `NAME=value`, or the name alone. */
function findNamed(list: ListNode, name: string): TreeNode | undefined {
  return list.items.findLast((item) => pairName(item) === name || itemText(item, 'source') === name);
}
