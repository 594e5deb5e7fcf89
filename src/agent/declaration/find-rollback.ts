// Which commit to go back to.
import { AgentError, UsageError } from '../../core/errors.ts';
import { type HistoryEntry, isGood } from '../../store/deployment-history.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';

const FEWEST_DIGITS = 7;

/** The newest entry of a commit that ran well here: the one that is named, or the last before the one that runs. */
export function findRollback(
  { name, applied }: DeploymentRecord,
  history: readonly HistoryEntry[],
  wanted: string | null,
): HistoryEntry {
  const good = history.filter(isGood);
  if (wanted === null) {
    const last = good.findLast(({ commit }) => commit !== applied?.commit);
    if (last) return last;
    throw new AgentError('nothing-to-roll-back-to', {
      message: `deployment "${name}" has run no other commit that is remembered`,
      hint: `see "dockr deploy history ${name}"`,
    });
  }
  const fits = good.filter(({ commit }) => isNamed(commit, wanted));
  const found = fits.at(-1);
  if (found && fits.every(({ commit }) => commit === found.commit)) return found;
  // Another one would not have been judged: a rollback is no way around that.
  throw new UsageError('commit-not-applied', {
    message: found
      ? `"${wanted}" is the beginning of several commits of deployment "${name}"`
      : `deployment "${name}" has not run commit "${wanted}", as far as is remembered`,
    hint: `see "dockr deploy history ${name}"`,
  });
}

/** For what is to be done with a stack, of a deployment that makes others. */
export function hasNoStack(name: string): UsageError {
  return new UsageError('deployment-has-no-stack', {
    message: `deployment "${name}" makes other deployments, and has no stack itself`,
    hint: 'name one of those: see "dockr deploy list"',
  });
}

function isNamed(commit: string, wanted: string): boolean {
  return commit === wanted || (wanted.length >= FEWEST_DIGITS && commit.startsWith(wanted));
}
