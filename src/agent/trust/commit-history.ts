// How the newest commit stands to the one that runs, found out with as little of the history as that takes.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, errorCode } from '../../core/errors.ts';
import { type Git, runGit } from '../git.ts';

/** `ahead`: it continues the one that runs. `unknown`: so far back that it was not looked. */
export type Relation = 'first' | 'ahead' | 'older' | 'rewritten' | 'unknown';

export type HistoryRequest = {
  readonly git: Git;
  readonly repository: string;
  /** The commit that runs. */
  readonly running: string;
  /** Whether all commits between the two are wanted. */
  readonly wantsRange: boolean;
  /** Whether they are wanted of a history that was rewritten, too. */
  readonly allowRewind: boolean;
  /** How far back to look, one after the other. */
  readonly depths: readonly number[];
  /** Fetches the newest commit with that many before it, and gives its name. */
  readonly fetch: (depth: number) => Promise<string>;
  readonly signal: AbortSignal;
};

export type History = {
  readonly commit: string;
  readonly relation: Relation;
  /** Newest first, the newest one included; without `wantsRange` it alone. */
  readonly commits: readonly string[];
};

/** git's own number for "all of it". */
export const WHOLE_HISTORY = 2_147_483_647;
const MOST_COMMITS = 2_000;
/** As many names as fit into what is read of a program's output. */
const MOST_LISTED = 10_000;
const TIMEOUT_MS = 60_000;

/** Deepens the copy until the question is answered. Throws `history-too-long` and `history-incomplete`. */
export async function readHistory(request: HistoryRequest): Promise<History> {
  const { running, depths } = request;
  let commit = '';
  for (const depth of depths) {
    commit = await request.fetch(depth);
    if (commit === running) return { commit, relation: 'ahead', commits: [commit] };
    const isLast = depth === depths.at(-1);
    const found = await lookAt(commit, request, depth === WHOLE_HISTORY);
    if (found) return found;
    if (isLast && depth !== WHOLE_HISTORY) return { commit, relation: 'unknown', commits: [commit] };
  }
  throw new AgentError('history-incomplete', {
    message: `the repository does not give the whole history from the commit that runs to ${commit}`,
    hint: 'the repository may be a shallow copy itself',
  });
}

/** undefined where more of the history is needed to tell. */
async function lookAt(commit: string, request: HistoryRequest, isWhole: boolean): Promise<History | undefined> {
  const { running, wantsRange } = request;
  if (await isAncestor(running, commit, request)) {
    const commits = wantsRange ? await commitsBetween(running, commit, request) : [commit];
    return commits && { commit, relation: 'ahead', commits };
  }
  if (await isAncestor(commit, running, request)) return { commit, relation: 'older', commits: [commit] };
  if (!isWhole && (await endsEarly(commit, request))) return undefined;
  const isRangeUseful = wantsRange && request.allowRewind;
  const commits = isRangeUseful ? await commitsBetween(running, commit, request) : [commit];
  return commits && { commit, relation: 'rewritten', commits };
}

/** Also false where one of them is not here. */
async function isAncestor(older: string, newer: string, request: HistoryRequest): Promise<boolean> {
  try {
    await call(['merge-base', '--is-ancestor', older, newer], request);
    return true;
  } catch (error) {
    if (errorCode(error) === 'git-failed') return false;
    throw error;
  }
}

/** undefined where the copy ends within: what lies behind could be anything. */
async function commitsBetween(
  running: string,
  commit: string,
  request: HistoryRequest,
): Promise<readonly string[] | undefined> {
  const isHere = await isAncestor(running, running, request);
  const words = [
    'rev-list',
    '--topo-order',
    `--max-count=${MOST_COMMITS + 1}`,
    commit,
    ...(isHere ? [`^${running}`] : []),
  ];
  const commits = namesIn(await call(words, request));
  if (commits.length > MOST_COMMITS) throw tooLong(commit);
  const ends = await boundaryOf(request.repository);
  if (commits.some((name) => ends.has(name))) return undefined;
  return commits.length === 0 ? [commit] : commits;
}

/** Whether there is more behind this commit than was fetched. */
async function endsEarly(commit: string, request: HistoryRequest): Promise<boolean> {
  const ends = await boundaryOf(request.repository);
  const names = namesIn(await call(['rev-list', `--max-count=${MOST_LISTED}`, commit], request));
  return names.length === MOST_LISTED || names.some((name) => ends.has(name));
}

/** Where the copy ends: commits whose parents were not fetched. */
async function boundaryOf(repository: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(repository, 'shallow'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  return new Set(namesIn(text));
}

function call(words: readonly string[], { git, repository, signal }: HistoryRequest): Promise<string> {
  return runGit(git, words, { repository, timeoutMs: TIMEOUT_MS, signal });
}

function namesIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function tooLong(commit: string): AgentError {
  return new AgentError('history-too-long', {
    message: `there are more than ${MOST_COMMITS} commits from the one that runs to ${commit}, too many to verify each`,
    hint: 'follow the repository with "--verify head", or declare the deployment anew',
  });
}
