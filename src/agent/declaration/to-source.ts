// The part of a declaration that says where the stack comes from, and with what credentials.
import type { AuthDeclaration, GitRef, SecretDeclaration, SourceDeclaration } from '../../core/declaration.ts';
import type { AuthText, SourceText } from './declaration-text.ts';
import type { Reading } from './reading.ts';

const REFS = ['branch', 'tag', 'semver', 'commit'] as const;

/** What it may hold, git or the registry have a say in later; here is only what does not go together. */
export function toSource(reading: Reading, text: SourceText): SourceDeclaration {
  const kind = text.kind ?? (text.reference === undefined ? 'git' : 'oci');
  if (kind === 'oci') {
    refuseOthers(reading, text, ['url', ...REFS, 'tagPrefix'], 'an artifact of a registry has none');
    return { kind, reference: required(reading, text, 'reference') };
  }
  refuseOthers(reading, text, ['reference'], 'a git repository has none');
  return { kind, url: required(reading, text, 'url'), ref: toRef(reading, text) };
}

/** Each kind has its own keys, all of which are needed but for those that have a default. */
export function toAuth(reading: Reading, text: AuthText): AuthDeclaration {
  const { kind } = text;
  for (const key of Object.keys(text) as (keyof AuthText)[]) {
    if (key === 'kind' || AUTH_KEYS[kind].includes(key)) continue;
    reading.report(['auth', key], 'conflicting-keys', `"${key}" is not for credentials of kind "${kind}"`);
  }
  const value = (key: keyof AuthText): string => {
    const given = text[key];
    if (given === undefined) reading.report(['auth'], 'missing-key', `key "${key}" is missing in "auth"`);
    return given ?? '';
  };
  const file = (key: 'tokenFile' | 'keyFile' | 'knownHostsFile'): string => {
    const path = value(key);
    return path === '' ? path : reading.hostPath(['auth', key], path);
  };
  const secret = (key: 'tokenFile' | 'keyFile'): SecretDeclaration => {
    const { provider } = text;
    if (provider === undefined) return { file: file(key) };
    if (text[key] !== undefined)
      reading.report(
        ['auth', 'provider'],
        'conflicting-keys',
        `"${key}" and "provider" of credentials exclude each other`,
      );
    return { provider };
  };
  switch (kind) {
    case 'token':
      return { kind, username: text.username ?? '', ...secret('tokenFile') };
    case 'ssh':
      return { kind, keyFile: file('keyFile'), knownHostsFile: file('knownHostsFile') };
    case 'github-app': {
      const ids = { appId: value('appId'), installationId: value('installationId') };
      return { kind, ...ids, apiUrl: text.apiUrl ?? null, ...secret('keyFile') };
    }
  }
}

const AUTH_KEYS: Readonly<Record<AuthText['kind'], readonly (keyof AuthText)[]>> = {
  token: ['username', 'tokenFile', 'provider'],
  ssh: ['keyFile', 'knownHostsFile'],
  'github-app': ['appId', 'installationId', 'keyFile', 'provider', 'apiUrl'],
};

function toRef(reading: Reading, text: SourceText): GitRef {
  const [first, second] = REFS.filter((key) => text[key] !== undefined);
  if (second)
    reading.report(['source', second], 'conflicting-keys', `"${first}" and "${second}" of a source exclude each other`);
  const { branch, tag, semver, commit, tagPrefix } = text;
  if (tagPrefix !== undefined && semver === undefined)
    reading.report(['source', 'tagPrefix'], 'conflicting-keys', '"tagPrefix" of a source is for "semver" alone');
  if (branch !== undefined) return { kind: 'branch', branch };
  if (tag !== undefined) return { kind: 'tag', tag };
  if (semver !== undefined) return { kind: 'semver', range: semver, tagPrefix: tagPrefix ?? '' };
  return commit === undefined ? { kind: 'head' } : { kind: 'commit', commit };
}

function required(reading: Reading, text: SourceText, key: 'url' | 'reference'): string {
  const value = text[key];
  if (value === undefined) reading.report(['source'], 'missing-key', `key "${key}" is missing in "source"`);
  return value ?? '';
}

function refuseOthers(reading: Reading, text: SourceText, keys: readonly (keyof SourceText)[], why: string): void {
  for (const key of keys)
    if (text[key] !== undefined) reading.report(['source', key], 'conflicting-keys', `"${key}" cannot be: ${why}`);
}
