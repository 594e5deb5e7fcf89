// A deployment's repository on this machine:
//
//   <state>/deployments/<name>/mirror.git        bare, shallow, what was fetched
//   <state>/deployments/<name>/releases/<commit>  exported, never changed
//   <state>/deployments/<name>/contents/          what containers use of them: release-contents.ts
//   <state>/deployments/<name>/tags.json          where tags were that were deployed
//   <state>/deployments/<name>/verify.tmp        while signatures are checked
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, errorCode } from '../core/errors.ts';
import { exportRelease } from './export-release.ts';
import { type Git, runGit } from './git.ts';
import type { GitSource } from './git-source.ts';
import type { Branch, Release, Source } from './source.ts';
import { branchesAmong, EVERY_BRANCH, type RemoteReference } from './sources/choose-reference.ts';
import { type GitAccess, NO_ACCESS } from './sources/git-access.ts';
import {
  askReference,
  fetchCommits,
  listReferences,
  REMOTE_LIMITS,
  type Remote,
  type RemoteLimits,
} from './sources/git-remote.ts';
import { isCommitName } from './sources/git-revision.ts';
import { RecentReferences } from './sources/recent-references.ts';
import { ReleaseStore } from './sources/release-store.ts';
import { TagMemory } from './sources/tag-memory.ts';
import { WHOLE_HISTORY } from './trust/commit-history.ts';
import { type Examined, type ExamineRequest, examineCommit } from './trust/examine-commit.ts';
import { verifyCommits } from './trust/verify-commits.ts';

const LOCAL_TIMEOUT_MS = 30_000;
/** After these the copy may be half of one: with a server's refusal it is what it was. */
const FAILURES_OF_MIRROR: ReadonlySet<string> = new Set(['git-failed', 'git-timeout', 'aborted', 'fetch-too-large']);
const MOST_PACKS = 100;
const MOST_MIRROR_BYTES = 2 * 1024 ** 3;
const TAGS = 'refs/tags/';

export type RepositoryParts = {
  readonly git: () => Promise<Git>;
  /** Checked anew each time: what the host allows may have changed. */
  readonly source: () => GitSource;
  /** What the server is shown. Without it, what this machine has by itself. */
  readonly access?: (source: GitSource, signal: AbortSignal) => Promise<GitAccess>;
  /** The server did not take what it was shown. */
  readonly onDenied?: (source: GitSource) => void;
  readonly directory: string;
  readonly limits?: RemoteLimits;
  /** What other deployments were answered; without it, those of this one alone. */
  readonly recent?: RecentReferences;
};

export class GitRepository implements Source {
  readonly #parts: RepositoryParts;
  readonly #releases: ReleaseStore;
  readonly #tags: TagMemory;
  readonly #recent: RecentReferences;
  /** What was listed last: the tag that is the highest of a range. */
  #listed: RemoteReference | undefined;

  constructor(parts: RepositoryParts) {
    this.#parts = parts;
    this.#releases = new ReleaseStore(parts.directory);
    this.#tags = new TagMemory(parts.directory);
    this.#recent = parts.recent ?? new RecentReferences();
  }

  async findHead(signal: AbortSignal, maxAgeMs = 0): Promise<string> {
    const { url, revision } = this.#parts.source();
    if (revision.kind === 'commit') return revision.commit;
    const remote = await this.#remote(signal);
    // It reads nothing of the copy but its settings: a server that is slow or down is no reason to fetch all of it again.
    const ask = () => this.#told(remote, () => askReference(remote, revision));
    const askAnew = () => this.#orStartAnew(ask, new Set(['git-failed']));
    this.#listed = await this.#recent.find({ url, revision, access: remote.access }, maxAgeMs, askAnew);
    return parseCommit(this.#listed.commit);
  }

  async listBranches(signal: AbortSignal): Promise<readonly Branch[]> {
    const remote = await this.#remote(signal);
    return branchesAmong(await this.#told(remote, () => listReferences(remote, [EVERY_BRANCH])));
  }

  async examine(head: string, request: ExamineRequest): Promise<Examined> {
    const { running, trust, signal } = request;
    if (trust === null && running === null) return { commit: head, signer: null, relation: 'first' };
    const git = await this.#prepare(signal);
    return examineCommit(request, {
      git,
      repository: this.#mirror,
      directory: join(this.#parts.directory, 'verify.tmp'),
      fetch: (depth) => this.#fetch(depth, signal),
    });
  }

  async examineKnown(commit: string, { trust, signal }: Pick<ExamineRequest, 'trust' | 'signal'>): Promise<Examined> {
    const examined = { commit: parseCommit(commit), signer: null, relation: 'ahead' } as const;
    // Then it can be gone back to while the repository is down.
    if (trust === null && (await this.findRelease(commit))) return examined;
    const git = await this.#prepare(signal);
    await this.#bring(git, commit, signal);
    if (trust === null) return examined;
    const directory = join(this.#parts.directory, 'verify.tmp');
    const request = { git, repository: this.#mirror, commits: [commit], trust, directory, signal };
    return { ...examined, signer: await verifyCommits(request) };
  }

  /** Fetches as much of the history as it takes to have a commit of it. Throws `commit-not-found`. */
  async #bring(git: Git, commit: string, signal: AbortSignal): Promise<void> {
    if (await this.#hasCommit(git, commit, signal)) return;
    const { revision } = this.#parts.source();
    // A tag need not go on from the one before it: then the commit itself is asked for.
    if (revision.kind !== 'head' && revision.kind !== 'branch' && revision.kind !== 'pull-request') {
      const remote = await this.#remote(signal);
      await this.#orStartAnew(() => fetchCommits(remote, commit, 1), FAILURES_OF_MIRROR);
      return;
    }
    for (const depth of [64, 1024, WHOLE_HISTORY]) {
      await this.#fetch(depth, signal);
      if (await this.#hasCommit(git, commit, signal)) return;
    }
    throw new AgentError('commit-not-found', {
      message: `the repository no longer has commit ${commit} in what is followed`,
      hint: 'see "dockr deploy history" for others',
    });
  }

  async fetchRelease(head: string, signal: AbortSignal): Promise<Release> {
    const known = await this.findRelease(head);
    if (known) return known;
    const git = await this.#prepare(signal);
    const commit = (await this.#hasCommit(git, head, signal)) ? head : await this.#fetch(1, signal);
    const release = (await this.findRelease(commit)) ?? (await this.#export(git, commit, signal));
    await this.#boundMirror();
    return release;
  }

  findRelease(commit: string): Promise<Release | undefined> {
    return this.#releases.find(commit);
  }

  keepOnly(commits: readonly string[]): Promise<void> {
    return this.#releases.keepOnly(commits);
  }

  get #mirror(): string {
    return join(this.#parts.directory, 'mirror.git');
  }

  async #export(git: Git, commit: string, signal: AbortSignal): Promise<Release> {
    const tag = this.#tagOf(commit);
    const moved = tag === undefined ? [] : await this.#tags.check(tag, commit);
    const write = async (directory: string) => {
      const request = { repository: this.#mirror, commit, directory, signal };
      return [...moved, ...(await exportRelease(git, request))];
    };
    const release = await this.#orStartAnew(() => this.#releases.add(commit, write), new Set(['git-failed']));
    if (tag !== undefined) await this.#tags.remember(tag, commit);
    return release;
  }

  /** The tag that led to this commit; undefined where none did. */
  #tagOf(commit: string): string | undefined {
    const { name, commit: at } = this.#listed ?? { name: '', commit: '' };
    return at === commit && name.startsWith(TAGS) ? name.slice(TAGS.length) : undefined;
  }

  async #remote(signal: AbortSignal): Promise<Remote> {
    const { access, limits = REMOTE_LIMITS } = this.#parts;
    const source = this.#parts.source();
    const git = await this.#prepare(signal);
    const shown = access ? await access(source, signal) : NO_ACCESS;
    return { git, repository: this.#mirror, source, access: shown, limits, signal };
  }

  async #prepare(signal: AbortSignal): Promise<Git> {
    const git = await this.#parts.git();
    if (existsSync(join(this.#mirror, 'HEAD'))) return git;
    await mkdir(this.#mirror, { recursive: true, mode: 0o700 });
    const words = ['init', '--quiet', '--bare', '--template='];
    await runGit(git, words, { repository: this.#mirror, timeoutMs: LOCAL_TIMEOUT_MS, signal });
    return git;
  }

  /** What was fetched is whole: git takes nothing of a fetch that was cut short. */
  async #hasCommit(git: Git, commit: string, signal: AbortSignal): Promise<boolean> {
    const words = ['cat-file', '-e', `${parseCommit(commit)}^{commit}`];
    try {
      await runGit(git, words, { repository: this.#mirror, timeoutMs: LOCAL_TIMEOUT_MS, signal });
      return true;
    } catch (error) {
      if (errorCode(error) === 'git-failed') return false;
      throw error;
    }
  }

  /** A branch may have moved since it was asked for: what was fetched counts. */
  async #fetch(depth: number, signal: AbortSignal): Promise<string> {
    const remote = await this.#remote(signal);
    const { revision } = remote.source;
    const wanted = await this.#wanted(remote);
    const fetch = () => this.#told(remote, () => fetchCommits(remote, wanted, depth));
    const commit = parseCommit(await this.#orStartAnew(fetch, FAILURES_OF_MIRROR));
    if (this.#listed?.name === wanted) this.#listed = { name: wanted, commit };
    if (revision.kind !== 'commit' || commit === revision.commit) return commit;
    throw new AgentError('invalid-commit', { message: `"${revision.commit}" is not a commit, but a tag of ${commit}` });
  }

  /** What to fetch: a reference, or a commit by its name. Of a range of versions the one that was listed. */
  async #wanted(remote: Remote): Promise<string> {
    const { revision } = remote.source;
    switch (revision.kind) {
      case 'head':
        return 'HEAD';
      case 'branch':
        return `refs/heads/${revision.branch}`;
      case 'tag':
        return `${TAGS}${revision.tag}`;
      case 'commit':
        return revision.commit;
      case 'semver':
      case 'pull-request':
        this.#listed ??= await this.#told(remote, () => askReference(remote, revision));
        return this.#listed.name;
    }
  }

  /** Tells whoever gave the credentials that they were not taken. */
  async #told<T>({ source }: Remote, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (errorCode(error) === 'source-denied') this.#parts.onDenied?.(source);
      throw error;
    }
  }

  /** A git that was killed may leave locks and halves behind. The mirror is only a copy: the next round makes another. */
  async #orStartAnew<T>(work: () => Promise<T>, failures: ReadonlySet<string>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (failures.has(errorCode(error) ?? '')) await rm(this.#mirror, { recursive: true, force: true });
      throw error;
    }
  }

  /** Nothing ever leaves a mirror that is not packed anew: fetching one commit again is cheaper than that. */
  async #boundMirror(): Promise<void> {
    const folder = join(this.#mirror, 'objects/pack');
    const packs = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.pack'));
    const sizes = await Promise.all(packs.map(async (name) => (await stat(join(folder, name))).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (packs.length <= MOST_PACKS && bytes <= MOST_MIRROR_BYTES) return;
    await rm(this.#mirror, { recursive: true, force: true });
  }
}

function parseCommit(text: string): string {
  if (isCommitName(text)) return text;
  throw new AgentError('invalid-commit', { message: `"${text.slice(0, 100)}" is not the name of a commit` });
}
