// A store as `OverlayStore` promises it, in memory and by the clock of the test: one that can be cut off, lose answers, forget
// its history and its disk.
import type { Clock } from '../../src/core/clock.ts';
import type {
  CallOptions,
  Condition,
  LeaseId,
  Listing,
  ListOptions,
  OverlayStore,
  Revision,
  StoreEntry,
  StoreEvent,
  Transaction,
  TransactionOutcome,
  WatchBatch,
} from '../../src/overlay/store/overlay-store.ts';
import { StoreError } from '../../src/overlay/store/store-error.ts';

type Lease = { readonly ttlMs: number; until: number };
type Commit = { readonly revision: Revision; readonly events: readonly StoreEvent[] };

export class MemoryStore implements OverlayStore {
  readonly #clock: Clock;
  #entries = new Map<string, StoreEntry>();
  #leases = new Map<LeaseId, Lease>();
  #history: Commit[] = [];
  #revision = 1;
  #compacted = 0;
  #nextLease = 1;
  #wake = Promise.withResolvers<void>();
  #generation = 0;
  /** Nobody can reach it while this is set. */
  isAway = false;
  /** So many transactions from now on are carried out, but nobody hears of it. */
  lostAnswers = 0;
  /** The next transaction stays on its way until `letThrough`, and whoever sent it gives up. */
  holdsBack = false;
  readonly #heldBack: Transaction[] = [];
  keepAlives = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get revision(): Revision {
    return this.#revision;
  }

  async get(key: string, options?: CallOptions) {
    await this.#reach(options);
    return { entry: this.#entries.get(key), revision: this.#revision };
  }

  async list(prefix: string, options?: ListOptions): Promise<Listing> {
    await this.#reach(options);
    if (options?.at !== undefined) throw new Error('the past is not kept here');
    const entries = [...this.#entries.values()].filter(({ key }) => key.startsWith(prefix));
    return { entries: entries.sort((a, b) => (a.key < b.key ? -1 : 1)), revision: this.#revision };
  }

  async transact(transaction: Transaction, options?: CallOptions): Promise<TransactionOutcome> {
    await this.#reach(options);
    if (this.holdsBack) {
      this.holdsBack = false;
      this.#heldBack.push(transaction);
      throw new StoreError('store-outcome-unknown', { message: 'on its way' });
    }
    const outcome = this.#carryOut(transaction);
    if (this.lostAnswers === 0) return outcome;
    this.lostAnswers--;
    if (transaction.whenUnknown.kind === 'tell') throw new StoreError('store-outcome-unknown', { message: 'lost' });
    const again = await this.transact(transaction, options);
    const witness = transaction.whenUnknown.kind === 'look-up' ? transaction.whenUnknown.key : undefined;
    const found = witness === undefined ? undefined : this.#entries.get(witness);
    const isOurs = transaction.changes.some(
      (it) => it.kind === 'put' && it.key === witness && it.value === found?.value,
    );
    if (again.kind === 'refused' && found && isOurs)
      return { kind: 'done', revision: found.modRevision, mayComeAgain: true };
    return { ...again, mayComeAgain: true };
  }

  async *watch(prefix: string, from: Revision, signal: AbortSignal): AsyncGenerator<WatchBatch, void, void> {
    await this.#reach({ signal });
    if (from <= this.#compacted) throw new StoreError('store-compacted', { message: 'compacted' });
    const generation = this.#generation;
    const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    for (let next = from; !signal.aborted; ) {
      const wake = this.#wake.promise;
      if (this.isAway || generation !== this.#generation) throw unreachable();
      const commits = this.#history.filter(({ revision }) => revision >= next);
      next = Math.max(next, this.#revision + 1);
      for (const { events, revision } of commits) {
        const meant = events.filter((event) => (event.kind === 'put' ? event.entry.key : event.key).startsWith(prefix));
        if (meant.length > 0) yield { events: meant, revision };
      }
      await Promise.race([wake, ended]);
    }
  }

  async grantLease(ttlSeconds: number, options?: CallOptions) {
    await this.#reach(options);
    const lease = String(this.#nextLease++);
    const ttlMs = ttlSeconds * 1000;
    this.#leases.set(lease, { ttlMs, until: this.#clock.now() + ttlMs });
    return { lease, ttlMs };
  }

  async keepLeaseAlive(lease: LeaseId, options?: CallOptions) {
    this.keepAlives++;
    await this.#reach(options);
    const found = this.#leases.get(lease);
    if (!found) throw leaseGone(lease);
    found.until = this.#clock.now() + found.ttlMs;
    return { ttlMs: found.ttlMs };
  }

  async revokeLease(lease: LeaseId, options?: CallOptions): Promise<void> {
    await this.#reach(options);
    this.#endLease(lease);
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Ends every watch, as when the connection does. */
  cutWatches(): void {
    this.#generation++;
    this.#wakeAll();
  }

  setAway(isAway: boolean): void {
    this.isAway = isAway;
    this.#wakeAll();
  }

  /** Members have a majority again: their new leader lets every lease last as long as it would from now on, as etcd's does. */
  elect(): void {
    for (const lease of this.#leases.values()) lease.until = this.#clock.now() + lease.ttlMs;
    this.setAway(false);
  }

  /** A member that stood still goes on. */
  letThrough(): readonly TransactionOutcome[] {
    return this.#heldBack.splice(0).map((transaction) => this.#carryOut(transaction));
  }

  compact(): void {
    this.#compacted = this.#revision;
    this.#history = [];
  }

  /** Everything is gone, and counting begins anew. */
  emptyDisk(): void {
    this.#entries = new Map();
    this.#leases = new Map();
    this.#history = [];
    this.#revision = 1;
    this.#compacted = 0;
    this.cutWatches();
  }

  async #reach(options: CallOptions | undefined): Promise<void> {
    await Promise.resolve();
    options?.signal?.throwIfAborted();
    if (this.isAway) throw unreachable();
    this.#expire();
  }

  #expire(): void {
    const now = this.#clock.now();
    for (const [lease, { until }] of this.#leases) if (now >= until) this.#endLease(lease);
  }

  #endLease(lease: LeaseId): void {
    if (!this.#leases.delete(lease)) return;
    const keys = [...this.#entries.values()].filter((entry) => entry.lease === lease).map(({ key }) => key);
    this.#commit(keys.map((key) => ({ kind: 'delete', key })));
  }

  #carryOut({ conditions, changes, otherwiseGet }: Transaction): TransactionOutcome {
    if (!conditions.every((condition) => this.#holds(condition))) {
      const entries = otherwiseGet.flatMap((key) => this.#entries.get(key) ?? []);
      return { kind: 'refused', revision: this.#revision, entries, mayComeAgain: false };
    }
    const gone = changes.find((it) => it.kind === 'put' && it.lease !== undefined && !this.#leases.has(it.lease));
    if (gone?.kind === 'put') throw leaseGone(gone.lease ?? '');
    this.#commit(changes);
    return { kind: 'done', revision: this.#revision, mayComeAgain: false };
  }

  #commit(changes: Transaction['changes']): void {
    const revision = this.#revision + 1;
    const events = changes.flatMap((change) => this.#apply(change, revision));
    if (events.length === 0) return;
    this.#revision = revision;
    this.#history.push({ revision, events });
    this.#wakeAll();
  }

  #apply(change: Transaction['changes'][number], revision: Revision): readonly StoreEvent[] {
    if (change.kind === 'put') {
      const { key, value, lease } = change;
      const createRevision = this.#entries.get(key)?.createRevision ?? revision;
      const entry = { key, value, createRevision, modRevision: revision, lease };
      this.#entries.set(key, entry);
      return [{ kind: 'put', entry }];
    }
    const isMeant = (key: string) => (change.kind === 'delete' ? key === change.key : key.startsWith(change.prefix));
    return [...this.#entries.keys()].filter(isMeant).map((key) => {
      this.#entries.delete(key);
      return { kind: 'deleted', key, modRevision: revision };
    });
  }

  #holds(condition: Condition): boolean {
    const beneath = (prefix: string) => [...this.#entries.values()].filter(({ key }) => key.startsWith(prefix));
    switch (condition.kind) {
      case 'absent':
        return !this.#entries.has(condition.key);
      case 'present':
        return this.#entries.has(condition.key);
      case 'unchanged':
        return this.#entries.get(condition.key)?.modRevision === condition.modRevision;
      case 'has-value':
        return this.#entries.get(condition.key)?.value === condition.value;
      case 'has-lease':
        return this.#entries.get(condition.key)?.lease === condition.lease;
      case 'none-beneath':
        return beneath(condition.prefix).length === 0;
      case 'none-newer-beneath':
        return beneath(condition.prefix).every(({ modRevision }) => modRevision <= condition.revision);
    }
  }

  #wakeAll(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}

function unreachable(): StoreError {
  return new StoreError('store-unreachable', { message: 'away' });
}

function leaseGone(lease: LeaseId): StoreError {
  return new StoreError('store-lease-gone', { message: `lease ${lease} is over` });
}
