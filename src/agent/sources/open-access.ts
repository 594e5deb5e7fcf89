// From what a declaration says of credentials to what git is given: read anew for each call, so that a change counts at once.
import { AgentError } from '../../core/errors.ts';
import type { GitSource } from '../git-source.ts';
import { readHostFile } from '../read-host-file.ts';
import { checkPassword, type GitAccess, NO_ACCESS } from './git-access.ts';
import type { GitAuth } from './git-auth.ts';
import type { GithubApps, Installation } from './github-app.ts';
import { type AskProvider, checkSecretFile, readSecret } from './read-secret.ts';

export type AccessTools = { readonly ask: AskProvider; readonly apps: GithubApps; readonly signal: AbortSignal };

type AppAuth = Extract<GitAuth, { readonly kind: 'github-app' }>;

/** What the forges take together with a token. */
const USERNAME = 'x-access-token';

/** Throws for credentials that are not there, that others can read, or that cannot be credentials. */
export async function openAccess(source: GitSource, tools: AccessTools): Promise<GitAccess> {
  const { auth, url } = source;
  switch (auth?.kind) {
    case undefined:
      return NO_ACCESS;
    case 'token': {
      const password = checkPassword(await readSecret(auth.secret, tools.ask));
      return { kind: 'password', origin: new URL(url).origin, username: auth.username ?? USERNAME, password };
    }
    case 'ssh':
      await checkSecretFile(auth.keyPath);
      await checkKnownHosts(auth.knownHostsPath);
      return { kind: 'ssh', keyPath: auth.keyPath, knownHostsPath: auth.knownHostsPath };
    case 'github-app': {
      const readKey = () => readSecret(auth.key, tools.ask);
      const password = await tools.apps.token(installationOf(auth, url), readKey, tools.signal);
      return { kind: 'password', origin: new URL(url).origin, username: USERNAME, password: checkPassword(password) };
    }
  }
}

/** The server did not take them: what was kept of them is asked for anew. */
export function forgetAccess({ auth, url }: GitSource, apps: GithubApps): void {
  if (auth?.kind === 'github-app') apps.forget(installationOf(auth, url));
}

/** Of an enterprise server, the API is beneath its own address. */
function installationOf({ apiUrl, appId, installationId }: AppAuth, url: string): Installation {
  const { origin, host, pathname } = new URL(url);
  const usual = host === 'github.com' ? 'https://api.github.com' : `${origin}/api/v3`;
  const repository =
    pathname
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split('/')
      .at(-1) ?? '';
  return { apiUrl: (apiUrl ?? usual).replace(/\/+$/, ''), appId, installationId, repository };
}

async function checkKnownHosts(path: string): Promise<void> {
  const file = await readHostFile(path, 'the known hosts');
  if (file.kind === 'text') return;
  throw new AgentError('known-hosts-not-found', {
    message: `there is no file "${path}" with known hosts, so no server is trusted`,
    hint: `compare the key with what the server's administrator says, then: ssh-keyscan HOST > ${path}`,
  });
}
