// Variables of a service: those of its files, then its own.
import { resolve } from 'node:path';
import { StackError } from '../core/errors.ts';
import { describePath } from './describe-path.ts';
import type { EnvFile, Service } from './model.ts';
import { parseEnvFile, parseRawEnvFile } from './parse-env-file.ts';
import { addWarning, createProblems, gather, strayWarning } from './problems.ts';
import {
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  rangeOf,
  readFlag,
  readPairs,
  readText,
  reject,
  variableFor,
} from './reading.ts';
import type { SourceText } from './source-text.ts';
import { toLabelFiles } from './to-labels.ts';

/** The texts of the files that services name, by absolute path, or why one cannot be read; a file that does not exist has none. */
export type EnvFileTexts = ReadonlyMap<string, SourceText | StackError | undefined>;

export type EnvFileEntry = {
  readonly path: string;
  readonly isRequired: boolean;
  readonly isRaw: boolean;
  readonly field: Field;
};

/** `env_file` in any of its forms. */
export function readEnvFileEntries(reading: Reading, service: Field): readonly EnvFileEntry[] {
  const field = fieldOf(service, 'env_file');
  const items = field?.node.kind === 'list' ? itemsOf(field) : field ? [field] : [];
  return items.flatMap((item) => readEntry(reading, item) ?? []);
}

/** The files themselves, for who wants to read them. */
export function toEnvFiles(reading: Reading, service: Field): readonly EnvFile[] | undefined {
  if (!fieldOf(service, 'env_file')) return undefined;
  const files = readEnvFileEntries({ ...reading, problems: createProblems() }, service).map(
    ({ path, isRequired, isRaw }): EnvFile => ({ path, required: isRequired, ...(isRaw ? { format: 'raw' } : {}) }),
  );
  return files.length > 0 ? files : undefined;
}

export type ServiceEnvironment = Pick<Service, 'environment' | 'secretEnvironment'>;

/** Values by name; `null` takes the variable away from the image. Those of encrypted files stay apart. */
export function toEnvironment(reading: Reading, service: Field, texts: EnvFileTexts): ServiceEnvironment {
  const own = readPairs(fieldOf(service, 'environment'));
  const isResolved = !reading.skip.includes('env-files');
  const values = new Map<string, string | null>();
  const secrets = new Map<string, string>();
  for (const entry of readEnvFileEntries(reading, service)) {
    const [to, other] = isSecret(texts.get(entry.path)) ? [secrets, values] : [values, secrets];
    for (const [name, value] of readEntryValues(reading, entry, { texts, own, earlier: values })) {
      to.set(name, value);
      other.delete(name);
    }
  }
  for (const [name, pair] of own) {
    if (name === '')
      reject(reading, pair.field, 'wrong-value', `a variable in ${describePath(pair.field.path)} has no name`);
    else if (/\s$/.test(name))
      reject(
        reading,
        pair.field,
        'wrong-value',
        `variable "${name}" in ${describePath(pair.field.path)} ends with a space`,
      );
    else {
      values.set(name, pair.value ?? (isResolved ? variableFor(reading, pair.field, name) : undefined) ?? null);
      secrets.delete(name);
    }
  }
  const environment = Object.fromEntries([...values.keys()].sort().map((name) => [name, values.get(name) ?? null]));
  if (secrets.size === 0) return { environment };
  return { environment, secretEnvironment: Object.fromEntries([...secrets].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function isSecret(source: SourceText | StackError | undefined): boolean {
  return source !== undefined && 'secrecy' in source && source.secrecy !== undefined;
}

type Sources = {
  readonly texts: EnvFileTexts;
  readonly own: ReadonlyMap<string, { readonly value: string | null }>;
  readonly earlier: ReadonlyMap<string, string | null>;
};

function readEntryValues(reading: Reading, entry: EnvFileEntry, sources: Sources): ReadonlyMap<string, string> {
  if (reading.skip.includes('env-files')) return new Map();
  const source = sources.texts.get(entry.path);
  if (source instanceof StackError) {
    reject(reading, entry.field, source.code, `${describePath(entry.field.path)}: ${source.message}`, source.hint);
    return new Map();
  }
  if (source?.secrecy) return readSecretValues(reading, entry, source);
  if (!source) {
    if (entry.isRequired) {
      reject(
        reading,
        entry.field,
        'env-file-not-found',
        `${describePath(entry.field.path)} names a file that does not exist: "${entry.path}"`,
        'create the file, or write it as a map with "required: false"',
      );
    }
    return new Map();
  }
  const lookup = (name: string): string | undefined =>
    reading.lookup(name) ?? sources.own.get(name)?.value ?? undefined;
  const earlier = (name: string): string | undefined => sources.earlier.get(name) ?? undefined;
  try {
    if (entry.isRaw) return parseRawEnvFile(source, (name) => lookup(name) ?? earlier(name));
    const onUnset = (name: string): void =>
      addWarning(
        reading.problems,
        'unset-variable',
        `variable "${name}" is not set: an empty string takes its place in "${entry.path}"`,
        rangeOf(entry.field),
      );
    return parseEnvFile(source, { lookup, earlier, onUnset, onStray: strayWarning(reading.problems) });
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    gather(reading.problems, error);
    return new Map();
  }
}

/** Nothing of the text may be in what is told, so that neither may be what is wrong with it. */
function readSecretValues(
  reading: Reading,
  { field, isRaw }: EnvFileEntry,
  source: SourceText,
): ReadonlyMap<string, string> {
  const none = (): undefined => undefined;
  addWarning(
    reading.problems,
    'secret-in-environment',
    `${describePath(field.path)}: what is encrypted in "${source.file}" becomes variables, which programs show more often than files`,
    rangeOf(field),
  );
  try {
    return isRaw ? parseRawEnvFile(source, none) : parseEnvFile(source, { lookup: none, isLiteral: true });
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    const line = error.at ? `line ${error.at.line}` : 'a line';
    const message = `${describePath(field.path)}: ${line} of what is encrypted in "${source.file}" is not NAME=value`;
    reject(reading, field, 'bad-env-file', message);
    return new Map();
  }
}

function readEntry(reading: Reading, item: Field): EnvFileEntry | undefined {
  if (item.node.kind !== 'map') {
    const path = readText(item);
    return path === undefined
      ? undefined
      : { path: resolve(reading.directory, path), isRequired: true, isRaw: false, field: item };
  }
  const path = readText(fieldOf(item, 'path'));
  const format = fieldOf(item, 'format');
  const formatText = readText(format);
  if (format && formatText !== 'raw')
    reject(reading, format, 'wrong-value', `${describePath(format.path)} must be "raw", but is "${formatText}"`);
  if (path === undefined) return undefined;
  return {
    path: resolve(reading.directory, path),
    isRequired: readFlag(reading, fieldOf(item, 'required')) ?? true,
    isRaw: formatText === 'raw',
    field: item,
  };
}

/** Every file that the services name, and what for. What is wrong with an entry is reported with its service, not here. */
export function envFilePaths(reading: Reading, services: readonly Field[]): ReadonlyMap<string, string> {
  const quiet = { ...reading, problems: createProblems() };
  const purposes = new Map<string, string>();
  for (const service of services) {
    for (const path of toLabelFiles(reading, service) ?? []) purposes.set(path, 'label file');
    for (const { path } of readEnvFileEntries(quiet, service)) purposes.set(path, 'env file');
  }
  return purposes;
}
