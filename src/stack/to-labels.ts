// Labels of a service: those of its files, then its own.
import { resolve } from 'node:path';
import { StackError } from '../core/errors.ts';
import { describePath } from './describe-path.ts';
import { parseEnvFile } from './parse-env-file.ts';
import { gather, strayWarning } from './problems.ts';
import { type Field, fieldOf, itemsOf, type Reading, readPairs, readText, readTextMap, reject } from './reading.ts';
import type { SourceText } from './source-text.ts';

/** The texts of files by absolute path, or why one cannot be read; one that does not exist has none. */
type Texts = ReadonlyMap<string, SourceText | StackError | undefined>;

/** Absolute paths of the files with labels. */
export function toLabelFiles(reading: Reading, service: Field): readonly string[] | undefined {
  const files = labelFileFields(service).map((item) => resolve(reading.directory, readText(item) ?? ''));
  return files.length > 0 ? files : undefined;
}

/** Later files win over earlier ones, and the service's own labels over all. */
export function toLabels(reading: Reading, service: Field, texts: Texts): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  const items = reading.skip.includes('env-files') ? [] : labelFileFields(service);
  for (const item of items) {
    for (const [name, value] of readLabelFile(reading, item, texts)) labels.set(name, value);
  }
  const own = fieldOf(service, 'labels');
  checkLabels(reading, own);
  return { ...Object.fromEntries(labels), ...readTextMap(own) };
}

function labelFileFields(service: Field): readonly Field[] {
  const field = fieldOf(service, 'label_file');
  const items = field?.node.kind === 'list' ? itemsOf(field) : field ? [field] : [];
  return items.filter((item) => readText(item));
}

function readLabelFile(reading: Reading, item: Field, texts: Texts): ReadonlyMap<string, string> {
  const path = resolve(reading.directory, readText(item) ?? '');
  const source = texts.get(path);
  if (source instanceof StackError) {
    reject(reading, item, source.code, `${describePath(item.path)}: ${source.message}`);
    return new Map();
  }
  if (!source) {
    const message = `${describePath(item.path)} names a file that does not exist: "${path}"`;
    reject(reading, item, 'label-file-not-found', message, 'create the file, or remove it from "label_file"');
    return new Map();
  }
  if (source.secrecy) {
    const message = `${describePath(item.path)} names the encrypted file "${path}": labels are shown`;
    reject(reading, item, 'encrypted-file', message, 'put labels into a file that is not encrypted');
    return new Map();
  }
  try {
    return parseEnvFile(source, { lookup: reading.lookup, onStray: strayWarning(reading.problems) });
  } catch (error) {
    gather(reading.problems, error);
    return new Map();
  }
}

/** Labels by which dockr knows its own containers are not for stack files to set. */
function checkLabels(reading: Reading, labels: Field | undefined): void {
  for (const [name, pair] of readPairs(labels)) {
    if (!/^(com\.docker\.compose|io\.dockr)\./.test(name)) continue;
    reject(
      reading,
      pair.field,
      'reserved-label',
      `${describePath(pair.field.path)} sets label "${name}", which only the engine sets`,
    );
  }
}
