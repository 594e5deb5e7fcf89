// Commits that are not tried again by themselves, so that a bad one is tried once and not at every interval.
import type { HeldCommit, LoopStatus } from '../../store/deployment-status.ts';

/** More are forgotten, oldest first: one that comes back after so many others is tried again. */
const MOST_HELD = 20;

type Key = Pick<HeldCommit, 'commit' | 'grounds'>;

/** What is known of that very commit on the same grounds. */
export function heldCommit({ held }: Pick<LoopStatus, 'held'>, key: Key): HeldCommit | undefined {
  return held.find((one) => isSame(one, key));
}

/** With one more, which is the newest by now. */
export function hold(held: readonly HeldCommit[], commit: HeldCommit): readonly HeldCommit[] {
  return [...held.filter((one) => one.commit !== commit.commit), commit].slice(-MOST_HELD);
}

/** Without what was known of a commit; the same list if there was nothing. */
export function release(held: readonly HeldCommit[], commit: string): readonly HeldCommit[] {
  return held.some((one) => one.commit === commit) ? held.filter((one) => one.commit !== commit) : held;
}

function isSame(one: Key, other: Key): boolean {
  return one.commit === other.commit && one.grounds === other.grounds;
}
