// Changes that this host makes: carried out only if the store still counts on the host.
import { NetworkError } from '../../core/errors.ts';
import type { HostSession } from './host-session.ts';
import { hostKey, networkKey } from './keys.ts';
import type {
  CallOptions,
  Change,
  Condition,
  LeaseId,
  OverlayStore,
  StoreEntry,
  TransactionOutcome,
  WhenUnknown,
} from './overlay-store.ts';
import { encodeRecord, type NetworkRecord } from './records.ts';
import { StoreError } from './store-error.ts';

/** What all that is kept in the store needs: which store, and as whom. */
export type StoreAccess = { readonly store: OverlayStore; readonly session: HostSession };

export type HostChange = {
  readonly conditions: readonly Condition[];
  readonly changes: (lease: LeaseId) => readonly Change[];
  readonly otherwiseGet: readonly string[];
  readonly whenUnknown: WhenUnknown;
};

/** How often a change meets the end of another that had to be made sure of. */
const ROUNDS = 20;

/** If it is refused, it is for one of its own conditions. `store-lease-gone` if the store took the host for dead. */
export async function changeAsHost(
  access: StoreAccess,
  change: HostChange,
  options: CallOptions = {},
): Promise<TransactionOutcome> {
  const { session } = access;
  const key = hostKey(session.host.node);
  for (let round = 0; round < ROUNDS; round++) {
    await session.settle();
    const fence = session.fence();
    const outcome = await transact(access, { fence, change, key }, options);
    if (outcome.kind === 'done') return outcome;
    const own = entryOf(outcome, key);
    if (own?.lease !== fence.lease) {
      session.isNotThere(fence.lease);
      throw takenForDead(session);
    }
    if (own.modRevision === fence.modRevision) return outcome;
  }
  throw new StoreError('store-conflict', {
    message: `change the store as host "${session.host.node}": it is unsteady`,
  });
}

/** The same for what belongs to a network. `overlay-network-gone` if that is not what it was. */
export async function changeNetworkAsHost(
  access: StoreAccess,
  { network, ...change }: HostChange & { readonly network: NetworkRecord },
  options: CallOptions = {},
): Promise<TransactionOutcome> {
  const value = encodeRecord(network);
  const key = networkKey(network.name);
  const conditions: readonly Condition[] = [{ kind: 'has-value', key, value }, ...change.conditions];
  const otherwiseGet = [key, ...change.otherwiseGet];
  const outcome = await changeAsHost(access, { ...change, conditions, otherwiseGet }, options);
  if (outcome.kind === 'done' || entryOf(outcome, key)?.value === value) return outcome;
  throw new NetworkError('overlay-network-gone', {
    message: `use the overlay network "${network.name}": it was removed from the store, or made anew`,
  });
}

/** The entry of that key among those that a refused transaction gave. */
export function entryOf(outcome: TransactionOutcome, key: string): StoreEntry | undefined {
  return outcome.kind === 'refused' ? outcome.entries.find((entry) => entry.key === key) : undefined;
}

async function transact(
  { store, session }: StoreAccess,
  { fence, change, key }: { fence: ReturnType<HostSession['fence']>; change: HostChange; key: string },
  options: CallOptions,
): Promise<TransactionOutcome> {
  try {
    const transaction = {
      conditions: [fence.condition, ...change.conditions],
      changes: change.changes(fence.lease),
      otherwiseGet: [key, ...change.otherwiseGet],
      whenUnknown: change.whenUnknown,
    };
    const outcome = await store.transact(transaction, options);
    if (outcome.mayComeAgain) session.expectLateChange();
    return outcome;
  } catch (error) {
    // Called off, it may be on its way as well.
    const isOver = error instanceof StoreError && error.code !== 'store-outcome-unknown';
    if (!isOver) session.expectLateChange();
    throw error;
  }
}

function takenForDead(session: HostSession): StoreError {
  return new StoreError('store-lease-gone', {
    message: `change the store as host "${session.host.node}": its lease is over there`,
  });
}
