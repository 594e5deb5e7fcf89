// Stage: names and kinds of values, against the compiled schema.
import { suggest } from '../core/suggest.ts';
import { validate as accept } from './accept-schema.generated.js';
import { describeParent, describePath } from './describe-path.ts';
import { addError, isFull, MOST_PROBLEMS, type Problems } from './problems.ts';
import type { SourceRange } from './source-text.ts';
import {
  describeNode,
  findKeyRange,
  findNode,
  findRange,
  shorten,
  type TreeNode,
  type TreePath,
  toPlain,
} from './tree.ts';
import type { SchemaError } from './validate-schema.generated.js';

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
};

/** What a name must be, by the pattern that says so. */
const NAMES: Readonly<Record<string, string>> = {
  '^[a-zA-Z0-9._-]+$': 'letters, digits, ".", "_" and "-"',
  '^[a-z]+$': 'lower-case letters',
  '^[a-z0-9][a-z0-9_-]*$': 'lower-case letters, digits, "-" and "_", and begin with a letter or digit',
  '^[a-zA-Z_][a-zA-Z0-9_]*$': 'letters, digits and "_", and not begin with a digit',
  '^[0-9a-f]{40}(?:[0-9a-f]{24})?$': 'the whole name of a commit',
  '^[a-zA-Z0-9][a-zA-Z0-9_.-]+$': 'two or more letters, digits, ".", "_" or "-", and begin with a letter or digit',
};

const DURATIONS = /^(interval|timeout|start_period|start_interval|stop_grace_period|delay|monitor|window)$/;

/** Reports what the schema does not allow. Whether all is well. */
export async function checkSchema(tree: TreeNode, problems: Problems): Promise<boolean> {
  const plain = toPlain(tree);
  if (accept(plain)) return true;
  const { validate } = await import('./validate-schema.generated.js');
  for (const part of partsOf(plain)) {
    if (isFull(problems)) break;
    validate(part);
    reportSchemaErrors(tree, validate.errors ?? [], problems);
  }
  return false;
}

/** Reports what a compiled schema found in a tree, which may be of another kind of file, too. */
export function reportSchemaErrors(tree: TreeNode, errors: readonly SchemaError[], problems: Problems): void {
  for (const error of errors.slice(0, MOST_PROBLEMS)) {
    const finding = toFinding(tree, error);
    if (finding) addError(problems, finding.code, finding.message, finding.at, finding.hint);
  }
}

/**
 * The stack file in pieces with one service, network or other attribute each: the compiled schema takes the square of
 * the time for many errors, and more than the first ones are not wanted.
 */
function* partsOf(plain: unknown): Generator<unknown> {
  if (!isMap(plain)) {
    yield plain;
    return;
  }
  for (const [key, value] of Object.entries(plain)) {
    if (!isMap(value) || Object.keys(value).length === 0) yield { [key]: value };
    else for (const [name, one] of Object.entries(value)) yield { [key]: { [name]: one } };
  }
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Finding = {
  readonly code: string;
  readonly message: string;
  readonly at: SourceRange;
  readonly hint?: string | undefined;
};

function toFinding(tree: TreeNode, error: SchemaError): Finding | undefined {
  const path = parsePointer(tree, error.instancePath);
  const { params } = error;
  const wrongValue = (what: string): Finding => ({
    code: 'wrong-value',
    message: `${describePath(path)} ${what}, but is ${valueText(tree, path)}`,
    at: findRange(tree, path),
  });
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(tree, path, String(params.additionalProperty), error);
    case 'propertyNames':
      return badName(tree, path, error);
    case 'type':
      return wrongType(tree, path, params.type);
    case 'enum':
      return wrongChoice(tree, path, params.allowedValues);
    case 'required':
      return {
        code: 'missing-key',
        message: `key "${params.missingProperty}" is missing ${describeParent(path)}`,
        at: findRange(tree, path),
      };
    case 'minimum':
      return wrongValue(`must be ${params.limit} or more`);
    case 'pattern':
      return error.propertyName === undefined
        ? wrongValue(`must be ${NAMES[String(params.pattern)] ?? `like ${params.pattern}`}`)
        : undefined;
    default:
      return wrongValue(`does not fit "${error.keyword}"`);
  }
}

function unknownKey(tree: TreeNode, path: TreePath, key: string, error: SchemaError): Finding {
  const known = Object.keys((error.parentSchema['properties'] as Record<string, unknown> | undefined) ?? {});
  const near = suggest(key, known);
  const message = `unknown key ${JSON.stringify(shorten(key))} ${describeParent(path)}`;
  return {
    code: 'unknown-key',
    message,
    at: findKeyRange(tree, [...path, key]),
    hint: near && `did you mean "${near}"?`,
  };
}

function badName(tree: TreeNode, path: TreePath, { params, schema }: SchemaError): Finding {
  const name = String(params.propertyName);
  const { pattern } = schema as { readonly pattern: string };
  const message = `name ${JSON.stringify(shorten(name))} in ${describePath(path)} may only have ${NAMES[pattern] ?? pattern}`;
  return { code: 'invalid-name', message, at: findKeyRange(tree, [...path, name]) };
}

function wrongType(tree: TreeNode, path: TreePath, types: unknown): Finding {
  const expected = withoutText(Array.isArray(types) ? types.map(String) : [String(types)]).map(
    (type) => KINDS[type] ?? type,
  );
  const message = `${describePath(path)} must be ${oneOf(expected)}, but is ${valueText(tree, path)}`;
  const hint = DURATIONS.test(String(path.at(-1))) ? 'write a number with a unit, such as "10s"' : undefined;
  return { code: 'wrong-type', message, at: findRange(tree, path), hint };
}

/** What the schema names after a number or a boolean is a text only where a variable gives it: not worth a mention. */
function withoutText([first = '', ...others]: readonly string[]): readonly string[] {
  const isScalar = /^(?:integer|number|boolean)$/.test(first) && others.join() === 'string';
  return isScalar ? [first] : [first, ...others];
}

function wrongChoice(tree: TreeNode, path: TreePath, allowed: unknown): Finding {
  const choices = Array.isArray(allowed) ? allowed.map(String) : [];
  const node = findNode(tree, path);
  const near = node.kind === 'scalar' ? suggest(String(node.value), choices) : undefined;
  const message = `${describePath(path)} must be ${oneOf(choices.map((choice) => `"${choice}"`))}, but is ${valueText(tree, path)}`;
  return { code: 'wrong-value', message, at: findRange(tree, path), hint: near && `did you mean "${near}"?` };
}

function valueText(tree: TreeNode, path: TreePath): string {
  return describeNode(findNode(tree, path));
}

function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}

/** A JSON pointer, with numbers where the tree has lists. */
function parsePointer(tree: TreeNode, pointer: string): TreePath {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(findNode(tree, path).kind === 'list' ? Number(name) : name);
  }
  return path;
}
