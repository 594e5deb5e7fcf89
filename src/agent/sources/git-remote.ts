// What a repository is asked for over the network: its references, and commits.
import { AgentError } from '../../core/errors.ts';
import { type Git, runGit } from '../git.ts';
import type { GitSource } from '../git-source.ts';
import {
  chooseReference,
  type MovingRevision,
  parseReferences,
  patternsOf,
  type RemoteReference,
} from './choose-reference.ts';
import type { GitAccess } from './git-access.ts';
import { describeRevision } from './git-revision.ts';

export type RemoteLimits = {
  readonly askMs: number;
  readonly fetchMs: number;
  /** Of what one fetch brings, packed. */
  readonly packBytes: number;
  readonly memoryBytes: number;
  /** Of the names of references, as they are listed. */
  readonly listBytes: number;
};

export const REMOTE_LIMITS: RemoteLimits = {
  askMs: 30_000,
  fetchMs: 300_000,
  packBytes: 1024 ** 3,
  memoryBytes: 1536 * 1024 ** 2,
  listBytes: 16 * 1024 ** 2,
};

export type Remote = {
  readonly git: Git;
  /** The bare repository that it works in. */
  readonly repository: string;
  readonly source: GitSource;
  readonly access: GitAccess;
  readonly limits: RemoteLimits;
  readonly signal: AbortSignal;
};

const OWN_REF = 'refs/dockr/head';
const LOCAL_TIMEOUT_MS = 30_000;

/** Asks where the references of a revision are, without fetching anything. Throws `branch-not-found` and `too-many-references`. */
export async function askReference(remote: Remote, revision: MovingRevision): Promise<RemoteReference> {
  const found = chooseReference(await listReferences(remote, patternsOf(revision)), revision);
  if (found) return found;
  const message = `repository "${remote.source.url}" has no ${describeRevision(revision)}`;
  if (revision.kind === 'pull-request') throw new AgentError('pull-request-not-found', { message });
  const isTag = revision.kind === 'tag' || revision.kind === 'semver';
  const hint = revision.kind === 'head' ? 'it may be empty' : undefined;
  throw new AgentError(isTag ? 'tag-not-found' : 'branch-not-found', { message, hint });
}

/** All references that fit one of the patterns, as git has them. Throws `too-many-references`. */
export async function listReferences(remote: Remote, patterns: readonly string[]): Promise<readonly RemoteReference[]> {
  const { git, source, limits } = remote;
  const words = ['ls-remote', '--quiet', '--', source.url, ...patterns];
  const listed = await runGit(git, words, { ...callOf(remote, limits.askMs), stdoutBytes: limits.listBytes });
  if (listed.length >= limits.listBytes) {
    throw new AgentError('too-many-references', {
      message: `repository "${source.url}" lists more than ${limits.listBytes} bytes of references`,
    });
  }
  return parseReferences(listed);
}

/** Fetches a reference, or a commit by its name, with that many commits, and gives the name of the newest. */
export async function fetchCommits(remote: Remote, wanted: string, depth: number): Promise<string> {
  const { git, source, limits, repository, signal } = remote;
  const options = ['--quiet', '--force', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
  const words = ['fetch', ...options, `--depth=${depth}`, '--', source.url, `+${wanted}:${OWN_REF}`];
  await runGit(git, words, callOf(remote, limits.fetchMs));
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${OWN_REF}^{commit}`];
  return (await runGit(git, verify, { repository, timeoutMs: LOCAL_TIMEOUT_MS, signal })).trim();
}

function callOf({ repository, source, access, limits, signal }: Remote, timeoutMs: number) {
  const { packBytes: fileBytes, memoryBytes } = limits;
  return { repository, protocol: source.protocol, access, timeoutMs, fileBytes, memoryBytes, signal };
}
