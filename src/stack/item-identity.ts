// By what two items of a list in a stack file are the same item.
import { parsePortText } from './ports.ts';
import { getChild, type TreeNode } from './tree.ts';
import { splitVolume } from './volumes.ts';

/** A scalar's text, or that of one key of a map. */
export function itemText(item: TreeNode, key?: string): string | undefined {
  if (item.kind === 'scalar') return item.value === null ? undefined : String(item.value);
  const child = key === undefined ? undefined : getChild(item, key);
  return child?.kind === 'scalar' ? String(child.value) : undefined;
}

/** `NAME` of `NAME=value`. */
export function pairName(item: TreeNode): string | undefined {
  return itemText(item)?.split('=', 1)[0];
}

/** Address, host port, container port and protocol. */
export function portIdentity(item: TreeNode): string | undefined {
  if (item.kind !== 'map') return shortPortIdentity(itemText(item));
  const target = itemText(item, 'target');
  if (target === undefined) return undefined;
  return `${itemText(item, 'host_ip') ?? ''}:${itemText(item, 'published') ?? ''}:${target}/${itemText(item, 'protocol') ?? 'tcp'}`;
}

/** Where a volume or device appears in the container. */
export function volumeTarget(item: TreeNode): string | undefined {
  if (item.kind === 'map') return itemText(item, 'target');
  const text = itemText(item);
  return text === undefined ? undefined : splitVolume(text)?.target;
}

function shortPortIdentity(text: string | undefined): string | undefined {
  const port = text === undefined ? undefined : parsePortText(text);
  if (port === undefined || 'problem' in port) return text;
  return `${port.hostIp ?? ''}:${port.published ?? ''}:${port.target}/${port.protocol}`;
}
