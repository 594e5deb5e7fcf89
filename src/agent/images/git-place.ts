// A repository that updates are written to: reached as the deployment's source is, with the same credentials.
import type { Declaration } from '../../core/declaration.ts';
import { AgentError } from '../../core/errors.ts';
import { hostAccess } from '../../secrets/secret-access.ts';
import { findGit, type Git, type GitCall } from '../git.ts';
import { parseAllowedSources, parseGitSource } from '../git-source.ts';
import { toSourceText } from '../sources/declared-source.ts';
import { GithubApps } from '../sources/github-app.ts';
import { openAccess } from '../sources/open-access.ts';

export type GitPlace = {
  readonly git: Git;
  readonly url: string;
  /** The branch that the deployment follows; null for HEAD's. */
  readonly branch: string | null;
  /** How the server is spoken to, and what it is shown. */
  readonly remote: Pick<GitCall, 'protocol' | 'access'>;
};

type Declared = { readonly name: string; readonly declaration: Declaration };

/** Throws `image-write-not-possible` for what has no branch to be written to. */
export type OpenGitPlace = (deployment: Declared, signal: AbortSignal) => Promise<GitPlace>;

/** By the system's git, within what this host allows. */
export function createGitPlaces(environment: Git['environment']): OpenGitPlace {
  const allowed = parseAllowedSources(environment['DOCKR_GIT_ALLOW']);
  return async ({ name, declaration }, signal) => {
    const { source } = declaration;
    if (source.kind !== 'git') throw notPossible('an artifact');
    const { url, ref } = source;
    if (ref.kind !== 'head' && ref.kind !== 'branch') throw notPossible(`a ${ref.kind}`);
    const branch = ref.kind === 'branch' ? ref.branch : null;
    const checked = parseGitSource(toSourceText(source, declaration), allowed);
    const ask = (provider: string): Promise<Uint8Array> =>
      hostAccess(environment, { name, keyFiles: [] }, (path) => path).ask(provider, name);
    // Writing is rare: a token is asked for each time, and none of those that can write is kept.
    const apps = new GithubApps({ fetch, now: Date.now, contents: 'write' });
    const access = await openAccess(checked, { ask, apps, signal });
    return { git: await findGit(environment), url, branch, remote: { protocol: checked.protocol, access } };
  };
}

function notPossible(what: string): AgentError {
  return new AgentError('image-write-not-possible', {
    message: `newer images cannot be written to the repository: the deployment follows ${what}, not a branch`,
    hint: 'follow a branch, or use "update: pin"',
  });
}
