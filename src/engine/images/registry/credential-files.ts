// Credentials for registries from the files of Docker and Podman, and from credential helpers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, ImageError } from '../../../core/errors.ts';
import { type JsonObject, parseJsonObject } from '../../../oci/json-object.ts';
import { ANONYMOUS, type CredentialSource, type Credentials, type Environment } from './credential.ts';
import { runCredentialHelper } from './credential-helper.ts';

const LARGEST_FILE = 8 << 20;
const HUB_KEY = 'index.docker.io';
const HUB_SERVER = 'https://index.docker.io/v1/';

/** Credentials from the files that the environment points to; files are read at each call, so that a login counts at once. */
export function fileCredentials(environment: Environment): CredentialSource {
  return async (target) => {
    for (const path of credentialFiles(environment)) {
      const text = await readIfThere(path);
      if (text === undefined) continue;
      const credentials = await findCredentials(text, { target, path, environment });
      if (credentials.kind !== 'anonymous') return credentials;
    }
    return ANONYMOUS;
  };
}

/** Looks a target up in the text of one config file. ImageError `bad-credentials`. */
export async function findCredentials(
  text: Buffer,
  options: { readonly target: string; readonly path: string; readonly environment: Environment },
): Promise<Credentials> {
  const file = parseJsonObject(text, {
    code: 'bad-credentials',
    what: `the file "${options.path}"`,
    maximumBytes: LARGEST_FILE,
  });
  const host = normaliseKey(hostOf(options.target));
  const helper = helperFor(file, host);
  if (helper !== undefined)
    return runCredentialHelper(helper, {
      server: host === HUB_KEY ? HUB_SERVER : host,
      environment: options.environment,
    });
  const entry = entryFor(file.optionalObject('auths'), options.target);
  return entry ? parseEntry(entry, options.path) : ANONYMOUS;
}

function credentialFiles(environment: Environment): readonly string[] {
  const { HOME, DOCKER_CONFIG, REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, XDG_CONFIG_HOME } = environment;
  return [
    DOCKER_CONFIG && join(DOCKER_CONFIG, 'config.json'),
    HOME && join(HOME, '.docker/config.json'),
    REGISTRY_AUTH_FILE,
    XDG_RUNTIME_DIR && join(XDG_RUNTIME_DIR, 'containers/auth.json'),
    XDG_CONFIG_HOME && join(XDG_CONFIG_HOME, 'containers/auth.json'),
    HOME && join(HOME, '.config/containers/auth.json'),
  ].filter((path): path is string => Boolean(path));
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause) ?? '')) return undefined;
    throw new ImageError('bad-credentials', { message: `cannot read the credentials in "${path}"`, cause });
  }
}

function helperFor(file: JsonObject, host: string): string | undefined {
  const helpers = file.optionalStringMap('credHelpers') ?? {};
  const own = Object.entries(helpers).find(([key]) => normaliseKey(key) === host);
  return own?.[1] || file.optionalString('credsStore') || undefined;
}

/** The entry with the longest key that is the target or a parent of it: a repository's before its registry's. */
function entryFor(auths: JsonObject | undefined, target: string): JsonObject | undefined {
  const wanted = normaliseKey(target);
  const keys = Object.keys(auths?.fields ?? {}).filter((key) => isParent(normaliseKey(key), wanted));
  const [longest] = keys.sort((a, b) => normaliseKey(b).length - normaliseKey(a).length);
  return longest === undefined ? undefined : auths?.optionalObject(longest);
}

function isParent(key: string, target: string): boolean {
  return key === target || target.startsWith(`${key}/`);
}

/** `https://host/v1/`, `host/v2` and `host` are one key; Docker Hub has one key whatever it is called. */
function normaliseKey(key: string): string {
  const bare = key
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
  return bare.replace(/^(?:docker\.io|registry-1\.docker\.io)(?=\/|$)/, HUB_KEY);
}

function hostOf(target: string): string {
  return target.split('/', 1)[0] ?? target;
}

function parseEntry(entry: JsonObject, path: string): Credentials {
  const registryToken = entry.optionalString('registrytoken');
  if (registryToken) return { kind: 'registry-token', token: registryToken };
  const identityToken = entry.optionalString('identitytoken');
  if (identityToken) return { kind: 'identity-token', token: identityToken };
  const auth = entry.optionalString('auth');
  const [username, password] = auth
    ? decodeAuth(auth, path)
    : [entry.optionalString('username') ?? '', entry.optionalString('password') ?? ''];
  return username === '' && password === '' ? ANONYMOUS : { kind: 'password', username, password };
}

function decodeAuth(auth: string, path: string): readonly [string, string] {
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  if (colon < 0)
    throw new ImageError('bad-credentials', { message: `an "auth" in "${path}" is not the base64 of user:password` });
  return [text.slice(0, colon), text.slice(colon + 1)];
}
