// Small faults that can be put into a source file: each is a range and what stands there instead.
import { stripTypeScriptTypes } from 'node:module';
import { type Node, parse } from 'acorn';

export type Mutant = {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where what is changed begins to run. */
  readonly at: number;
  /** From 1. */
  readonly line: number;
};

type Edit = Pick<Mutant, 'start' | 'end' | 'text'>;
type AnyNode = Node & Readonly<Record<string, unknown>>;

const OPPOSITES: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '+': '-',
  '-': '+',
  '&&': '||',
  '||': '&&',
  '??': '&&',
};

const OTHER_METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  filter: 'map',
  find: 'findLast',
  findLast: 'find',
  toReversed: 'slice',
  sort: 'slice',
  toSorted: 'slice',
};

/** Every fault of the known kinds. What only words an error or a reason for people is left alone. */
export function findMutants(file: string, source: string): readonly Mutant[] {
  // Types become blanks, so that every position is that of the source.
  const script = stripTypeScriptTypes(source);
  const mutants: Mutant[] = [];
  const visit = (node: AnyNode): void => {
    if (isLeftAlone(node, script)) return;
    for (const edit of editsOf(node, script)) {
      if (script.slice(edit.start, edit.end) === edit.text) continue;
      mutants.push({ file, ...edit, at: node.start, line: source.slice(0, edit.start).split('\n').length });
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parse(script, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as AnyNode);
  return mutants;
}

/** Messages, hints, what is thrown because it cannot happen, and failpoints, which are hit one by one in test/faults. */
function isLeftAlone(node: AnyNode, script: string): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ThrowStatement') return true;
  if (node.type === 'ExpressionStatement' && script.startsWith('failpoint(', node.start)) return true;
  const isMessage = node.type === 'Property' && /^(message|hint|text)\b/.test(script.slice(node.start, node.end));
  const isError = node.type === 'NewExpression' && /^new \w*Error\b/.test(script.slice(node.start, node.end));
  return isMessage || isError;
}

function editsOf(node: AnyNode, script: string): readonly Edit[] {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return bothWays(node['test'] as Node);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return otherOperator(node, script);
    case 'UnaryExpression':
      return node['operator'] === '!' ? [{ start: node.start, end: node.start + 1, text: '' }] : [];
    case 'Literal':
      return otherLiteral(node);
    case 'ArrayExpression':
      return (node['elements'] as readonly unknown[]).length > 0 ? [whole(node, '[]')] : [];
    case 'ReturnStatement':
      return node['argument'] ? [whole(node['argument'] as Node, 'undefined')] : [];
    case 'ExpressionStatement':
      return [whole(node, ';')];
    case 'MemberExpression':
      return otherMethod(node);
    case 'ContinueStatement':
      return [whole(node, ';')];
    default:
      return [];
  }
}

function bothWays(test: Node): readonly Edit[] {
  return [whole(test, 'true'), whole(test, 'false')];
}

function otherOperator(node: AnyNode, script: string): readonly Edit[] {
  const operator = String(node['operator']);
  const text = OPPOSITES[operator];
  if (text === undefined) return [];
  const [left, right] = [node['left'] as Node, node['right'] as Node];
  const start = script.indexOf(operator, left.end);
  // `??` must not stand beside `&&` without parentheses.
  if (operator === '??') return [whole(node, `(${script.slice(right.start, right.end)})`)];
  return [{ start, end: start + operator.length, text }];
}

function otherLiteral(node: AnyNode): readonly Edit[] {
  const { value } = node;
  if (typeof value === 'boolean') return [whole(node, String(!value))];
  // The 1 of a comparison is as good as a 2.
  if (typeof value === 'number') return [whole(node, String(value === 1 ? 0 : value + 1))];
  return [];
}

function otherMethod(node: AnyNode): readonly Edit[] {
  const property = node['property'] as AnyNode;
  const text = node['computed'] ? undefined : OTHER_METHODS[String(property['name'])];
  return text === undefined ? [] : [whole(property, text)];
}

function whole({ start, end }: Node, text: string): Edit {
  return { start, end, text };
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
