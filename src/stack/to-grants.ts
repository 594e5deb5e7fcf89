// Secrets and configs that a service gets, and what they are made of.
import { StackError } from '../core/errors.ts';
import { describePath } from './describe-path.ts';
import type { BuildSecret } from './model/build.ts';
import type { StackFile } from './model/resources.ts';
import type { FileGrant } from './model/run.ts';
import { addUnsupported, suggestName } from './problems.ts';
import {
  defined,
  entriesOf,
  entryOf,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  namesOf,
  type Reading,
  rangeOf,
  readSomeTextMap,
  readText,
  readWhole,
  refuse,
  reject,
  variableFor,
} from './reading.ts';
import { resolvePath } from './resolve-path.ts';
import { toPosition } from './source-text.ts';
import { isExternal, toResourceName } from './to-external.ts';

const DEFAULT_MODE = 0o444;

/** The grants under `secrets` or `configs`; each must be defined at the top level. */
export function toGrants(
  reading: Reading,
  service: Field,
  kind: 'secrets' | 'configs',
  files: Field | undefined,
): readonly FileGrant[] {
  return itemsOf(fieldOf(service, kind)).flatMap((item) => toGrant(reading, item, { kind, files }) ?? []);
}

function toGrant(reading: Reading, item: Field, known: KnownFiles): FileGrant | undefined {
  const source = toFileReference(reading, item, known);
  if (source === undefined) return undefined;
  const folder = known.kind === 'secrets' ? '/run/secrets/' : '/';
  const written = readText(fieldOf(item, 'target')) || undefined;
  const target = written ?? source;
  return {
    source,
    target: target.startsWith('/') ? target : `${folder}${target}`,
    uid: readWhole(reading, fieldOf(item, 'uid'), 0) ?? 0,
    gid: readWhole(reading, fieldOf(item, 'gid'), 0) ?? 0,
    mode: toMode(reading, fieldOf(item, 'mode')) ?? DEFAULT_MODE,
    ...defined({ relativeTarget: written?.startsWith('/') ? undefined : written }),
    ...extensionsOf(item),
  };
}

/** Secrets for a build; their target is the id that the Dockerfile uses. */
export function toBuildSecrets(
  reading: Reading,
  build: Field,
  secrets: Field | undefined,
): readonly BuildSecret[] | undefined {
  const grants = itemsOf(fieldOf(build, 'secrets')).flatMap((item): BuildSecret[] => {
    const source = toFileReference(reading, item, { kind: 'secrets', files: secrets });
    const parts = defined({
      target: readText(fieldOf(item, 'target')) || undefined,
      uid: readText(fieldOf(item, 'uid')) || undefined,
      gid: readText(fieldOf(item, 'gid')) || undefined,
      mode: toMode(reading, fieldOf(item, 'mode')),
    });
    return source === undefined ? [] : [{ source, ...parts }];
  });
  return grants.length > 0 ? grants : undefined;
}

type KnownFiles = { readonly kind: 'secrets' | 'configs'; readonly files: Field | undefined };

/** The name of a secret or config; reports it if it is not defined. */
function toFileReference(reading: Reading, item: Field, known: KnownFiles): string | undefined {
  const sourceField = item.node.kind === 'map' ? fieldOf(item, 'source') : item;
  const source = readText(sourceField);
  if (!sourceField || source === undefined)
    return reject(reading, item, 'missing-key', `key "source" is missing in ${describePath(item.path)}`);
  if (known.files && entryOf(known.files, source)) return source;
  const near = suggestName(reading.problems, source, namesOf(known.files));
  const one = known.kind.slice(0, -1);
  reject(
    reading,
    sourceField,
    `undefined-${one}`,
    `${describePath(item.path)} refers to ${one} "${source}", which is not defined`,
    near ? `did you mean "${near}"?` : `define it under "${known.kind}" at the top level`,
  );
  return source;
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
  const origin = toOrigin(reading, field);
  return (
    origin && {
      name: toResourceName(reading, name, field),
      origin,
      ...defined({
        labels: readSomeTextMap(fieldOf(field, 'labels')),
        driver: readText(fieldOf(field, 'driver')) || undefined,
        driverOptions: readSomeTextMap(fieldOf(field, 'driver_opts')),
        templateDriver: readText(fieldOf(field, 'template_driver')) || undefined,
      }),
      ...extensionsOf(field),
    }
  );
}

/** Exactly one source, unless the resource is not of the stack or a driver has it. */
function toOrigin(reading: Reading, field: Field): StackFile['origin'] | undefined {
  const external = fieldOf(field, 'external');
  if (external && isExternal(reading, field)) {
    refuse(reading, external, `${describePath(field.path)} is external, which`, 'use "file" or "environment"');
    return { kind: 'external' };
  }
  const given = SOURCES.filter((source) => fieldOf(field, source));
  const provider = fieldOf(field, 'x-dockr', 'exec');
  if (provider && given.length === 0) return toProvider(reading, provider);
  const [only] = given;
  const source = only && fieldOf(field, only);
  if (!only || !source) {
    if (fieldOf(field, 'driver')) return { kind: 'driver' };
    return reject(reading, field, 'missing-key', `${describePath(field.path)} must have ${sourceNames(field)}`);
  }
  if (given.length > 1 || provider)
    return reject(
      reading,
      field,
      'exclusive-keys',
      `${describePath(field.path)} has more than one of ${sourceNames(field)}`,
      'keep one of them',
    );
  const text = readText(source) ?? '';
  if (only === 'file') return { kind: 'file', path: resolvePath(reading, text) };
  return only === 'content' ? { kind: 'content', content: text } : toVariable(reading, source, text);
}

/** `x-dockr: {exec: NAME}`: which command that is, the host says. */
function toProvider(reading: Reading, field: Field): StackFile['origin'] | undefined {
  const provider = readText(field) ?? '';
  if (/^[a-z0-9][a-z0-9_-]{0,62}$/.test(provider)) return { kind: 'provider', provider };
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${provider}", which is not the name of a provider`,
    'name one that the host knows: it cannot be a command',
  );
}

/** A variable that is not set keeps the stack from running, not from being looked at. */
function toVariable(reading: Reading, field: Field, variable: string): StackFile['origin'] {
  const content = variableFor(reading, field, variable);
  if (content !== undefined) return { kind: 'content', content, variable };
  const message = `${describePath(field.path)} takes variable "${variable}", which is not set`;
  const error = new StackError('missing-variable', { message, at: toPosition(rangeOf(field)) });
  addUnsupported(reading.problems, { path: field.path, error });
  return { kind: 'unset', variable };
}

function sourceNames(field: Field): string {
  return field.path[0] === 'secrets' ? '"file" or "environment"' : '"file", "environment" or "content"';
}
