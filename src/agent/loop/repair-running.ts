// Brings back what runs while the newest commit is not to be had.

import { loadWork } from './load-work.ts';
import { mayRepair } from './repair-budget.ts';
import { type Repaired, repairWork } from './repair-work.ts';
import type { JudgedContext, RoundParts, RoundStart, Work } from './round.ts';

/**
 * null where there is nothing to repair, or not now. That it could not be done is not what the round failed of. What the policy
 * does not allow any more runs on, but is not brought back.
 */
export async function repairRunning(
  start: RoundStart,
  parts: RoundParts,
  context: JudgedContext,
): Promise<Repaired | null> {
  const { applied } = start.deployment;
  if (!applied || context.signal.aborted || !mayRepair(start, parts.clock.now())) return null;
  const work = await loadRunning(applied.commit, start, { parts, context });
  return work && repairWork(work, start, { parts, context });
}

async function loadRunning(
  commit: string,
  { deployment }: RoundStart,
  { parts, context }: { readonly parts: RoundParts; readonly context: JudgedContext },
): Promise<Work | null> {
  try {
    const release = await parts.source.findRelease(commit);
    if (!release) return null;
    return await loadWork(release, parts, {
      ...context,
      asked: false,
      deployment,
      policies: await context.grounds.policies(),
    });
  } catch {
    return null;
  }
}
