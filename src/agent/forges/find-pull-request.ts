// The pull request that a commit came by, as its forge knows it.
import { type Delivered, type DeliverParts, deliver } from '../outgoing/deliver.ts';
import type { CommitPlace, ForgeApi } from './forge-api.ts';
import type { ForgeKind } from './forge-settings.ts';

type FoundPullRequest =
  /** undefined for a commit that came by none. */
  { readonly kind: 'found'; readonly number: number | undefined } | Exclude<Delivered, { readonly kind: 'answered' }>;

type PullRequest = { readonly number: number; readonly isMerged: boolean; readonly commits: readonly unknown[] };

/** What merely has the commit among others is not it: anybody may open such a one. Of several, the merged one counts. */
export async function findPullRequest(
  api: ForgeApi,
  at: CommitPlace & { readonly kind: ForgeKind },
  parts: DeliverParts,
): Promise<FoundPullRequest> {
  const delivered = await deliver(api.findPullRequests(at), parts);
  // To the others that is a repository which the token may not see.
  const isNone = at.kind === 'gitea' && delivered.kind === 'refused' && delivered.why.facts?.['statusCode'] === 404;
  if (isNone) return { kind: 'found', number: undefined };
  if (delivered.kind !== 'answered') return delivered;
  const { json } = delivered.answer;
  const all = (Array.isArray(json) ? json : [json]).map(parsePullRequest).filter((one) => one !== undefined);
  const fits = all.filter(({ commits }) => commits.includes(at.commit));
  return { kind: 'found', number: (fits.find(({ isMerged }) => isMerged) ?? fits[0])?.number };
}

/** Of GitHub, Gitea (`number`, `head.sha`) and GitLab (`iid`, `sha`, `squash_commit_sha`). */
function parsePullRequest(json: unknown): PullRequest | undefined {
  const facts = fieldsOf(json);
  const number = facts['iid'] ?? facts['number'];
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return undefined;
  const merged = [facts['merge_commit_sha'], facts['squash_commit_sha']];
  const commits = [...merged, facts['sha'], fieldsOf(facts['head'])['sha']];
  const isMerged = facts['state'] === 'merged' || facts['merged'] === true || typeof facts['merged_at'] === 'string';
  return { number, isMerged, commits };
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
