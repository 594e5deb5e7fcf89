// A deployment's repository on this machine:
//
//   <state>/deployments/<name>/mirror.git        bare, shallow, what was fetched
//   <state>/deployments/<name>/releases/<commit>  exported, never changed
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, errorCode } from '../core/errors.ts';
import { exportRelease } from './export-release.ts';
import { type Git, runGit } from './git.ts';
import type { GitSource } from './git-source.ts';
import type { Release, Source } from './source.ts';

const ASK_TIMEOUT_MS = 30_000;
const FETCH_TIMEOUT_MS = 300_000;
const LOCAL_TIMEOUT_MS = 30_000;
const FAILURES_OF_MIRROR: ReadonlySet<string> = new Set(['git-failed', 'git-timeout', 'aborted']);
const MOST_PACK_FILES = 100;
const OWN_REF = 'refs/dockr/head';

export type RepositoryParts = {
  readonly git: () => Promise<Git>;
  /** Checked anew each time: what the host allows may have changed. */
  readonly source: () => GitSource;
  readonly directory: string;
};

export class GitRepository implements Source {
  readonly #parts: RepositoryParts;

  constructor(parts: RepositoryParts) {
    this.#parts = parts;
  }

  async findHead(signal: AbortSignal): Promise<string> {
    const { url, protocol } = this.#parts.source();
    const git = await this.#prepare(signal);
    const ref = this.#remoteRef();
    const words = ['ls-remote', '--quiet', '--', url, ref];
    const call = { repository: this.#mirror, protocol, timeoutMs: ASK_TIMEOUT_MS, signal };
    const listed = await this.#orStartAnew(() => runGit(git, words, call));
    // Git lists every reference that ends so.
    const line = listed.split('\n').find((candidate) => candidate.endsWith(`\t${ref}`));
    if (line !== undefined) return parseCommit(line.split('\t')[0] ?? '');
    throw new AgentError('branch-not-found', { message: `repository "${url}" has no ${describeRef(ref)}` });
  }

  async fetchRelease(head: string, signal: AbortSignal): Promise<Release> {
    const known = await this.findRelease(head);
    if (known) return known;
    const git = await this.#prepare(signal);
    const commit = await this.#fetch(git, signal);
    const release = { commit, directory: this.#releasePath(commit) };
    if (await this.findRelease(commit)) return release;
    await mkdir(join(this.#parts.directory, 'releases'), { recursive: true, mode: 0o711 });
    await exportRelease(git, { repository: this.#mirror, commit, directory: release.directory, signal });
    // Nothing ever leaves a mirror that is not packed anew: fetching one commit again is cheaper than that.
    const packs = await listNames(join(this.#mirror, 'objects/pack'));
    if (packs.length > MOST_PACK_FILES) await rm(this.#mirror, { recursive: true, force: true });
    return release;
  }

  async findRelease(commit: string): Promise<Release | undefined> {
    const directory = this.#releasePath(commit);
    return (await exists(directory)) ? { commit, directory } : undefined;
  }

  async keepOnly(commits: readonly string[]): Promise<void> {
    const folder = join(this.#parts.directory, 'releases');
    for (const name of await listNames(folder)) {
      if (!commits.includes(name)) await rm(join(folder, name), { recursive: true, force: true });
    }
  }

  get #mirror(): string {
    return join(this.#parts.directory, 'mirror.git');
  }

  #releasePath(commit: string): string {
    return join(this.#parts.directory, 'releases', parseCommit(commit));
  }

  #remoteRef(): string {
    const { branch } = this.#parts.source();
    return branch === null ? 'HEAD' : `refs/heads/${branch}`;
  }

  async #prepare(signal: AbortSignal): Promise<Git> {
    const git = await this.#parts.git();
    if (await exists(join(this.#mirror, 'HEAD'))) return git;
    await mkdir(this.#mirror, { recursive: true, mode: 0o700 });
    const words = ['init', '--quiet', '--bare', '--template='];
    await runGit(git, words, { repository: this.#mirror, timeoutMs: LOCAL_TIMEOUT_MS, signal });
    return git;
  }

  /** The branch may have moved since it was asked for: what was fetched counts. */
  async #fetch(git: Git, signal: AbortSignal): Promise<string> {
    const { url, protocol } = this.#parts.source();
    const options = [
      '--quiet',
      '--force',
      '--no-tags',
      '--no-recurse-submodules',
      '--no-write-fetch-head',
      '--depth=1',
    ];
    const words = ['fetch', ...options, '--', url, `+${this.#remoteRef()}:${OWN_REF}`];
    const repository = this.#mirror;
    return this.#orStartAnew(async () => {
      await runGit(git, words, { repository, protocol, timeoutMs: FETCH_TIMEOUT_MS, signal });
      const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${OWN_REF}^{commit}`];
      return parseCommit((await runGit(git, verify, { repository, timeoutMs: LOCAL_TIMEOUT_MS, signal })).trim());
    });
  }

  /** A git that was killed may leave locks and halves behind. The mirror is only a copy: the next round makes another. */
  async #orStartAnew<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (FAILURES_OF_MIRROR.has(errorCode(error) ?? '')) await rm(this.#mirror, { recursive: true, force: true });
      throw error;
    }
  }
}

/** Checked, because it becomes the name of a folder. */
function parseCommit(text: string): string {
  if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text)) return text;
  throw new AgentError('invalid-commit', { message: `"${text}" is not the name of a commit` });
}

function describeRef(ref: string): string {
  return ref === 'HEAD' ? 'HEAD: it may be empty' : `branch "${ref.slice('refs/heads/'.length)}"`;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function listNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
