// What must be so before a commit is deployed: it goes on from the one that runs, and whoever made it is trusted.
import { AgentError } from '../../core/errors.ts';
import type { Git } from '../git.ts';
import { type History, type Relation, readHistory, WHOLE_HISTORY } from './commit-history.ts';
import type { Trust } from './trust.ts';
import { verifyCommits } from './verify-commits.ts';

export type ExamineRequest = {
  /** null: commits are not verified. */
  readonly trust: Trust | null;
  /** The commit that runs; null for none. */
  readonly running: string | null;
  /** Somebody asked for an older or rewritten history. */
  readonly allowRewind: boolean;
  readonly signal: AbortSignal;
};

export type Examined = {
  readonly commit: string;
  /** null where commits are not verified. */
  readonly signer: string | null;
  readonly relation: Relation;
};

export type ExamineTools = {
  readonly git: Git;
  readonly repository: string;
  /** For a folder that is gone afterwards. */
  readonly directory: string;
  readonly fetch: (depth: number) => Promise<string>;
};

/** Most pushes are not more commits than the first of these. */
const DEPTHS = [64, 1024] as const;

/** Throws for a commit that is not to be deployed, with the reason as its code. */
export async function examineCommit(request: ExamineRequest, tools: ExamineTools): Promise<Examined> {
  const { trust } = request;
  const { commit, commits, relation } = await findHistory(request, tools);
  if (trust === null) return { commit, signer: null, relation };
  if (!request.allowRewind) refuseRewind(relation, commit, request.running);
  const { git, repository, directory } = tools;
  const signer = await verifyCommits({ git, repository, commits, trust, directory, signal: request.signal });
  return { commit, signer, relation };
}

async function findHistory(
  { running, trust, allowRewind, signal }: ExamineRequest,
  { git, repository, fetch }: ExamineTools,
): Promise<History> {
  if (running === null) {
    // There is nothing that it could go on from: the newest one speaks for all before it.
    const commit = await fetch(DEPTHS[0]);
    return { commit, relation: 'first', commits: [commit] };
  }
  const depths = trust ? [...DEPTHS, WHOLE_HISTORY] : DEPTHS;
  const wantsRange = trust?.mode === 'range';
  return readHistory({ git, repository, running, wantsRange, allowRewind, depths, fetch, signal });
}

function refuseRewind(relation: Relation, commit: string, running: string | null): void {
  const hint = 'if it is meant to be so: dockr deploy sync NAME --allow-rewind';
  if (relation === 'older') {
    throw new AgentError('commit-downgrade', {
      message: `commit ${commit} is older than ${running}, which runs: the branch was set back`,
      hint,
    });
  }
  if (relation === 'rewritten') {
    throw new AgentError('history-rewritten', {
      message: `commit ${commit} does not go on from ${running}, which runs: the history of the branch was rewritten`,
      hint,
    });
  }
}
