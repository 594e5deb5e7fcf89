// Warnings that somebody has seen and does not want again: `x-dockr.silence` in the file, `DOCKR_SILENCE` around it.
import type { StackWarning } from './problems.ts';
import type { Lookup } from './template.ts';
import { getChild, type TreeNode } from './tree.ts';

/** The warnings whose codes neither the file nor the environment silences. */
export function silenceWarnings(
  warnings: readonly StackWarning[],
  { tree, lookup }: { readonly tree: TreeNode; readonly lookup: Lookup },
): readonly StackWarning[] {
  const codes = new Set([...(lookup('DOCKR_SILENCE') ?? '').split(',').map((code) => code.trim()), ...codesIn(tree)]);
  return warnings.filter((warning) => !codes.has(warning.code));
}

/** A code, or a list of them. */
function codesIn(tree: TreeNode): readonly string[] {
  const silence = getChild(getChild(tree, 'x-dockr'), 'silence');
  const items = silence?.kind === 'list' ? silence.items : silence ? [silence] : [];
  return items.flatMap((item) => (item.kind === 'scalar' ? String(item.value) : []));
}
