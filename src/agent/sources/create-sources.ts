import type { Declaration } from '../../core/declaration.ts';
import { UsageError } from '../../core/errors.ts';
import type { Source, SourceFactory } from '../source.ts';
import type { ArtifactRegistry } from './artifact-registry.ts';
import { toSourceText } from './declared-source.ts';
import { createGitOpener, type GitOpener } from './git-opener.ts';
import { artifactNotVerified, OciArtifact } from './oci-artifact.ts';
import { type OciSource, parseOciSource } from './oci-source.ts';
import { SwitchedSource } from './switched-source.ts';

export type SourcesParts = {
  /** Of the daemon. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asked for when the first artifact is. */
  readonly registry: () => ArtifactRegistry;
};

/** The sources that declarations name. */
export function createSources({ environment, registry }: SourcesParts): SourceFactory {
  const git = createGitOpener(environment);
  return {
    check: (declared) => check(git, declared),
    open: (name, directory, declared) => {
      const repository = git.open(name, directory, () => gitText(declared()));
      const artifact = new OciArtifact({ registry, source: () => artifactOf(declared()), directory });
      // A declaration may change from one to the other, and what was deployed before stays known.
      const current = (): Source => (declared().source.kind === 'git' ? repository : artifact);
      return new SwitchedSource(current);
    },
  };
}

function check(git: GitOpener, declared: Declaration): void {
  if (declared.source.kind === 'git') git.check(gitText(declared));
  else artifactOf(declared);
}

function gitText({ source, path, auth }: Declaration) {
  if (source.kind === 'git') return toSourceText(source, { path, auth });
  throw new Error(`"${source.reference}" is no repository`);
}

function artifactOf({ source, auth, verify }: Declaration): OciSource {
  if (source.kind !== 'oci') throw new Error(`"${source.url}" is no artifact`);
  if (auth) {
    throw new UsageError('invalid-auth', {
      message: `credentials for "${source.reference}" are those that images are pulled with`,
      hint: 'leave "auth" out, and log in to the registry',
    });
  }
  const parsed = parseOciSource(source.reference);
  if (verify) throw artifactNotVerified(source.reference);
  return parsed;
}
