// What a declaration says of a git repository, in the words of this folder.
import type {
  AuthDeclaration,
  Declaration,
  GitDeclaration,
  GitRef,
  SecretDeclaration,
} from '../../core/declaration.ts';
import { hostOf, type SourceText } from '../git-source.ts';
import type { GitAuth, SecretPlace } from './git-auth.ts';
import type { GitRevision } from './git-revision.ts';

/** Malformed or not, as it was declared. */
export function toSourceText(
  { url, ref }: GitDeclaration,
  { path, auth }: Pick<Declaration, 'path' | 'auth'>,
): SourceText {
  return { url, revision: toRevision(ref), path, auth: auth && toAuth(auth, hostOf(url)) };
}

function toRevision(ref: GitRef): GitRevision {
  return ref.kind === 'semver' ? { kind: 'semver', range: ref.range, prefix: ref.tagPrefix } : ref;
}

/** Whoever declares credentials beside a URL declares them for its host. */
function toAuth(auth: AuthDeclaration, host: string): GitAuth {
  switch (auth.kind) {
    case 'token':
      return { kind: 'token', host, username: auth.username === '' ? null : auth.username, secret: toPlace(auth) };
    case 'ssh':
      return { kind: 'ssh', host, keyPath: auth.keyFile, knownHostsPath: auth.knownHostsFile };
    case 'github-app': {
      const { kind, appId, installationId, apiUrl } = auth;
      return { kind, host, appId, installationId, key: toPlace(auth), apiUrl };
    }
  }
}

function toPlace(secret: SecretDeclaration): SecretPlace {
  if ('provider' in secret) return { kind: 'provider', provider: secret.provider };
  return { kind: 'file', path: secret.file };
}
