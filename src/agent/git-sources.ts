import { findGit, type Git } from './git.ts';
import { GitRepository } from './git-repository.ts';
import { parseAllowedSources, parseGitSource } from './git-source.ts';
import type { SourceFactory } from './source.ts';

/** Sources by the system's git. The environment says where it is, and what this host allows besides https and ssh. */
export function createGitSources(environment: Readonly<Record<string, string | undefined>>): SourceFactory {
  const allowed = parseAllowedSources(environment['DOCKR_GIT_ALLOW']);
  let found: Promise<Git> | undefined;
  const git = (): Promise<Git> => {
    // One that is installed later is found later.
    found ??= findGit(environment).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    check: (declared) => void parseGitSource(declared, allowed),
    open: (_name, directory, declared) =>
      new GitRepository({ git, source: () => parseGitSource(declared(), allowed), directory }),
  };
}
