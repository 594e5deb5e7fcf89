// Writes files as SOPS does, from its documentation and without any of the code that is tested.
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { ageEncrypt } from './age.ts';

export type SopsInput = string | number | boolean | null | readonly SopsInput[] | { readonly [key: string]: SopsInput };

export type SopsOptions = {
  readonly recipients: readonly string[];
  readonly format: 'json' | 'yaml' | 'dotenv';
  /** `{encrypted_regex: '^(data)$'}` and the like. */
  readonly rule?: Readonly<Record<string, string>>;
  readonly isEncrypted?: (path: readonly string[]) => boolean;
  readonly macOnlyEncrypted?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

const LAST_MODIFIED = '2026-01-02T03:04:05Z';

export function sopsEncrypt(tree: { readonly [key: string]: SopsInput }, options: SopsOptions): string {
  const { recipients, format, macOnlyEncrypted = false } = options;
  const isEncrypted = options.isEncrypted ?? ((path) => !path.some((key) => key.endsWith('_unencrypted')));
  const key = randomBytes(32);
  const hash = createHash('sha512');
  if (macOnlyEncrypted) hash.update(createHash('sha256').update('sops').digest());
  const walk = (value: SopsInput, path: readonly string[]): SopsInput => {
    if (value === null) return null;
    if (Array.isArray(value)) return value.map((item: SopsInput) => walk(item, path));
    if (typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, [...path, name])]));
    const isSecret = isEncrypted(path);
    if (isSecret || !macOnlyEncrypted) hash.update(spelling(value));
    return isSecret ? encryptValue(value, key, `${path.join(':')}:`) : value;
  };
  const encrypted = walk(tree, []) as { readonly [key: string]: SopsInput };
  const sops = {
    age: recipients.map((recipient) => ({ recipient, enc: ageEncrypt(key, [recipient], { armor: true }).toString() })),
    lastmodified: LAST_MODIFIED,
    mac: encryptValue(hash.digest('hex').toUpperCase(), key, LAST_MODIFIED),
    ...(options.rule ?? { unencrypted_suffix: '_unencrypted' }),
    ...(macOnlyEncrypted ? { mac_only_encrypted: true } : {}),
    version: '3.9.4',
    ...options.metadata,
  };
  if (format === 'json') return JSON.stringify({ ...encrypted, sops }, null, '\t');
  if (format === 'yaml') return yamlOf({ ...encrypted, sops } as SopsInput, '');
  return [...Object.entries(encrypted), ...flatten(sops, 'sops')]
    .map(([name, value]) => `${name}=${String(value).replaceAll('\n', '\\n')}\n`)
    .join('');
}

/** One value, bound to its place. */
export function encryptValue(value: string | number | boolean, key: Buffer, place: string): string {
  if (value === '') return '';
  const iv = randomBytes(32);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(place));
  const data = Buffer.concat([cipher.update(spelling(value)), cipher.final()]);
  const type = typeof value === 'string' ? 'str' : typeof value === 'boolean' ? 'bool' : numberType(value);
  return `ENC[AES256_GCM,data:${data.toString('base64')},iv:${iv.toString('base64')},tag:${cipher.getAuthTag().toString('base64')},type:${type}]`;
}

function numberType(value: number): string {
  return Number.isInteger(value) ? 'int' : 'float';
}

function spelling(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

function flatten(value: unknown, name: string): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, `${name}__list_${index}`));
  if (typeof value !== 'object' || value === null) return [[name, value]];
  const separator = name === 'sops' ? '_' : '__map_';
  return Object.entries(value).flatMap(([key, item]) => flatten(item, `${name}${separator}${key}`));
}

function yamlOf(value: SopsInput, indent: string): string {
  if (Array.isArray(value))
    return value.map((item: SopsInput) => `${indent}- ${yamlOf(item, `${indent}  `).trimStart()}`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, item]) => {
        const isNested = typeof item === 'object' && item !== null;
        return `${indent}${key}:${isNested ? '\n' : ' '}${yamlOf(item, `${indent}    `)}`;
      })
      .join('');
  if (typeof value === 'string' && value.includes('\n'))
    return `|\n${value
      .trimEnd()
      .split('\n')
      .map((line) => `${indent}${line}\n`)
      .join('')}`;
  return `${typeof value === 'string' && !value.startsWith('ENC[') ? JSON.stringify(value) : value}\n`;
}
