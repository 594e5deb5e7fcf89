// Secrets and configs that a service gets, and what they are made of.
import { suggest } from '../core/suggest.ts';
import { describePath } from './describe-path.ts';
import type { FileGrant, StackFile } from './model.ts';
import {
  defined,
  entriesOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  readFlag,
  readText,
  readWhole,
  reject,
} from './reading.ts';
import { resolvePath } from './to-build.ts';

const DEFAULT_MODE = 0o444;

/** The grants under `secrets` or `configs`; each must be defined at the top level. */
export function toGrants(
  reading: Reading,
  service: Field,
  kind: 'secrets' | 'configs',
  files: Field | undefined,
): readonly FileGrant[] {
  return itemsOf(fieldOf(service, kind)).flatMap(
    (item) => toGrant(reading, item, { kind, names: entriesOf(files).map(([name]) => name) }) ?? [],
  );
}

function toGrant(
  reading: Reading,
  item: Field,
  known: { readonly kind: 'secrets' | 'configs'; readonly names: readonly string[] },
): FileGrant | undefined {
  const sourceField = item.node.kind === 'map' ? fieldOf(item, 'source') : item;
  const source = readText(sourceField);
  if (!sourceField || source === undefined)
    return reject(reading, item, 'missing-key', `key "source" is missing in ${describePath(item.path)}`);
  if (!known.names.includes(source)) {
    const near = suggest(source, known.names);
    const one = known.kind.slice(0, -1);
    return reject(
      reading,
      sourceField,
      `undefined-${one}`,
      `${describePath(item.path)} refers to ${one} "${source}", which is not defined`,
      near ? `did you mean "${near}"?` : `define it under "${known.kind}" at the top level`,
    );
  }
  const folder = known.kind === 'secrets' ? '/run/secrets/' : '/';
  const target = readText(fieldOf(item, 'target')) ?? source;
  return {
    source,
    target: target.startsWith('/') ? target : `${folder}${target}`,
    uid: readWhole(reading, fieldOf(item, 'uid'), 0) ?? 0,
    gid: readWhole(reading, fieldOf(item, 'gid'), 0) ?? 0,
    mode: toMode(reading, fieldOf(item, 'mode')) ?? DEFAULT_MODE,
  };
}

/** A mode: numbers are taken as they are, texts as octal. */
export function toMode(reading: Reading, field: Field | undefined): number | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  const isText = field.node.kind === 'scalar' && typeof field.node.value === 'string';
  const mode = isText
    ? /^(0o)?[0-7]{1,6}$/.test(text)
      ? Number.parseInt(text.replace('0o', ''), 8)
      : Number.NaN
    : Number(text);
  if (Number.isInteger(mode) && mode >= 0 && mode <= 0o7777) return mode;
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is ${text}, which is not a file mode`,
    'write it in octal, such as "0440"',
  );
}

const SOURCES = ['file', 'environment', 'content'] as const;

/** The top-level secrets or configs by name. */
export function toStackFiles(reading: Reading, files: Field | undefined): Readonly<Record<string, StackFile>> {
  const entries = entriesOf(files).flatMap(([name, field]): [string, StackFile][] => {
    const file = toStackFile(reading, name, field);
    return file ? [[name, file]] : [];
  });
  return Object.fromEntries(entries);
}

function toStackFile(reading: Reading, name: string, field: Field): StackFile | undefined {
  const external = fieldOf(field, 'external');
  if (external && (external.node.kind === 'map' || readFlag(reading, external))) {
    return reject(
      reading,
      external,
      'not-supported',
      `${describePath(field.path)} is external, which is not supported by this version of dockr`,
      'use "file", "environment" or "content"',
    );
  }
  const given = SOURCES.filter((source) => fieldOf(field, source));
  const [only] = given;
  if (only === undefined)
    return reject(reading, field, 'missing-key', `${describePath(field.path)} must have ${sourceNames(field)}`);
  if (given.length > 1)
    return reject(
      reading,
      field,
      'exclusive-keys',
      `${describePath(field.path)} has more than one of ${sourceNames(field)}`,
      'keep one of them',
    );
  const origin = toOrigin(reading, fieldOf(field, only) ?? field, only);
  return origin && { name: readText(fieldOf(field, 'name')) ?? `${reading.stack}_${name}`, origin };
}

function toOrigin(reading: Reading, field: Field, kind: (typeof SOURCES)[number]): StackFile['origin'] | undefined {
  const text = readText(field) ?? '';
  if (kind === 'file') return { kind: 'file', path: resolvePath(reading, text) };
  if (kind === 'content') return { kind: 'content', content: text };
  const content = reading.lookup(text);
  if (content === undefined)
    return reject(
      reading,
      field,
      'missing-variable',
      `${describePath(field.path)} takes variable "${text}", which is not set`,
    );
  return { kind: 'content', content, ...defined({ variable: text }) };
}

function sourceNames(field: Field): string {
  return field.path[0] === 'secrets' ? '"file" or "environment"' : '"file", "environment" or "content"';
}
