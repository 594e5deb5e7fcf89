// `x-dockr: {drift: …, ignoreDrift: […]}`: keys with x- pass the schema, so that what would be taken for nothing is told here.
import { describePath } from './describe-path.ts';
import { addWarning, type Problems, suggestName } from './problems.ts';
import { findKeyRange, getChild, type TreeNode, type TreePath } from './tree.ts';

const MODES = ['ignore', 'repair', 'report'];

/** Warns of values that dockr does not know, at the top level and in services. */
export function checkDriftSettings(tree: TreeNode, problems: Problems): void {
  checkOne(tree, [], problems);
  const services = getChild(tree, 'services');
  if (services?.kind !== 'map') return;
  for (const name of services.entries.keys()) checkOne(tree, ['services', name], problems);
}

function checkOne(tree: TreeNode, owner: TreePath, problems: Problems): void {
  const place = [...owner, 'x-dockr'];
  const own = place.reduce<TreeNode | undefined>((node, part) => getChild(node, String(part)), tree);
  const mode = getChild(own, 'drift');
  if (mode && !(mode.kind === 'scalar' && MODES.includes(String(mode.value)))) {
    const near = mode.kind === 'scalar' ? suggestName(problems, String(mode.value), MODES) : undefined;
    const expected = near ? `did you mean "${near}"?` : `expected one of ${MODES.join(', ')}`;
    warn(tree, [...place, 'drift'], expected, problems);
  }
  const rules = getChild(own, 'ignoreDrift');
  if (rules && !isListOfRules(rules, owner.length === 0 ? /^[^.]+\../ : /^./))
    warn(
      tree,
      [...place, 'ignoreDrift'],
      `expected a list of ${owner.length === 0 ? 'SERVICE.FIELD' : 'fields'}`,
      problems,
    );
}

function isListOfRules(node: TreeNode, form: RegExp): boolean {
  return node.kind === 'list' && node.items.every((item) => item.kind === 'scalar' && form.test(String(item.value)));
}

function warn(tree: TreeNode, path: TreePath, expected: string, problems: Problems): void {
  const message = `${describePath(path)} has no meaning that dockr knows: ${expected}`;
  addWarning(problems, 'unknown-drift-setting', message, findKeyRange(tree, path));
}
