// `x-dockr: {update: {strategy: …}}` of a stack and `x-dockr: {canary: {share: …, for: …}}` of a service: keys with x- pass
// the schema, so that what would be taken for nothing is told here. Without its canary a new version would get everything at
// once, which nobody wants who writes one: that is an error.
import { parseDuration } from '../core/units.ts';
import { describePath } from './describe-path.ts';
import { addError, addWarning, type Problems, suggestName } from './problems.ts';
import { findKeyRange, getChild, type TreeNode, type TreePath } from './tree.ts';

const STRATEGIES = ['blue-green', 'by-service'];

/** At the top level and in services. */
export function checkUpdateSettings(tree: TreeNode, problems: Problems): void {
  checkStrategy(tree, problems);
  const services = getChild(tree, 'services');
  if (services?.kind !== 'map') return;
  for (const name of services.entries.keys()) checkCanary(tree, ['services', name, 'x-dockr', 'canary'], problems);
}

function checkStrategy(tree: TreeNode, problems: Problems): void {
  const update = getChild(getChild(tree, 'x-dockr'), 'update');
  if (!update) return;
  if (update.kind !== 'map') {
    warn(tree, ['x-dockr', 'update'], 'expected a map with "strategy"', problems);
    return;
  }
  for (const key of update.entries.keys())
    if (key !== 'strategy') warn(tree, ['x-dockr', 'update', key], 'expected "strategy"', problems);
  const strategy = getChild(update, 'strategy');
  if (!strategy || (strategy.kind === 'scalar' && STRATEGIES.includes(String(strategy.value)))) return;
  const near = strategy.kind === 'scalar' ? suggestName(problems, String(strategy.value), STRATEGIES) : undefined;
  const expected = near ? `did you mean "${near}"?` : `expected one of ${STRATEGIES.join(', ')}`;
  warn(tree, ['x-dockr', 'update', 'strategy'], expected, problems);
}

function checkCanary(tree: TreeNode, place: TreePath, problems: Problems): void {
  const canary = place.reduce<TreeNode | undefined>((node, part) => getChild(node, String(part)), tree);
  if (!canary) return;
  if (canary.kind !== 'map') {
    refuse(tree, place, 'expected a map with "share"', problems);
    return;
  }
  for (const key of canary.entries.keys())
    if (key !== 'share' && key !== 'for') refuse(tree, [...place, key], 'expected "share" or "for"', problems);
  if (!isShare(getChild(canary, 'share')))
    refuse(tree, [...place, 'share'], 'expected a share such as "10%", from 0.1% to 99.9%', problems);
  const after = getChild(canary, 'for');
  if (after && !(after.kind === 'scalar' && parseDuration(String(after.value)) !== undefined))
    refuse(tree, [...place, 'for'], 'expected a time such as "5m"', problems);
}

function isShare(node: TreeNode | undefined): boolean {
  if (node?.kind !== 'scalar') return false;
  const percent = Number(/^([0-9]+(?:\.[0-9])?)\s*%$/.exec(String(node.value))?.[1] ?? Number.NaN);
  return percent >= 0.1 && percent <= 99.9;
}

function refuse(tree: TreeNode, path: TreePath, expected: string, problems: Problems): void {
  const range = findKeyRange(tree, path) ?? findKeyRange(tree, path.slice(0, -1));
  addError(problems, 'wrong-value', `${describePath(path)} is not a canary that dockr knows: ${expected}`, range);
}

function warn(tree: TreeNode, path: TreePath, expected: string, problems: Problems): void {
  const message = `${describePath(path)} has no meaning that dockr knows: ${expected}`;
  addWarning(problems, 'unknown-update-setting', message, findKeyRange(tree, path));
}
