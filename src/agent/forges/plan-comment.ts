// The comment with a plan, as Markdown. What the plan says comes from the repository: it stays within its block.
import { createHmac } from 'node:crypto';
import { plainBlock } from '../outgoing/plain-text.ts';

export type PlanFacts = {
  readonly host: string;
  readonly deployment: string;
  readonly commit: string | null;
  readonly changes: number;
  /** It is that of a commit which was about to be deployed; else nothing was done. */
  readonly isCarriedOut: boolean;
  /** As `dockr plan` prints it. */
  readonly plan: string;
};

/** GitHub takes 65536 characters; there may be a blank for each of these. */
const LONGEST_PLAN = 30_000;

/** The comment. Its first line is the marker, which a forge does not show. */
export function planComment(
  marker: string,
  { host, deployment, commit, changes, isCarriedOut, plan }: PlanFacts,
): string {
  const title = `### dockr: plan for \`${deployment}\` on \`${host}\``;
  const at = commit === null || !/^[0-9a-f]+$/.test(commit) ? '' : ` at ${commit}`;
  const outlook = isCarriedOut ? 'How they end is in the status of the commit.' : 'Nothing was changed.';
  const said =
    changes === 0 ? `Nothing to do${at}.` : `${changes} ${changes === 1 ? 'step' : 'steps'}${at}. ${outlook}`;
  return [marker, title, '', said, ...(changes === 0 ? [] : ['', block(plan)]), ''].join('\n');
}

/** Known only to who has the token, until it was posted once: nobody can put another comment in its place before. */
export function planMarker(
  token: string,
  { host, deployment, number }: { host: string; deployment: string; number: number },
) {
  const digest = createHmac('sha256', token)
    .update(JSON.stringify([host, deployment, number]))
    .digest('hex');
  return `<!-- dockr plan ${digest.slice(0, 32)} -->`;
}

/** Fenced by more backticks than there are in it. A blank before each line: GitLab takes orders from lines that begin with "/". */
function block(plan: string): string {
  // No plan needs many of them, and the fence must not be longer than the plan.
  const text = plainBlock(plan, LONGEST_PLAN)
    .trimEnd()
    .replace(/`{10,}/g, '`');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...text.split('\n').map((line) => ` ${line}`), fence].join('\n');
}
