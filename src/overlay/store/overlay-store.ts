// What dockr wants of the store that hosts share: a sorted map of texts with one revision for all of it, transactions,
// leases, and a history that can be followed. etcd's v3 API has it (etcd/etcd-store.ts).

/** Grows with every change of the store. Every change of one transaction has the same. */
export type Revision = number;

/** A number of 63 bits, in decimal digits. */
export type LeaseId = string;

export type StoreEntry = {
  readonly key: string;
  readonly value: string;
  readonly createRevision: Revision;
  readonly modRevision: Revision;
  /** The entry goes when this lease does. */
  readonly lease: LeaseId | undefined;
};

/** Entries in the order of their keys, all as they were at `revision`. */
export type Listing = { readonly entries: readonly StoreEntry[]; readonly revision: Revision };

/** What must hold for a transaction to be carried out. */
export type Condition =
  | { readonly kind: 'absent'; readonly key: string }
  | { readonly kind: 'present'; readonly key: string }
  | { readonly kind: 'unchanged'; readonly key: string; readonly modRevision: Revision }
  | { readonly kind: 'has-value'; readonly key: string; readonly value: string }
  | { readonly kind: 'has-lease'; readonly key: string; readonly lease: LeaseId }
  | { readonly kind: 'none-beneath'; readonly prefix: string }
  /** Nothing was put beneath the prefix after that revision. Says nothing of what was deleted. */
  | { readonly kind: 'none-newer-beneath'; readonly prefix: string; readonly revision: Revision };

export type Change =
  | { readonly kind: 'put'; readonly key: string; readonly value: string; readonly lease?: LeaseId | undefined }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'delete-beneath'; readonly prefix: string };

/**
 * What to do when the answer to a transaction got lost, so that it may have been carried out or not:
 * `repeat` it, which is right if doing it twice is the same as once; or `look-up`: repeat it, and if it is refused then
 * because `key` has the value that this transaction puts, which nobody else would, it was ours; or `tell` the caller.
 */
export type WhenUnknown =
  | { readonly kind: 'repeat' }
  | { readonly kind: 'look-up'; readonly key: string }
  | { readonly kind: 'tell' };

export type Transaction = {
  readonly conditions: readonly Condition[];
  readonly changes: readonly Change[];
  /** Entries to read, in the same instant, if the conditions do not hold. */
  readonly otherwiseGet: readonly string[];
  readonly whenUnknown: WhenUnknown;
};

/**
 * `mayComeAgain`: it was sent more than once, and one of them may be carried out yet, if its conditions hold then: by a member
 * that stood still, for one. So it is after `store-outcome-unknown`.
 */
export type TransactionOutcome = { readonly revision: Revision; readonly mayComeAgain: boolean } & (
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly entries: readonly StoreEntry[] }
);

export type StoreEvent =
  | { readonly kind: 'put'; readonly entry: StoreEntry }
  | { readonly kind: 'deleted'; readonly key: string; readonly modRevision: Revision };

/** Events of one or more whole revisions, oldest first. */
export type WatchBatch = { readonly events: readonly StoreEvent[]; readonly revision: Revision };

export type CallOptions = {
  readonly signal?: AbortSignal;
  /** For all attempts together. */
  readonly timeoutMs?: number;
};

export type ListOptions = CallOptions & { readonly at?: Revision; readonly keysOnly?: boolean };

/**
 * Every call ends within its time and fails with a `StoreError`, or with the reason of its signal. What is read is what a
 * majority of the store agrees on.
 */
export interface OverlayStore extends AsyncDisposable {
  /** The one entry of that key, and the revision at which that was so. */
  get(
    key: string,
    options?: CallOptions,
  ): Promise<{ readonly entry: StoreEntry | undefined; readonly revision: Revision }>;

  /** Every entry whose key begins with `prefix`. `store-compacted` if the revision asked for is no longer kept. */
  list(prefix: string, options?: ListOptions): Promise<Listing>;

  /** All changes at once, or none. `store-lease-gone` if a put names a lease that is over. */
  transact(transaction: Transaction, options?: CallOptions): Promise<TransactionOutcome>;

  /**
   * What happens beneath the prefix from that revision on. Ends only by an error: it is over when the connection is, or with
   * `store-compacted`. Following over that is the work of `PrefixWatcher`. Ends without one when the signal says so.
   */
  watch(prefix: string, from: Revision, signal: AbortSignal): AsyncIterable<WatchBatch>;

  grantLease(ttlSeconds: number, options?: CallOptions): Promise<{ readonly lease: LeaseId; readonly ttlMs: number }>;

  /** How long the lease lasts from the call on, at least. `store-lease-gone` if it is over. */
  keepLeaseAlive(lease: LeaseId, options?: CallOptions): Promise<{ readonly ttlMs: number }>;

  /** Ends a lease with all that hangs on it. One that is over already is none the worse. */
  revokeLease(lease: LeaseId, options?: CallOptions): Promise<void>;
}
