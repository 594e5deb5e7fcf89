// A bare repository for one commit, gone afterwards: fetched, added to, pushed.
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, DockrError, errorCode } from '../../core/errors.ts';
import { runGit } from '../git.ts';
import { readHostFile } from '../read-host-file.ts';
import type { GitPlace } from './git-place.ts';
import type { CommitStyle } from './image-policy.ts';

export type NewFile = { readonly path: string; readonly text: string };

export type NewCommit = { readonly base: string; readonly changes: readonly NewFile[]; readonly message: string };

export interface GitFolder {
  /** The name of the branch that the deployment follows. */
  followedBranch(): Promise<string>;
  /** Its newest commit; undefined where there is no such branch. */
  fetch(branch: string): Promise<string | undefined>;
  /** A regular file of a commit as text; undefined where there is none. */
  read(commit: string, path: string): Promise<string | undefined>;
  commit(wanted: NewCommit): Promise<string>;
  /** False where the branch has moved since. Throws `image-write-refused` where the server does not want it. */
  push(commit: string, branch: string): Promise<boolean>;
}

type FolderOptions = { readonly directory: string; readonly style: CommitStyle; readonly signal: AbortSignal };

const LOCAL_MS = 30_000;
const REMOTE_MS = 120_000;
const LARGEST_FILE = 1 << 20;
const FETCHED = 'refs/dockr/base';
const WRITTEN = 'refs/dockr/written';
const MOVED = /\[rejected\]|non-fast-forward|fetch first|cannot lock ref|incorrect old value/;

export async function openFolder(place: GitPlace, options: FolderOptions): Promise<GitFolder> {
  const { git, url, remote } = place;
  const { directory, style, signal } = options;
  const repository = join(directory, 'write.git');
  const local = (words: readonly string[], files: { readonly stdin?: number; readonly stdout?: number } = {}) =>
    runGit(git, words, { repository, timeoutMs: LOCAL_MS, signal, ...files });
  const far = (words: readonly string[]) => runGit(git, words, { repository, ...remote, timeoutMs: REMOTE_MS, signal });
  await local(['init', '--quiet', '--bare', '--template=']);
  await configure(local, style);
  return {
    followedBranch: async () =>
      place.branch ?? parseHead(await far(['ls-remote', '--quiet', '--symref', '--', url, 'HEAD'])),
    fetch: async (branch) => {
      const options = [
        '--quiet',
        '--force',
        '--no-tags',
        '--no-recurse-submodules',
        '--no-write-fetch-head',
        '--depth=1',
      ];
      try {
        await far(['fetch', ...options, '--', url, `+refs/heads/${branch}:${FETCHED}`]);
      } catch (error) {
        if (isMissingBranch(error)) return undefined;
        throw error;
      }
      return (await local(['rev-parse', '--verify', '--quiet', '--end-of-options', `${FETCHED}^{commit}`])).trim();
    },
    read: (commit, path) => readBlob(local, directory, { commit, path }),
    commit: (wanted) => makeCommit(local, directory, { ...wanted, style }),
    push: async (commit, branch) => {
      try {
        await far(['push', '--quiet', '--no-verify', '--', url, `${commit}:refs/heads/${branch}`]);
        return true;
      } catch (error) {
        if (!(error instanceof DockrError) || error.code === 'aborted') throw error;
        if (MOVED.test(error.output.join('\n')) && !/remote rejected/.test(error.output.join('\n'))) return false;
        throw refused(error, branch);
      }
    },
  };
}

type Local = (
  words: readonly string[],
  files?: { readonly stdin?: number; readonly stdout?: number },
) => Promise<string>;

async function configure(local: Local, { author, signingKey }: CommitStyle): Promise<void> {
  await local(['config', 'user.name', author.name]);
  await local(['config', 'user.email', author.email]);
  if (signingKey === null) return;
  const file = await readHostFile(signingKey, 'the key that signs commits');
  if (file.kind === 'missing')
    throw new AgentError('host-file-not-read', { message: `there is no key "${signingKey}" to sign commits with` });
  await local(['config', 'gpg.format', 'ssh']);
  await local(['config', 'user.signingKey', signingKey]);
}

/** Links and programs of another kind are not edited: what they name is somewhere else. */
async function readBlob(
  local: Local,
  directory: string,
  { commit, path }: { readonly commit: string; readonly path: string },
): Promise<string | undefined> {
  const entry = await findEntry(local, commit, path);
  if (!entry) return undefined;
  const copy = join(directory, 'blob');
  await using file = await open(copy, 'w+', 0o600);
  await local(['cat-file', 'blob', entry.object], { stdout: file.fd });
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(copy));
}

async function findEntry(local: Local, commit: string, path: string) {
  const listed = await local(['--literal-pathspecs', 'ls-tree', '-l', '-z', '--full-tree', commit, '--', path]);
  const [, mode, object = '', size] = /^(100644|100755) blob ([0-9a-f]{40,64}) +([0-9]+)\t/.exec(listed) ?? [];
  return mode !== undefined && Number(size) <= LARGEST_FILE ? { mode, object } : undefined;
}

type Making = NewCommit & { readonly style: CommitStyle };

/** First the files, by the importer, which needs no index; then the commit itself, which may be signed. */
async function makeCommit(local: Local, directory: string, { base, changes, message, style }: Making): Promise<string> {
  const parts: Buffer[] = [
    Buffer.from(`commit ${WRITTEN}\ncommitter dockr <dockr@localhost> 0 +0000\ndata 0\n\nfrom ${base}\n`),
  ];
  for (const { path, text } of changes) {
    const mode = (await findEntry(local, base, path))?.mode ?? '100644';
    const bytes = Buffer.from(text);
    parts.push(Buffer.from(`M ${mode} inline ${quotePath(path)}\ndata ${bytes.length}\n`), bytes, Buffer.from('\n'));
  }
  await writeFile(join(directory, 'stream'), Buffer.concat(parts), { mode: 0o600 });
  await using stream = await open(join(directory, 'stream'), 'r');
  await local(['fast-import', '--quiet', '--force'], { stdin: stream.fd });
  await writeFile(join(directory, 'message'), `${message.trimEnd()}\n`, { mode: 0o600 });
  const sign = style.signingKey === null ? [] : ['-S'];
  const words = ['commit-tree', ...sign, '-p', base, '-F', join(directory, 'message'), `${WRITTEN}^{tree}`];
  return (await local(words)).trim();
}

/** As C quotes strings. */
function quotePath(path: string): string {
  return `"${path.replaceAll(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

function parseHead(listed: string): string {
  const branch = /^ref: refs\/heads\/([^\s]+)\tHEAD$/m.exec(listed)?.[1];
  if (branch !== undefined) return branch;
  throw new AgentError('branch-not-found', { message: 'the repository does not tell which branch its HEAD is' });
}

function isMissingBranch(error: unknown): boolean {
  if (!(error instanceof DockrError)) return false;
  const isAboutIt = errorCode(error) === 'git-failed' || errorCode(error) === 'source-not-found';
  return isAboutIt && /couldn't find remote ref/.test(error.output.join('\n'));
}

function refused(cause: DockrError, branch: string): AgentError {
  return new AgentError('image-write-refused', {
    message: `newer images cannot be pushed to branch "${branch}": ${cause.message}`,
    output: cause.output,
    hint: 'check what the deployment may do at the server, and whether the branch is protected',
    cause,
  });
}
