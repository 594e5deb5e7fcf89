// Stage: names and kinds of values, against the compiled schema.
import { suggest } from '../core/suggest.ts';
import { validate as accept } from './accept-schema.generated.js';
import { describeParent, describePath } from './describe-path.ts';
import { addError, type Problems } from './problems.ts';
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

const DURATIONS = /^(interval|timeout|start_period|start_interval|stop_grace_period|delay|monitor|window)$/;

/** Reports what the schema does not allow. Whether all is well. */
export async function checkSchema(tree: TreeNode, problems: Problems): Promise<boolean> {
  const plain = toPlain(tree);
  if (accept(plain)) return true;
  const { validate } = await import('./validate-schema.generated.js');
  validate(plain);
  for (const error of validate.errors ?? []) {
    const finding = toFinding(tree, error);
    if (finding) addError(problems, finding.code, finding.message, finding.at, finding.hint);
  }
  return false;
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
      return badName(tree, path, String(params.propertyName));
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
      return error.propertyName === undefined ? wrongValue(`must match ${params.pattern}`) : undefined;
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

function badName(tree: TreeNode, path: TreePath, name: string): Finding {
  const message = `name ${JSON.stringify(shorten(name))} in ${describePath(path)} may only have letters, digits, ".", "_" and "-"`;
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

/** Numbers and booleans may be texts only because variables are texts: that is not worth a mention. */
function withoutText(types: readonly string[]): readonly string[] {
  const isScalar =
    types.length === 2 && types.some((type) => type === 'integer' || type === 'number' || type === 'boolean');
  return isScalar ? types.filter((type) => type !== 'string') : types;
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
