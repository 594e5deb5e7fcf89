// Paths in words, for messages.
import { formatPath, type TreePath } from './tree.ts';

const RESOURCES: ReadonlyMap<string, string> = new Map(
  ['service', 'network', 'volume', 'secret', 'config', 'model'].map((name) => [`${name}s`, name]),
);

/** `"ports[0]" in service "web"`, `service "web"`, `"name"`. */
export function describePath(path: TreePath): string {
  const [top, name, ...rest] = path;
  const resource = RESOURCES.get(String(top));
  if (resource === undefined || name === undefined)
    return path.length === 0 ? 'the stack file' : `"${formatPath(path)}"`;
  return rest.length === 0 ? `${resource} "${name}"` : `"${formatPath(rest)}" in ${resource} "${name}"`;
}

/** Where a key stands: `in service "web"`, `at the top level`. */
export function describeParent(path: TreePath): string {
  return path.length === 0 ? 'at the top level' : `in ${describePath(path)}`;
}
