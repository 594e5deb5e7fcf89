// `RUN --mount=type=cache,target=/x`: fields separated by commas, values expanded when the builder knows the variables.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { suggest } from '../../../core/suggest.ts';
import { parseSize } from '../../../core/units.ts';
import { parseBoolean, parseCsvRecord, parseUint32 } from './go-values.ts';
import type { MountFlag } from './model.ts';
import { hasVariable } from './shell-words.ts';

type Owner = { readonly mode?: number; readonly uid?: number; readonly gid?: number };

/** A mount of one RUN. Unset fields have the defaults of the language, which the builder knows. */
export type Mount =
  | {
      readonly type: 'bind';
      readonly from?: string;
      readonly source?: string;
      readonly target: string;
      readonly readOnly: boolean;
    }
  | (Owner & {
      readonly type: 'cache';
      readonly id?: string;
      readonly from?: string;
      readonly source?: string;
      readonly target: string;
      readonly sharing: CacheSharing;
      readonly readOnly: boolean;
    })
  | { readonly type: 'tmpfs'; readonly target: string; readonly sizeBytes?: number }
  | (Owner & {
      readonly type: 'secret';
      readonly id: string;
      /** Unset and no `env`: `/run/secrets/<id>`. Unset with `env`: no file. */
      readonly target?: string;
      readonly env?: string;
      readonly required: boolean;
    })
  | (Owner & { readonly type: 'ssh'; readonly id: string; readonly target?: string; readonly required: boolean });

export type CacheSharing = 'shared' | 'private' | 'locked';

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const;
const SHARING = ['shared', 'private', 'locked'] as const;
const KEY_OF_ALIAS: Readonly<Record<string, string>> = {
  type: 'type',
  from: 'from',
  source: 'source',
  src: 'source',
  target: 'target',
  dst: 'target',
  destination: 'target',
  readonly: 'readonly',
  ro: 'readonly',
  readwrite: 'readwrite',
  rw: 'readwrite',
  id: 'id',
  sharing: 'sharing',
  required: 'required',
  size: 'size',
  mode: 'mode',
  uid: 'uid',
  gid: 'gid',
  env: 'env',
};
const WITHOUT_VALUE: ReadonlySet<string> = new Set(['readonly', 'readwrite', 'required']);
const KEYS_OF_TYPE: Readonly<Record<Mount['type'], readonly string[]>> = {
  bind: ['from', 'source', 'target', 'readonly', 'readwrite'],
  cache: ['id', 'from', 'source', 'target', 'sharing', 'mode', 'uid', 'gid', 'readonly', 'readwrite'],
  tmpfs: ['target', 'size', 'readonly', 'readwrite'],
  secret: ['id', 'source', 'target', 'env', 'required', 'mode', 'uid', 'gid', 'readonly', 'readwrite'],
  ssh: ['id', 'source', 'target', 'required', 'mode', 'uid', 'gid', 'readonly', 'readwrite'],
};

type Fields = ReadonlyMap<string, string>;

/** What can be known of a mount before variables are: its `from`, and, where no variable occurs, whether it is right. */
export function parseMountFlag(text: string, at: SourcePosition): MountFlag {
  const from = readFields(text, { at, expand: (value) => value }).get('from');
  if (from !== undefined && hasVariable(from)) {
    throw new BuildError('variable-in-from', {
      message: `"from=${from}" holds a variable, expected a stage, a context or an image`,
      at,
      hint: 'name a stage with FROM, which may use global ARGs, and mount from that stage',
    });
  }
  const flag: MountFlag = { text, at, ...(from ? { from } : {}) };
  if (!hasVariable(text)) parseMount(flag, (value) => value);
  return flag;
}

/** The mount with its values expanded; `from` never is. */
export function parseMount(flag: MountFlag, expand: (value: string) => string): Mount {
  const fields = readFields(flag.text, { at: flag.at, expand });
  const type = oneOf(TYPES, fields.get('type')?.toLowerCase() ?? 'bind', { what: 'mount type', at: flag.at });
  for (const key of fields.keys()) {
    if (key !== 'type' && !KEYS_OF_TYPE[type].includes(key)) throw misplacedKey(key, type, flag.at);
  }
  const context = { fields, at: flag.at };
  switch (type) {
    case 'bind':
      return { type, ...pick(fields, ['from', 'source']), target: target(context), readOnly: readOnly(context, true) };
    case 'cache':
      return {
        type,
        ...pick(fields, ['id', 'from', 'source']),
        ...owner(context),
        target: target(context),
        sharing: oneOf(SHARING, fields.get('sharing')?.toLowerCase() ?? 'shared', {
          what: 'cache sharing',
          at: flag.at,
        }),
        readOnly: readOnly(context, false),
      };
    case 'tmpfs':
      return { type, target: target(context), ...size(context) };
    case 'secret':
      return {
        type,
        ...pick(fields, ['target', 'env']),
        ...owner(context),
        id: secretId(context),
        required: required(context),
      };
    case 'ssh':
      return {
        type,
        ...pick(fields, ['target']),
        ...owner(context),
        id: fields.get('id') || 'default',
        required: required(context),
      };
  }
}

type Context = { readonly fields: Fields; readonly at: SourcePosition };

function readFields(text: string, { at, expand }: { at: SourcePosition; expand: (value: string) => string }): Fields {
  const record = parseCsvRecord(text);
  if (!record) throw new BuildError('bad-mount', { message: `mount "${text}" has unbalanced double quotes`, at });
  const fields = new Map<string, string>();
  for (const field of record) {
    const [, written = '', equals, value = ''] = /^([^=]*)(=?)(.*)$/su.exec(field) ?? [];
    const key = Object.hasOwn(KEY_OF_ALIAS, written.toLowerCase()) ? KEY_OF_ALIAS[written.toLowerCase()] : undefined;
    if (!key) throw unknownKey(written, at);
    if (!equals && !WITHOUT_VALUE.has(key)) {
      throw new BuildError('bad-mount', {
        message: `mount key "${written}" has no value, expected ${written}=<value>`,
        at,
      });
    }
    fields.set(key, !equals ? 'true' : key === 'from' ? value : expand(value));
  }
  return fields;
}

function pick<Key extends string>(fields: Fields, keys: readonly Key[]): { readonly [K in Key]?: string } {
  const result: { [K in Key]?: string } = {};
  for (const key of keys) {
    const value = fields.get(key);
    if (value) result[key] = value;
  }
  return result;
}

function target({ fields, at }: Context): string {
  const value = fields.get('target');
  if (value && !/^\/+$/.test(value)) return value;
  const message = value ? 'mount target is the root directory' : 'mount has no target';
  throw new BuildError('bad-mount', { message: `${message}, expected target=<path>`, at });
}

function readOnly({ fields, at }: Context, whenUnset: boolean): boolean {
  const writable = boolean('readwrite', { fields, at });
  return boolean('readonly', { fields, at }) ?? (writable === undefined ? whenUnset : !writable);
}

function required(context: Context): boolean {
  return boolean('required', context) ?? false;
}

function boolean(key: string, { fields, at }: Context): boolean | undefined {
  const text = fields.get(key);
  if (text === undefined) return undefined;
  const value = parseBoolean(text);
  if (value === undefined) throw badValue(key, { text, expected: 'true or false', at });
  return value;
}

function owner({ fields, at }: Context): Owner {
  return {
    ...number('mode', { fields, at, base: 8 }),
    ...number('uid', { fields, at, base: 10 }),
    ...number('gid', { fields, at, base: 10 }),
  };
}

function number<Key extends 'mode' | 'uid' | 'gid'>(
  key: Key,
  { fields, at, base }: Context & { base: 8 | 10 },
): { [K in Key]?: number } {
  const text = fields.get(key);
  if (text === undefined) return {};
  const value = parseUint32(text, base);
  if (value === undefined) throw badValue(key, { text, expected: base === 8 ? 'an octal number' : 'a number', at });
  return { [key]: value } as { [K in Key]?: number };
}

function size({ fields, at }: Context): { sizeBytes?: number } {
  const text = fields.get('size');
  if (text === undefined) return {};
  const sizeBytes = parseSize(text);
  if (sizeBytes === undefined) throw badValue('size', { text, expected: 'a size such as 64m', at });
  return { sizeBytes };
}

/** `source` is an older name of `id`; with neither, the last part of the target is the name. */
function secretId({ fields, at }: Context): string {
  const [id, source, path] = [fields.get('id'), fields.get('source'), fields.get('target')];
  if (id && source)
    throw new BuildError('bad-mount', { message: 'secret mount has both "id" and "source", expected one of them', at });
  const name = id || source || path?.split('/').filter(Boolean).at(-1);
  if (name) return name;
  throw new BuildError('bad-mount', { message: 'secret mount has no "id", expected id=<name>', at });
}

function oneOf<T extends string>(
  allowed: readonly T[],
  value: string,
  { what, at }: { what: string; at: SourcePosition },
): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found) return found;
  const near = suggest(value, allowed);
  throw new BuildError('bad-mount', {
    message: `${what} is "${value}", expected one of ${allowed.join(', ')}`,
    at,
    hint: near ? `did you mean "${near}"?` : undefined,
  });
}

function badValue(
  key: string,
  { text, expected, at }: { text: string; expected: string; at: SourcePosition },
): BuildError {
  return new BuildError('bad-mount', {
    message: `mount key "${key}" has the value "${text}", expected ${expected}`,
    at,
  });
}

function unknownKey(key: string, at: SourcePosition): BuildError {
  const near = suggest(key, Object.keys(KEY_OF_ALIAS));
  return new BuildError('bad-mount', {
    message: `unknown mount key "${key}"`,
    at,
    hint: near ? `did you mean "${near}"?` : `the keys are ${[...new Set(Object.values(KEY_OF_ALIAS))].join(', ')}`,
  });
}

function misplacedKey(key: string, type: Mount['type'], at: SourcePosition): BuildError {
  return new BuildError('bad-mount', {
    message: `mount key "${key}" does not belong to type "${type}", expected one of ${KEYS_OF_TYPE[type].join(', ')}`,
    at,
  });
}
