// Carries out what a commit asks for. Does not reject.
import { toWireError } from '../../core/errors.ts';
import type { ApplyRound, TargetContext, TargetOutcome } from '../target.ts';
import { NOTHING } from './inventory.ts';
import type { JudgedContext, RoundParts, RoundStart, Work } from './round.ts';

export type Working = { readonly parts: RoundParts; readonly context: JudgedContext };

/** `how` has the signal and the listener of this very work. */
export async function applyWork(
  work: Work,
  kind: ApplyRound['kind'],
  {
    start,
    working: { parts, context },
    how,
  }: {
    readonly start: RoundStart;
    readonly working: Working;
    readonly how: TargetContext;
  },
): Promise<TargetOutcome> {
  const { deployment, settings, status } = start;
  try {
    if (work.kind === 'children') {
      const round = { deployment, children: work.children, isNew: kind !== 'repair' };
      return await parts.children.apply(round, { ...how, allowRemoval: context.allowRemoval });
    }
    const prunable = settings.prune ? status.inventory : NOTHING;
    const retry = kind !== 'repair' && context.asked;
    const round = { stack: work.stack, kind, prunable, retry, readyWithinMs: settings.timeoutMs };
    return await parts.target.apply(round, how);
  } catch (error) {
    return { changed: false, error: toWireError(error) };
  }
}
