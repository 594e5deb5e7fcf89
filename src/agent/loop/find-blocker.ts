// Why a new commit does not go yet.
import type { Waiting } from '../../store/deployment-status.ts';
import type { RoundStart } from './round.ts';
import { findOpening } from './windows.ts';

export type Blocker = Omit<Waiting, 'commit'>;

/** A person who asks does not wait for a window. What depends on another deployment waits for it in any case. */
export function findBlocker(
  { settings, unmet }: RoundStart,
  { now, asked }: { readonly now: number; readonly asked: boolean },
): Blocker | undefined {
  const message = unmet();
  if (message !== null) return { for: 'dependency', until: null, message };
  const opening = asked ? null : findOpening(settings.windows, now);
  if (opening === null) return undefined;
  const when =
    opening.at === null ? 'no window opens' : `the next window opens at ${new Date(opening.at).toISOString()}`;
  return { for: 'window', until: opening.at, message: when };
}
