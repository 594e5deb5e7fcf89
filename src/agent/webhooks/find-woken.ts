// Which deployments a push is news for.
import { matchesAny } from '../policy/match-pattern.ts';
import type { PushHint } from './push-hint.ts';
import { repositoryKey } from './repository-key.ts';

/** Something that a deployment follows: a branch, whatever HEAD names, or tags by a rule of its own. */
export type Followed = {
  readonly name: string;
  readonly url: string;
  readonly ref:
    | { readonly kind: 'head' }
    | { readonly kind: 'branch'; readonly branch: string }
    | { readonly kind: 'tags' }
    | { readonly kind: 'pull-request'; readonly number: number }
    /** One commit: nothing is ever new. */
    | { readonly kind: 'commit' }
    /** Any branch, for the sake of previews. */
    | { readonly kind: 'branches' };
};

/** Names of those that follow what was pushed, among those that the patterns let a hook wake. */
export function findWoken(
  hint: PushHint,
  patterns: readonly string[],
  deployments: readonly Followed[],
): readonly string[] {
  const keys = new Set(hint.repositories);
  const names = deployments
    .filter(({ name }) => matchesAny(patterns, name))
    .filter(({ url }) => keys.has(repositoryKey(url) ?? ''))
    .filter(({ ref }) => isNews(ref, hint))
    .map(({ name }) => name);
  return [...new Set(names)];
}

function isNews(ref: Followed['ref'], { refs, defaultBranch }: PushHint): boolean {
  if (ref.kind === 'commit') return false;
  if (refs === null) return true;
  switch (ref.kind) {
    case 'branch':
      return refs.includes(`refs/heads/${ref.branch}`);
    case 'head':
      // Where the sender does not tell which branch that is, any may be.
      return defaultBranch === null ? refs.some(isBranch) : refs.includes(`refs/heads/${defaultBranch}`);
    case 'pull-request':
      return [`refs/pull/${ref.number}/head`, `refs/merge-requests/${ref.number}/head`].some((it) => refs.includes(it));
    case 'branches':
      return refs.some(isBranch);
    case 'tags':
      return refs.some((it) => it.startsWith('refs/tags/'));
  }
}

function isBranch(ref: string): boolean {
  return ref.startsWith('refs/heads/');
}
