import { isSameValue } from '../../core/is-same-value.ts';
import { hostAccess } from '../../secrets/secret-access.ts';
import { findGit, type Git } from '../git.ts';
import { GitRepository } from '../git-repository.ts';
import { type GitSource, parseAllowedSources, parseGitSource, type SourceText } from '../git-source.ts';
import type { Source } from '../source.ts';
import type { RemoteLimits } from './git-remote.ts';
import { GithubApps } from './github-app.ts';
import { forgetAccess, openAccess } from './open-access.ts';
import { RecentReferences } from './recent-references.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens repositories by the system's git, on a host. */
export type GitOpener = {
  /** Throws for what is malformed or not allowed on this host. */
  readonly check: (text: SourceText) => void;
  /** `text` is asked, and checked, each time. */
  readonly open: (name: string, directory: string, text: () => SourceText) => Source;
};

type OpenerOptions = {
  readonly limits?: RemoteLimits;
  /** Milliseconds, never going back. */
  readonly now?: () => number;
};

/** The environment says where git is, and what this host allows besides https and ssh. */
export function createGitOpener(environment: Environment, { limits, now }: OpenerOptions = {}): GitOpener {
  const allowed = parseAllowedSources(environment['DOCKR_GIT_ALLOW']);
  const apps = new GithubApps({ fetch, now: Date.now });
  const git = findOnce(environment);
  const recent = new RecentReferences(now);
  return {
    check: (text) => void parseGitSource(text, allowed),
    open: (name, directory, text) => {
      const ask = (provider: string): Promise<Uint8Array> =>
        hostAccess(environment, { name, keyFiles: [] }, (path) => path).ask(provider, name);
      return new GitRepository({
        git,
        source: parseOnce(text, (given) => parseGitSource(given, allowed)),
        access: (source, signal) => openAccess(source, { ask, apps, signal }),
        onDenied: (source) => forgetAccess(source, apps),
        directory,
        recent,
        ...(limits ? { limits } : {}),
      });
    },
  };
}

/** Asked for all the time, and checked whenever it is another one. */
function parseOnce(text: () => SourceText, parse: (text: SourceText) => GitSource): () => GitSource {
  let last: { readonly text: SourceText; readonly source: GitSource } | undefined;
  return () => {
    const now = text();
    if (!last || !isSameValue(last.text, now)) last = { text: now, source: parse(now) };
    return last.source;
  };
}

/** One that is installed later is found later. */
function findOnce(environment: Environment): () => Promise<Git> {
  let found: Promise<Git> | undefined;
  return () => {
    found ??= findGit(environment).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}
