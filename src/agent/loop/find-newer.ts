// Whether there is something newer than what is being carried out, that could be carried out in its place.
import { findHead, findNewest } from './find-newest.ts';
import { roundGrounds } from './grounds.ts';
import type { JudgedContext, RoundParts, RoundStart } from './round.ts';

export type Doing = { readonly commit: string; readonly start: RoundStart };

/** Its commit. Judged and loaded: what is only pushed, but refused or bad, interrupts nothing. Does not reject. */
export async function findNewer(
  { commit, start }: Doing,
  parts: RoundParts,
  context: JudgedContext,
): Promise<string | null> {
  try {
    const now = parts.latest();
    const isSame = (other: string): boolean =>
      other === commit && now.settings.generation === start.settings.generation;
    if (isSame(await findHead(now, parts, { signal: context.signal, maxAgeMs: 0 }))) return null;
    const grounds = roundGrounds(await parts.judge(now.deployment), now.settings.generation);
    const found = await parts.inSlot(() => findNewest(now, parts, { ...context, grounds, asked: false }));
    return found.kind === 'loaded' && !isSame(found.commit) ? found.commit : null;
  } catch {
    // The repository is down, or the deployment has gone.
    return null;
  }
}
