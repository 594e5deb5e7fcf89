// The variables that a stack file asks for, all branches of them: what `dockr config --variables` shows.
import { closingBrace } from './template.ts';
import type { TreeNode } from './tree.ts';

export type TemplateVariable = {
  readonly name: string;
  readonly required: boolean;
  /** What takes its place when it is not set, as written. */
  readonly fallback: string;
  /** What takes its place when it is set, as written. */
  readonly alternate: string;
};

const START = /\$(?:\$|(?<plain>[_a-zA-Z][_a-zA-Z0-9]*)|\{(?<name>[_a-zA-Z][_a-zA-Z0-9]*)(?<operator>:?[-?+])?)/g;

/** By name and in order; the first use that says more than the name wins. */
export function extractVariables(tree: TreeNode): readonly TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  for (const text of textsOf(tree))
    for (const variable of variablesOf(text)) {
      const earlier = found.get(variable.name);
      if (!earlier || isBare(earlier)) found.set(variable.name, variable);
    }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isBare({ required, fallback, alternate }: TemplateVariable): boolean {
  return !required && fallback === '' && alternate === '';
}

function* textsOf(node: TreeNode): Generator<string> {
  if (node.kind === 'scalar') {
    if (typeof node.value === 'string' && node.value.includes('$')) yield node.value;
    return;
  }
  const children = node.kind === 'list' ? node.items : [...node.entries.values()].map((entry) => entry.value);
  for (const child of children) yield* textsOf(child);
}

/** What stands in the branches of a variable comes right behind it. */
function variablesOf(text: string): readonly TemplateVariable[] {
  const found: TemplateVariable[] = [];
  for (const match of text.matchAll(START)) {
    const { plain, name = plain, operator = '' } = match.groups ?? {};
    if (name === undefined) continue;
    const close = plain === undefined ? closingBrace(text, match.index + 1) : -1;
    const argument = close === -1 ? '' : text.slice(match.index + match[0].length, close);
    found.push({
      name,
      required: operator.endsWith('?'),
      fallback: operator.endsWith('-') ? argument : '',
      alternate: operator.endsWith('+') ? argument : '',
    });
  }
  return found;
}
