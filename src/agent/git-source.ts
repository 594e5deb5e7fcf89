// What a deployment says about its repository, checked: whatever passes here may be handed to git.
import { posix } from 'node:path';
import { AgentError, UsageError } from '../core/errors.ts';
import { checkAuth, type GitAuth } from './sources/git-auth.ts';
import { checkRevision, type GitRevision } from './sources/git-revision.ts';

export type GitSource = {
  readonly url: string;
  readonly protocol: 'https' | 'ssh' | 'http' | 'file';
  readonly revision: GitRevision;
  /** null: as this machine is known by itself. */
  readonly auth: GitAuth | null;
  /** Relative to the root of the repository; `.` is the root. */
  readonly path: string;
};

/** Besides https and ssh: origins of http, and folders of this machine, that the host's administrator has allowed. */
export type AllowedSources = { readonly origins: readonly string[]; readonly folders: readonly string[] };

/** Not checked yet. */
export type SourceText = Pick<GitSource, 'url' | 'revision' | 'auth' | 'path'>;

const LONGEST = 2048;
const LONGEST_SHOWN = 200;
const SCP_LIKE = /^[A-Za-z0-9_][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!:)[^\s]+$/;

/** `DOCKR_GIT_ALLOW`: `http://git.lan:3000,file:///srv/git`. What is neither is left out, so that nothing is allowed by mistake. */
export function parseAllowedSources(text: string | undefined): AllowedSources {
  const urls = (text ?? '').split(',').flatMap((part) => parseUrl(part.trim()) ?? []);
  return {
    origins: urls.filter((url) => url.protocol === 'http:').map((url) => url.origin),
    folders: urls.filter((url) => url.protocol === 'file:' && url.host === '').map((url) => trimSlash(url.pathname)),
  };
}

/** Throws for what is malformed, and for what this host does not allow. */
export function parseGitSource({ url, path, revision, auth }: SourceText, allowed: AllowedSources): GitSource {
  const protocol = parseProtocol(url, allowed);
  return {
    url,
    protocol,
    revision: checkRevision(revision),
    auth: auth && checkAuth(auth, { protocol, host: hostOf(url) }),
    path: parsePath(path),
  };
}

/** The host of a URL, with the port where it names one; empty for what has none. */
export function hostOf(url: string): string {
  const [, scpHost] = /^[^/@:]+@([^:/]+):/.exec(url) ?? [];
  return scpHost ?? parseUrl(url)?.host ?? '';
}

function parseProtocol(text: string, allowed: AllowedSources): GitSource['protocol'] {
  if (hasBlankOrControl(text) || text.startsWith('-') || text.length > LONGEST) throw invalidUrl(text);
  if (SCP_LIKE.test(text)) return 'ssh';
  const url = parseUrl(text);
  // Git reads other spellings in another way than URL does: only those that both read alike pass.
  if (!url || !/^[a-z+]+:\/\//.test(text) || text.includes('\\')) throw invalidUrl(text);
  if (url.protocol === 'file:' && text.includes('%')) throw invalidUrl(text);
  if (url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:')) throw credentials(url);
  if (url.hostname.startsWith('-') || url.username.startsWith('-')) throw invalidUrl(text);
  switch (url.protocol) {
    case 'https:':
      return 'https';
    case 'ssh:':
      return 'ssh';
    case 'http:':
      if (allowed.origins.includes(url.origin)) return 'http';
      throw notAllowed(text, `DOCKR_GIT_ALLOW=${url.origin}`);
    case 'file:':
      if (url.host === '' && allowed.folders.some((folder) => isWithin(trimSlash(url.pathname), folder))) return 'file';
      throw notAllowed(text, `DOCKR_GIT_ALLOW=file://${posix.dirname(url.pathname)}`);
    default:
      throw notAllowed(text);
  }
}

function parsePath(text: string): string {
  const path = trimSlash(posix.normalize(text === '' ? '.' : text));
  const parts = path.split('/');
  const isInside = !path.startsWith('/') && !parts.includes('..') && !parts.some((part) => /^\.git$/i.test(part));
  if (isInside && !hasControl(text) && text.length <= LONGEST) return path;
  throw new UsageError('invalid-path', {
    message: `path "${text}" does not lie in the repository: expected one that is relative to its root`,
  });
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function trimSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function hasBlankOrControl(text: string): boolean {
  return /[\p{Cc}\s]/u.test(text);
}

/** What stands before an @ may be a password, however the rest is written. */
function shownUrl(text: string): string {
  const at = text.lastIndexOf('@');
  const before = text.slice(0, Math.max(0, at));
  const scheme = /^[a-z+.-]{1,20}:\/\//i.exec(text)?.[0] ?? '';
  const isUserOnly = /^[A-Za-z0-9._-]*$/.test(before);
  const shown = isUserOnly ? text : `${scheme}‹hidden›${text.slice(at)}`;
  return shown.slice(0, LONGEST_SHOWN).replaceAll(/\p{Cc}/gu, '?');
}

function invalidUrl(text: string): UsageError {
  return new UsageError('invalid-url', {
    message: `"${shownUrl(text)}" is not the URL of a git repository`,
    hint: 'write it like "https://git.example.org/shop.git" or "git@git.example.org:shop.git"',
  });
}

/** The password is not repeated. */
function credentials(url: URL): UsageError {
  return new UsageError('credentials-in-url', {
    message: `the URL of the repository at "${url.host}" carries credentials, which would be stored and shown`,
    hint: 'leave them out, and use ssh with a key of this machine',
  });
}

function notAllowed(text: string, setting?: string): AgentError {
  return new AgentError('protocol-not-allowed', {
    message: `this host does not deploy from "${shownUrl(text)}": allowed are https and ssh`,
    hint: setting && `start the daemon with ${setting} to allow it`,
  });
}
