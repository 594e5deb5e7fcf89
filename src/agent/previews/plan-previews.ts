// Which previews come and go. Pure: what is known of deployments and branches goes in, what is to be done comes out.
import type { PreviewOrigin } from '../../core/declaration.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { EndedBranches } from '../../store/preview-ends.ts';
import { matchesAny } from '../policy/match-pattern.ts';
import type { Branch } from '../source.ts';
import { isReferenceName } from '../sources/reference-name.ts';
import { expiryOf, isHeldStill, previewOrigin, previewsOf } from './preview-declaration.ts';

export type PreviewEnd = 'expired' | 'branch-gone' | 'parent-gone' | 'parent-suspended' | 'not-declared';

/** A preview as it is now. */
export type Preview = { readonly record: DeploymentRecord; readonly origin: PreviewOrigin };

export type PreviewFacts = {
  readonly parent: DeploymentRecord | undefined;
  readonly now: number;
  /** Since when its branch was not there; undefined where it is, or was not asked for. */
  readonly missingSince: number | undefined;
};

/** A server may lose sight of a branch for a moment; a preview that goes takes its volumes along. */
export const GONE_AFTER_MS = 20_000;

/** Rounds without a branch: the third comes some fifteen seconds after the first. */
const FAILURES = 3;

const GONE: ReadonlySet<string> = new Set(['branch-not-found', 'pull-request-not-found']);

/** Those of a deployment, or all. */
export function previewsAmong(records: readonly DeploymentRecord[], parent?: string): readonly Preview[] {
  return records.flatMap((record) => {
    const origin = previewOrigin(record);
    return origin && (parent === undefined || origin.parent === parent) ? [{ record, origin }] : [];
  });
}

/** Why a preview is to be taken down; null for one that stays. */
export function endOf({ record, origin }: Preview, { parent, now, missingSince }: PreviewFacts): PreviewEnd | null {
  if (!parent) return 'parent-gone';
  if (parent.suspended || parent.declaration.suspend) return 'parent-suspended';
  if (now >= expiryOf(origin)) return 'expired';
  if (missingSince !== undefined && now >= missingSince + GONE_AFTER_MS) return 'branch-gone';
  if (isHeldStill(parent, origin.of) && record.pinned === null) return 'not-declared';
  return origin.by === 'rule' && !isWanted(parent, origin) ? 'not-declared' : null;
}

/** Whether its branch is not to be found, and the rounds before that one did not end well either. */
export function isMissing({ record: { error, failures } }: Preview): boolean {
  return error !== null && failures >= FAILURES && GONE.has(error.error.code);
}

/** Branches that are to get a preview by themselves, by name; without those that had one at that very commit. */
export function wantedBranches(
  parent: DeploymentRecord,
  branches: readonly Branch[],
  ended: EndedBranches,
): readonly Branch[] {
  return branches
    .filter(({ branch }) => isReferenceName(branch) && isFollowed(parent, branch))
    .filter(({ branch, commit }) => !Object.hasOwn(ended, branch) || ended[branch] !== commit)
    .toSorted((a, b) => (a.branch < b.branch ? -1 : 1));
}

/** What is worth remembering: that of branches which are there and were not pushed to. */
export function keptEnds(ended: EndedBranches, branches: readonly Branch[]): EndedBranches {
  const now = new Map(branches.map(({ branch, commit }) => [branch, commit]));
  return Object.fromEntries(Object.entries(ended).filter(([branch, commit]) => now.get(branch) === commit));
}

function isWanted(parent: DeploymentRecord, { of }: PreviewOrigin): boolean {
  return of.kind === 'branch' && isFollowed(parent, of.branch);
}

/** Not the branch that the parent itself follows. */
function isFollowed({ declaration }: DeploymentRecord, branch: string): boolean {
  const { source } = declaration;
  if (source.kind === 'git' && source.ref.kind === 'branch' && source.ref.branch === branch) return false;
  return matchesAny(previewsOf(declaration).branches, branch);
}
