// How an image is built.
import { describePath } from './describe-path.ts';
import type { Build } from './model/build.ts';
import {
  defined,
  extensionsOf,
  type Field,
  fieldOf,
  type Reading,
  readFlag,
  readPairs,
  readSize,
  readSomeTexts,
  readText,
  readTextMap,
  readTexts,
  refuse,
  reject,
  someEntries,
  variableFor,
} from './reading.ts';
import { resolvePath } from './resolve-path.ts';
import { toBuildSecrets } from './to-grants.ts';
import { toExtraHosts } from './to-hosts.ts';
import { toUlimits } from './to-resources.ts';

const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i;
const CONTEXT_SCHEMES = /^(?:docker-image:\/\/|service:)/;

export function toBuild(reading: Reading, service: Field, secrets: Field | undefined): Build | undefined {
  const field = fieldOf(service, 'build');
  if (!field) return undefined;
  const isText = field.node.kind === 'scalar';
  const contextField = isText ? field : fieldOf(field, 'context');
  const dockerfileInline = readText(fieldOf(field, 'dockerfile_inline')) || undefined;
  const dockerfile = readText(fieldOf(field, 'dockerfile'));
  if (dockerfile && dockerfileInline !== undefined) {
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
    ...toRest(reading, field, secrets),
    ...extensionsOf(field),
  };
}

/** What dockr does not do yet when it builds. */
function toRest(reading: Reading, field: Field, secrets: Field | undefined): Partial<Build> {
  const text = (key: string): string | undefined => readText(fieldOf(field, key)) || undefined;
  const texts = (key: string): readonly string[] | undefined => readSomeTexts(fieldOf(field, key));
  return defined({
    cacheFrom: texts('cache_from'),
    cacheTo: texts('cache_to'),
    noCacheFilter: texts('no_cache_filter'),
    platforms: texts('platforms'),
    secrets: toBuildSecrets(reading, field, secrets),
    ssh: toSsh(reading, fieldOf(field, 'ssh')),
    entitlements: texts('entitlements'),
    privileged: readFlag(reading, fieldOf(field, 'privileged')) || undefined,
    provenance: text('provenance'),
    sbom: text('sbom'),
    isolation: text('isolation'),
    shmBytes: readSize(reading, fieldOf(field, 'shm_size')) || undefined,
    ulimits: someEntries(toUlimits(reading, fieldOf(field, 'ulimits'))),
    extraHosts: someEntries(toExtraHosts(reading, field)),
  });
}

/** Paths by id; `default` has none. */
function toSsh(reading: Reading, field: Field | undefined): Build['ssh'] {
  const pairs = [...readPairs(field)].map(([id, { value }]): [string, string | null] => [
    id,
    value ? resolvePath(reading, value) : null,
  ]);
  return someEntries(Object.fromEntries(pairs));
}

function toFolder(reading: Reading, field: Field | undefined): string | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  if (!REMOTE.test(text)) return resolvePath(reading, text);
  refuse(reading, field, `${describePath(field.path)} is "${text}": a context that is not a folder`);
  return text;
}

/** Arguments without a value take that of the environment, and are left out where it has none. */
function toArguments(reading: Reading, field: Field | undefined): Readonly<Record<string, string>> {
  const values: [string, string][] = [];
  for (const [name, pair] of readPairs(field)) {
    const value = pair.value ?? variableFor(reading, pair.field, name);
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
    else if (REMOTE.test(value)) {
      contexts.push([name, value]);
      refuse(
        reading,
        pair.field,
        `${describePath(pair.field.path)} is "${value}", which`,
        'use a folder, "docker-image://NAME" or "service:NAME"',
      );
    } else contexts.push([name, resolvePath(reading, value)]);
  }
  return Object.fromEntries(contexts);
}
