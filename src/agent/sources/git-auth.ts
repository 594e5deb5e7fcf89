// How a deployment shows itself to a git server: what its declaration says of that. Secrets are never part of a declaration.
import { UsageError } from '../../core/errors.ts';

/** Where a secret lies on this host: a file, or a command that the host's administrator has named. */
export type SecretPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'provider'; readonly provider: string };

/** `host` is the one that gets the credentials, and no other: `git.example.org`, with `:PORT` where the URL has one. */
export type GitAuth =
  | {
      readonly kind: 'token';
      readonly host: string;
      /** null for one that most forges take with a token. */
      readonly username: string | null;
      readonly secret: SecretPlace;
    }
  | {
      readonly kind: 'ssh';
      readonly host: string;
      readonly keyPath: string;
      /** In OpenSSH's format: the keys of the host that are trusted. */
      readonly knownHostsPath: string;
    }
  | {
      readonly kind: 'github-app';
      readonly host: string;
      readonly appId: string;
      readonly installationId: string;
      /** The App's private RSA key, PEM. */
      readonly key: SecretPlace;
      /** null for GitHub's own, or that of the enterprise server at the host. */
      readonly apiUrl: string | null;
    };

export type AuthTarget = {
  readonly protocol: 'https' | 'ssh' | 'http' | 'file';
  /** Of the URL, with its port where it names one; empty for a folder. */
  readonly host: string;
};

const PLAIN_PATH = /^\/[A-Za-z0-9._/@+-]+$/;
const LONGEST_PATH = 1024;
const PROTOCOLS: Readonly<Record<GitAuth['kind'], readonly AuthTarget['protocol'][]>> = {
  token: ['https', 'http'],
  'github-app': ['https', 'http'],
  ssh: ['ssh'],
};

/** Throws `auth-host-mismatch` for credentials of another host, and `invalid-auth` for what is malformed. */
export function checkAuth(auth: GitAuth, { protocol, host }: AuthTarget): GitAuth {
  if (!PROTOCOLS[auth.kind].includes(protocol))
    throw invalid(`credentials of kind "${auth.kind}" are not for "${protocol}"`);
  if (auth.host.toLowerCase() !== host.toLowerCase() || host === '') {
    throw new UsageError('auth-host-mismatch', {
      message: `the credentials are declared for "${auth.host}", the repository is at "${host}"`,
      hint: 'declare credentials for the host of the repository',
    });
  }
  switch (auth.kind) {
    case 'token':
      if (auth.username !== null && !/^[\x21-\x39\x3b-\x7e]{1,255}$/.test(auth.username))
        throw invalid('the user name has characters that it may not have');
      checkPlace(auth.secret);
      break;
    case 'ssh':
      // They become words of a command line that git hands to a shell, and ssh reads "%" and blanks in its own way.
      checkPath(auth.keyPath);
      checkPath(auth.knownHostsPath);
      break;
    case 'github-app':
      if (!/^[A-Za-z0-9._-]{1,64}$/.test(auth.appId)) throw invalid(`"${auth.appId}" is not the id of a GitHub App`);
      if (!/^[0-9]{1,20}$/.test(auth.installationId))
        throw invalid(`"${auth.installationId}" is not the number of an installation`);
      if (auth.apiUrl !== null) checkApi(auth.apiUrl, { protocol, host });
      checkPlace(auth.key);
      break;
  }
  return auth;
}

/** Whoever gets the signed request can ask for tokens with it: that is the host of the repository, or its API's. */
function checkApi(text: string, { protocol, host }: AuthTarget): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || url.protocol !== `${protocol}:`) throw invalid(`"${text}" is not the URL of an API of GitHub`);
  if ([host, `api.${host}`].includes(url.host)) return;
  throw new UsageError('auth-host-mismatch', {
    message: `the API is at "${url.host}", the repository at "${host}": expected that host or "api.${host}"`,
  });
}

function checkPlace(place: SecretPlace): void {
  if (place.kind === 'file') checkPath(place.path);
  else if (!/^[A-Za-z0-9._-]{1,128}$/.test(place.provider))
    throw invalid(`"${place.provider}" is not the name of a provider`);
}

function checkPath(path: string): void {
  if (PLAIN_PATH.test(path) && path.length <= LONGEST_PATH) return;
  throw invalid(`path "${path}" must be absolute, of letters, digits and "._/@+-"`);
}

function invalid(message: string): UsageError {
  return new UsageError('invalid-auth', { message });
}
