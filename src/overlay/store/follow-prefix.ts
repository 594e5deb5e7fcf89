// Follows what happens beneath a prefix, whatever happens to connections, leaders, members and the history.
import type { Clock } from '../../core/clock.ts';
import { backoffMs } from './backoff.ts';
import type { OverlayStore, Revision, StoreEntry, StoreEvent } from './overlay-store.ts';
import { pause } from './pause.ts';
import { StoreError } from './store-error.ts';
import { identifyStore } from './store-identity.ts';

export type PrefixNews =
  /** All there is; whoever knows of something else is wrong. */
  | {
      readonly kind: 'reset';
      readonly because: ResetReason;
      /** Of the store that told. */
      readonly identity: string;
      readonly entries: readonly StoreEntry[];
      readonly revision: Revision;
    }
  /** What happened since, in its order, nothing left out and nothing twice. */
  | { readonly kind: 'changed'; readonly events: readonly StoreEvent[]; readonly revision: Revision }
  /** Nothing is heard for now. What was known is the best there is. */
  | { readonly kind: 'away'; readonly error: StoreError }
  /** It is heard again, and what happened meanwhile follows: as changes, or as a reset if they are no longer kept. */
  | { readonly kind: 'back' };

/** `store-replaced`: its disk was emptied or an old state brought back; whoever has something to enter will do so again. */
export type ResetReason = 'begun' | 'compacted' | 'store-replaced';

export type FollowOptions = { readonly clock: Clock; readonly signal: AbortSignal; readonly random?: () => number };

/** A watch that lasted this long was a good one: waiting begins anew when it ends. */
const GOOD_WATCH_MS = 5000;

/** Begins with a `reset`, and ends when the signal says so. No failure of the store ends it. */
export async function* followPrefix(
  store: OverlayStore,
  prefix: string,
  { clock, signal, random }: FollowOptions,
): AsyncGenerator<PrefixNews, void, void> {
  let position: Position | undefined;
  let because: ResetReason = 'begun';
  let [failures, isAway] = [0, false];
  while (!signal.aborted) {
    let watchingSince: number | undefined;
    try {
      const found = await identifyStore(store, { signal });
      if (position && isReplaced(position, found)) [position, because] = [undefined, 'store-replaced'];
      if (position) {
        if (isAway) yield { kind: 'back' };
      } else {
        const listing = await store.list(prefix, { signal });
        position = { identity: found.identity, last: listing.revision };
        yield { kind: 'reset', because, identity: found.identity, ...listing };
      }
      [isAway, watchingSince] = [false, clock.now()];
      for await (const batch of store.watch(prefix, position.last + 1, signal)) {
        const events = batch.events.filter((event) => revisionOf(event) > (position?.last ?? 0));
        position = { ...position, last: Math.max(position.last, batch.revision) };
        failures = 0;
        if (events.length > 0) yield { kind: 'changed', events, revision: position.last };
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof StoreError)) throw error;
      if (watchingSince !== undefined && clock.now() - watchingSince > GOOD_WATCH_MS) failures = 0;
      if (error.code === 'store-compacted') [position, because] = [undefined, 'compacted'];
      else if (!isAway) {
        isAway = true;
        yield { kind: 'away', error };
      }
      await pause(clock, backoffMs(failures++, random), signal);
    }
  }
}

/** Of which store, and up to where, everything has been told. */
type Position = { readonly identity: string; readonly last: Revision };

function isReplaced(position: Position, found: { readonly identity: string; readonly revision: Revision }): boolean {
  return found.identity !== position.identity || found.revision < position.last;
}

function revisionOf(event: StoreEvent): Revision {
  return event.kind === 'put' ? event.entry.modRevision : event.modRevision;
}
