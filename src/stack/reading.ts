// Typed values out of a checked tree: each function gives the value, or reports what is wrong with it and gives undefined.

import { StackError } from '../core/errors.ts';
import { parseDuration, parseSize } from '../core/units.ts';
import { describePath } from './describe-path.ts';
import type { Extensions, Written } from './model/extensions.ts';
import { addError, addUnsupported, addWarning, createError, type Problems } from './problems.ts';
import type { LoadStage } from './read-stack-files.ts';
import { formatScalar } from './scalar-text.ts';
import { type SourceRange, toPosition } from './source-text.ts';
import type { Lookup } from './template.ts';
import { describeNode, getChild, isNull, type TreeNode, type TreePath, toPlain } from './tree.ts';

/** What readers need to know besides the value. */
export type Reading = {
  readonly stack: string;
  readonly problems: Problems;
  /** Where relative paths start. */
  readonly directory: string;
  readonly home: string | undefined;
  readonly lookup: Lookup;
  readonly skip: readonly LoadStage[];
};

/** A value, its path, and where to point at when it is wrong. */
export type Field = { readonly node: TreeNode; readonly path: TreePath; readonly key: SourceRange };

const LONGEST_UNIT = 64;
const TRUE_WORDS: readonly string[] = ['true', 'y', 'yes', 'on', '1', 't'];
const FALSE_WORDS: readonly string[] = ['false', 'n', 'no', 'off', '0', 'f'];

/** A variable as the file of a field sees it: an included file may have some of its own. */
export function variableFor(reading: Reading, { node }: Field, name: string): string | undefined {
  return (node.at.source.lookup ?? reading.lookup)(name);
}

/** The field of a map under a key, or under a chain of keys; undefined if it is missing or null. */
export function fieldOf(
  field: Field | undefined,
  key: string,
  below?: string | undefined,
  lowest?: string | undefined,
): Field | undefined {
  // No list of keys and no loop: this is called a hundred times for each service.
  const entry = field?.node.kind === 'map' ? field.node.entries.get(key) : undefined;
  if (!field || !entry || isNull(entry.value)) return undefined;
  const child = { node: entry.value, path: [...field.path, key], key: entry.key };
  return below === undefined ? child : fieldOf(child, below, lowest);
}

/** Like `fieldOf`, null values included. */
export function entryOf(field: Field, key: string): Field | undefined {
  const entry = field.node.kind === 'map' ? field.node.entries.get(key) : undefined;
  return entry && { node: entry.value, path: [...field.path, key], key: entry.key };
}

/** Names and fields of a map, sorted by name; `x-` names are left out if `extensions` is given. */
export function entriesOf(field: Field | undefined): readonly (readonly [string, Field])[] {
  if (field?.node.kind !== 'map') return [];
  const entries: (readonly [string, Field])[] = [];
  for (const name of [...field.node.entries.keys()].sort()) {
    const entry = entryOf(field, name);
    if (entry) entries.push([name, entry]);
  }
  return entries;
}

/** The names in a map as they are written, one after the other: most often nobody asks for all of them. */
export function namesOf(field: Field | undefined): Iterable<string> {
  return field?.node.kind === 'map' ? field.node.entries.keys() : [];
}

export function itemsOf(field: Field | undefined): readonly Field[] {
  if (field?.node.kind !== 'list') return [];
  return field.node.items.map((node, index) => ({ node, path: [...field.path, index], key: node.at }));
}

/** Points at a scalar itself, at the key of anything else. */
export function rangeOf(field: Field): SourceRange {
  return field.node.kind === 'scalar' && !isNull(field.node) ? field.node.at : field.key;
}

export function reject(reading: Reading, field: Field, code: string, message: string, hint?: string): undefined {
  addError(reading.problems, code, message, rangeOf(field), hint);
  return undefined;
}

/** It is wrong, but Compose shows such a stack, too: that is said when something is done with it. */
export function postpone(reading: Reading, field: Field, code: string, message: string, hint?: string): void {
  const error = createError(reading.problems, code, message, rangeOf(field), hint);
  addUnsupported(reading.problems, { path: field.path, error });
}

/** The value is right, but dockr cannot do it: that is said when something is done with the stack. */
export function refuse(reading: Reading, field: Field, message: string, hint?: string): void {
  const details = {
    message: `${message} is not supported by this version of dockr`,
    at: toPosition(rangeOf(field)),
    hint,
  };
  addUnsupported(reading.problems, { path: field.path, error: new StackError('not-supported', details) });
}

export function readText(field: Field | undefined): string | undefined {
  return field?.node.kind === 'scalar' && field.node.value !== null ? formatScalar(field.node.value) : undefined;
}

/** A text or a list of texts; empty ones say nothing. */
export function readTexts(field: Field | undefined): readonly string[] {
  const items = field?.node.kind === 'list' ? itemsOf(field) : field ? [field] : [];
  return items.flatMap((item) => readText(item) || []);
}

export function readFlag(reading: Reading, field: Field | undefined): boolean | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  const word = text.toLowerCase();
  const isTrue = TRUE_WORDS.includes(word);
  if (!isTrue && !FALSE_WORDS.includes(word)) return wrongType(reading, field, 'a boolean');
  if (word !== 'true' && word !== 'false') {
    addWarning(
      reading.problems,
      'old-boolean',
      `${describePath(field.path)} is "${text}": write "${isTrue}"`,
      rangeOf(field),
    );
  }
  return isTrue;
}

export function readWhole(
  reading: Reading,
  field: Field | undefined,
  least = Number.MIN_SAFE_INTEGER,
): number | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  const value = /^[-+]?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) return wrongType(reading, field, 'a whole number');
  return value >= least
    ? value
    : reject(reading, field, 'wrong-value', `${describePath(field.path)} must be ${least} or more, but is ${text}`);
}

export function readNumber(reading: Reading, field: Field | undefined, least = 0): number | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  const value = /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) return wrongType(reading, field, 'a number');
  return value >= least
    ? value
    : reject(reading, field, 'wrong-value', `${describePath(field.path)} must be ${least} or more, but is ${text}`);
}

export function readDuration(reading: Reading, field: Field | undefined): number | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  const value = text.length > LONGEST_UNIT ? undefined : parseSignedDuration(text.replaceAll('μ', 'µ'));
  if (value !== undefined && value < 0)
    postpone(
      reading,
      field,
      'invalid-duration',
      `${describePath(field.path)} is "${text}", which is less than nothing`,
    );
  if (value !== undefined && Number.isFinite(value)) return value;
  return reject(
    reading,
    field,
    'invalid-duration',
    `${describePath(field.path)} is ${describeNode(field.node)}, which is not a duration`,
    'write a number with a unit, such as "90s", "1m30s" or "500ms"',
  );
}

/** Go's durations have a sign. */
export function parseSignedDuration(text: string): number | undefined {
  const value = parseDuration(text.replace(/^[-+]/, ''));
  return value !== undefined && text.startsWith('-') ? -value : value;
}

/** Bytes; -1 where it means unlimited. */
export function readSize(
  reading: Reading,
  field: Field | undefined,
  allowUnlimited: 'unlimited' | 'limited' = 'limited',
): number | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  if (text === '-1' && allowUnlimited === 'unlimited') return -1;
  const value = text.length > LONGEST_UNIT ? undefined : parseSize(text);
  if (value !== undefined && Number.isSafeInteger(value)) return value;
  return reject(
    reading,
    field,
    'invalid-size',
    `${describePath(field.path)} is ${describeNode(field.node)}, which is not a size`,
    'write a number with a unit, such as "512m" or "1.5g"',
  );
}

/** A map, or a list of `name=value`; a name without a value has null. Later ones win. */
export function readPairs(
  field: Field | undefined,
): ReadonlyMap<string, { readonly value: string | null; readonly field: Field }> {
  const pairs = new Map<string, { value: string | null; field: Field }>();
  for (const [name, entry] of entriesOf(field)) pairs.set(name, { value: readText(entry) ?? null, field: entry });
  for (const item of itemsOf(field)) {
    const text = readText(item) ?? '';
    const equals = text.indexOf('=');
    pairs.set(equals === -1 ? text : text.slice(0, equals), {
      value: equals === -1 ? null : text.slice(equals + 1),
      field: item,
    });
  }
  return pairs;
}

/** Pairs in which no value is the empty text. */
export function readTextMap(field: Field | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries([...readPairs(field)].map(([name, pair]) => [name, pair.value ?? '']));
}

/** Every item of a list as text, empty ones too; a single text is a list of one. */
export function readWords(field: Field): readonly string[] {
  const items = field.node.kind === 'list' ? itemsOf(field) : [field];
  return items.map((item) => readText(item) ?? '');
}

/** Pairs, or undefined where there is nothing of the kind. */
export function readSomeTextMap(field: Field | undefined): Readonly<Record<string, string>> | undefined {
  return someEntries(readTextMap(field));
}

/** Texts, or undefined where there are none. */
export function readSomeTexts(field: Field | undefined): readonly string[] | undefined {
  const texts = readTexts(field);
  return texts.length > 0 ? texts : undefined;
}

export function someEntries<T extends object>(record: T): T | undefined {
  return Object.keys(record).length > 0 ? record : undefined;
}

/** What stands under keys with `x-`, as a property to spread. */
export function extensionsOf(field: Field | undefined): { readonly extensions?: Extensions } {
  if (field?.node.kind !== 'map') return {};
  const { entries } = field.node;
  const own = [...entries.keys()].filter((key) => key.startsWith('x-'));
  if (own.length === 0) return {};
  return {
    extensions: Object.fromEntries(
      own.map((key) => {
        const value = entries.get(key)?.value;
        return [key, value && toPlain(value)];
      }),
    ),
  };
}

/** The keys among `keys` that the file has, as a property to spread. */
export function writtenOf(field: Field, keys: readonly string[]): { readonly written?: Written } {
  const written = keys.filter((key) => getChild(field.node, key) !== undefined);
  return written.length === 0 ? {} : { written };
}

/** The properties that are not undefined. */
export function defined<T extends Record<string, unknown>>(
  properties: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: Partial<T> = {};
  for (const key in properties) if (properties[key] !== undefined) kept[key] = properties[key];
  return kept as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export function wrongType(reading: Reading, field: Field, expected: string): undefined {
  return reject(
    reading,
    field,
    'wrong-type',
    `${describePath(field.path)} must be ${expected}, but is ${describeNode(field.node)}`,
  );
}
