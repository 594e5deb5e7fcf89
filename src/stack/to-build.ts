// How an image is built.
import { resolve } from 'node:path';
import { describePath } from './describe-path.ts';
import type { Build } from './model.ts';
import {
  defined,
  type Field,
  fieldOf,
  type Reading,
  readFlag,
  readPairs,
  readText,
  readTextMap,
  readTexts,
  reject,
} from './reading.ts';

const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i;
const CONTEXT_SCHEMES = /^(?:docker-image:\/\/|service:)/;

export function toBuild(reading: Reading, service: Field): Build | undefined {
  const field = fieldOf(service, 'build');
  if (!field) return undefined;
  const isText = field.node.kind === 'scalar';
  const contextField = isText ? field : fieldOf(field, 'context');
  const dockerfileInline = readText(fieldOf(field, 'dockerfile_inline')) || undefined;
  const dockerfile = readText(fieldOf(field, 'dockerfile')) || undefined;
  if (dockerfile !== undefined && dockerfileInline !== undefined) {
    reject(
      reading,
      fieldOf(field, 'dockerfile_inline') ?? field,
      'exclusive-keys',
      `${describePath(field.path)} has both "dockerfile" and "dockerfile_inline"`,
      'keep one of them',
    );
  }
  return {
    context: toFolder(reading, contextField) ?? reading.directory,
    ...defined({
      dockerfile: dockerfile === 'Dockerfile' ? undefined : dockerfile,
      dockerfileInline,
      target: readText(fieldOf(field, 'target')) || undefined,
      network: readText(fieldOf(field, 'network')) || undefined,
    }),
    args: toArguments(reading, fieldOf(field, 'args')),
    additionalContexts: toContexts(reading, fieldOf(field, 'additional_contexts')),
    labels: readTextMap(fieldOf(field, 'labels')),
    tags: readTexts(fieldOf(field, 'tags')),
    noCache: readFlag(reading, fieldOf(field, 'no_cache')) ?? false,
    pull: readFlag(reading, fieldOf(field, 'pull')) ?? false,
  };
}

function toFolder(reading: Reading, field: Field | undefined): string | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  if (REMOTE.test(text))
    return reject(
      reading,
      field,
      'not-supported',
      `${describePath(field.path)} is "${text}", but contexts that are not folders are not supported by this version of dockr`,
    );
  return resolvePath(reading, text);
}

/** Arguments without a value take that of the environment, and are left out where it has none. */
function toArguments(reading: Reading, field: Field | undefined): Readonly<Record<string, string>> {
  const values: [string, string][] = [];
  for (const [name, pair] of readPairs(field)) {
    const value = pair.value ?? reading.lookup(name);
    if (value !== undefined) values.push([name, value]);
  }
  return Object.fromEntries(values);
}

function toContexts(reading: Reading, field: Field | undefined): Readonly<Record<string, string>> {
  const contexts: [string, string][] = [];
  for (const [name, pair] of readPairs(field)) {
    const value = pair.value ?? '';
    if (value === '') reject(reading, pair.field, 'wrong-value', `${describePath(pair.field.path)} has no value`);
    else if (CONTEXT_SCHEMES.test(value)) contexts.push([name, value]);
    else if (REMOTE.test(value))
      reject(
        reading,
        pair.field,
        'not-supported',
        `${describePath(pair.field.path)} is "${value}", which is not supported by this version of dockr`,
        'use a folder, "docker-image://NAME" or "service:NAME"',
      );
    else contexts.push([name, resolvePath(reading, value)]);
  }
  return Object.fromEntries(contexts);
}

/** Absolute, `~` being the home folder. */
export function resolvePath(reading: Reading, text: string): string {
  if (reading.home !== undefined && (text === '~' || text.startsWith('~/')))
    return resolve(reading.home, text.slice(2));
  return resolve(reading.directory, text);
}
