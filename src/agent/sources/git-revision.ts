// Which commit of a repository a deployment follows.
import { Range } from 'semver';
import { UsageError } from '../../core/errors.ts';
import { isReferenceName } from './reference-name.ts';

export type GitRevision =
  /** Whatever HEAD names. */
  | { readonly kind: 'head' }
  | { readonly kind: 'branch'; readonly branch: string }
  | { readonly kind: 'tag'; readonly tag: string }
  /** The highest version among the tags that begin with the prefix; a `v` before the number is read over. */
  | { readonly kind: 'semver'; readonly range: string; readonly prefix: string }
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'pull-request'; readonly number: number };

export type CommitRevision = Extract<GitRevision, { readonly kind: 'commit' }>;

const LONGEST_RANGE = 256;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether that is the whole name of a commit. */
export function isCommitName(text: string): boolean {
  return COMMIT.test(text);
}

/** Throws `invalid-branch`, `invalid-tag`, `invalid-range`, `invalid-commit` and `invalid-pull-request`. What passes may be handed to git. */
export function checkRevision(revision: GitRevision): GitRevision {
  switch (revision.kind) {
    case 'head':
      return revision;
    case 'branch':
      if (isReferenceName(revision.branch)) return revision;
      throw new UsageError('invalid-branch', { message: `"${revision.branch}" is not the name of a branch` });
    case 'tag':
      if (isReferenceName(revision.tag)) return revision;
      throw new UsageError('invalid-tag', { message: `"${revision.tag}" is not the name of a tag` });
    case 'semver':
      checkRange(revision.range);
      if (isReferenceName(`${revision.prefix}1.0.0`)) return revision;
      throw new UsageError('invalid-tag', { message: `no tag can begin with "${revision.prefix}"` });
    case 'commit':
      if (isCommitName(revision.commit)) return revision;
      throw new UsageError('invalid-commit', {
        message: `"${revision.commit}" is not the name of a commit: expected 40 or 64 hex digits in lower case`,
      });
    case 'pull-request':
      if (Number.isSafeInteger(revision.number) && revision.number > 0) return revision;
      throw new UsageError('invalid-pull-request', {
        message: `"${revision.number}" is not the number of a pull request: expected a whole number from 1`,
      });
  }
}

/** For people: `branch "main"`. */
export function describeRevision(revision: GitRevision): string {
  switch (revision.kind) {
    case 'head':
      return 'HEAD';
    case 'branch':
      return `branch "${revision.branch}"`;
    case 'tag':
      return `tag "${revision.tag}"`;
    case 'semver':
      return `tag "${revision.prefix}…" with a version in "${revision.range}"`;
    case 'commit':
      return `commit ${revision.commit}`;
    case 'pull-request':
      return `pull request ${revision.number}`;
  }
}

function checkRange(range: string): void {
  const isRange = range.trim() !== '' && range.length <= LONGEST_RANGE && parses(range);
  if (isRange) return;
  throw new UsageError('invalid-range', {
    message: `"${range.slice(0, LONGEST_RANGE)}" is not a range of versions`,
    hint: 'write it like "1.x", "~1.4" or ">=1.2 <3"',
  });
}

function parses(range: string): boolean {
  try {
    return new Range(range) !== undefined;
  } catch {
    return false;
  }
}
