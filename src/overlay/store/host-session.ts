// This host in the store: its record under a lease that is kept alive, and taken anew when it was lost.
import type { Clock } from '../../core/clock.ts';
import { Emitter } from '../../core/emitter.ts';
import { NetworkError } from '../../core/errors.ts';
import { backoffMs } from './backoff.ts';
import { hostKey } from './keys.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { Condition, LeaseId, OverlayStore, Revision, StoreEntry, Transaction } from './overlay-store.ts';
import { pause } from './pause.ts';
import { encodeRecord, type HostRecord, parseHost } from './records.ts';
import { StoreError } from './store-error.ts';
import { forgetStoreIfEmpty } from './store-identity.ts';

export type HostSessionNews =
  /** If `isNew`, nothing of what this host had entered is there any more: enter it again. */
  | { readonly kind: 'joined'; readonly lease: LeaseId; readonly isNew: boolean }
  /** The store has not been heard for longer than the lease: others may take this host for dead. */
  | { readonly kind: 'doubtful' }
  /** It is as it was before. */
  | { readonly kind: 'certain' }
  /** The lease is over: what hung on it may be somebody else's now. A new one will be taken. */
  | { readonly kind: 'lost' }
  /** Nothing can be entered until this is different; it is tried again and again. */
  | { readonly kind: 'failed'; readonly error: unknown };

export type HostSessionOptions = {
  readonly store: OverlayStore;
  readonly host: HostRecord;
  readonly ttlSeconds: number;
  /** Steady. */
  readonly clock: Clock;
};

const JOIN_ROUNDS = 5;

export class HostSession implements AsyncDisposable {
  readonly host: HostRecord;
  readonly #options: HostSessionOptions;
  readonly #keeper: LeaseKeeper;
  readonly #news = new Emitter<HostSessionNews>();
  readonly #closed = new AbortController();
  #lease: LeaseId | undefined;
  /** Of the host's record. */
  #modRevision: Revision = 0;
  #isLateOneOnItsWay = false;
  #settling: Promise<void> | undefined;
  #joining: Promise<void> | undefined;

  constructor(options: HostSessionOptions) {
    this.host = options.host;
    this.#options = options;
    this.#keeper = new LeaseKeeper(options.store, options.clock);
    this.#keeper.listen(({ lease, standing }) => {
      if (lease !== this.#lease) return;
      if (standing === 'held') this.#news.emit({ kind: 'certain' });
      if (standing === 'doubtful') this.#news.emit({ kind: 'doubtful' });
      if (standing === 'lost') this.#lose();
    });
  }

  /** The lease, if this host knows that it has it. */
  get lease(): LeaseId | undefined {
    return this.#lease !== undefined && this.#keeper.standing(this.#lease) === 'held' ? this.#lease : undefined;
  }

  /** How long the store keeps what this host entered, for certain, of how long in all; undefined without a lease. */
  get leaseTime(): ReturnType<LeaseKeeper['timeOf']> {
    return this.#lease === undefined ? undefined : this.#keeper.timeOf(this.#lease);
  }

  listen(listener: (news: HostSessionNews) => void): () => void {
    return this.#news.listen(listener);
  }

  /** Begins to join, and goes on until that worked; `listen` tells. */
  start(): void {
    if (this.#closed.signal.aborted || this.#joining) return;
    this.#joining = this.#joinInTheEnd().finally(() => {
      this.#joining = undefined;
    });
  }

  /**
   * Joins once: adopts the lease of this host that is there, or takes one. `node-name-taken` if another host has the name;
   * the codes of the store.
   */
  async join(): Promise<LeaseId> {
    for (let round = 1; ; round++) {
      try {
        return await this.#joinOnce();
      } catch (error) {
        // Its old lease ran out in between, or the last request of the daemon before arrived.
        const isPassing = error instanceof StoreError && ['store-conflict', 'store-lease-gone'].includes(error.code);
        if (!isPassing || round >= JOIN_ROUNDS) throw error;
      }
    }
  }

  /**
   * What every change of this host is conditional on: that its record is there under its lease, so that one that the store
   * took for dead changes nothing; and as it was, for which see `settle`. `store-lease-gone` or `store-unreachable` if this
   * host knows already that it would not hold.
   */
  fence(): { readonly lease: LeaseId; readonly modRevision: Revision; readonly condition: Condition } {
    const lease = this.#lease;
    const attempted = `change the store as host "${this.host.node}"`;
    if (lease === undefined) throw new StoreError('store-lease-gone', { message: `${attempted}: it has no lease` });
    if (this.lease === undefined)
      throw new StoreError('store-unreachable', {
        message: `${attempted}: the store was not heard for longer than the lease of the host lasts`,
        hint: 'check that etcd runs, has a majority, and can be reached from this host',
      });
    const modRevision = this.#modRevision;
    return { lease, modRevision, condition: { kind: 'unchanged', key: hostKey(this.host.node), modRevision } };
  }

  /** The store does not have this host's record under that lease, which is to be had again then: somebody deleted it, say. */
  isNotThere(lease: LeaseId): void {
    if (lease !== this.#lease) return;
    this.#keeper.forget(lease);
    this.#lose();
  }

  /** A change of this host may be carried out yet, although nobody waits for it. */
  expectLateChange(): void {
    this.#isLateOneOnItsWay = true;
  }

  /**
   * Makes sure that nothing which this host sent before is carried out after this: a member of the store that stood still may
   * have such a request, and an old record would replace a new one. Its condition is the record of the host, as it was:
   * that is put once more.
   */
  async settle(): Promise<void> {
    while (this.#isLateOneOnItsWay && this.lease !== undefined) {
      this.#settling ??= this.#putAgain(this.lease).finally(() => {
        this.#settling = undefined;
      });
      await this.#settling;
    }
  }

  /** Takes this host and everything it entered out of the store. */
  async leave(): Promise<void> {
    await this.#stop();
    const lease = this.#lease;
    this.#lease = undefined;
    try {
      if (lease !== undefined) await this.#keeper.revoke(lease);
      await forgetStoreIfEmpty(this.#options.store);
    } finally {
      await this.#keeper[Symbol.asyncDispose]();
    }
  }

  /** Leaves everything as it is, for the next daemon of this host. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    await this.#keeper[Symbol.asyncDispose]();
  }

  async #stop(): Promise<void> {
    this.#closed.abort();
    await this.#joining;
  }

  async #joinInTheEnd(): Promise<void> {
    for (let failures = 0; !this.#closed.signal.aborted; failures++) {
      try {
        await this.join();
        return;
      } catch (error) {
        if (this.#closed.signal.aborted) return;
        this.#news.emit({ kind: 'failed', error });
        await pause(this.#options.clock, backoffMs(failures), this.#closed.signal);
      }
    }
  }

  async #joinOnce(): Promise<LeaseId> {
    const { store, host } = this.#options;
    const key = hostKey(host.node);
    const { entry } = await store.get(key, { signal: this.#closed.signal });
    if (entry && parseHost(entry.value)?.id !== host.id) throw nameTaken(host, entry);
    const adopted = entry?.lease !== undefined && (await this.#adopt(entry.lease));
    const lease = adopted && entry?.lease ? entry.lease : await this.#keeper.grant(this.#options.ttlSeconds);
    const before: Condition = entry
      ? { kind: 'unchanged', key, modRevision: entry.modRevision }
      : { kind: 'absent', key };
    this.#modRevision = await this.#enter(before, lease, adopted);
    this.#lease = lease;
    this.#news.emit({ kind: 'joined', lease, isNew: !adopted });
    return lease;
  }

  async #adopt(lease: LeaseId): Promise<boolean> {
    try {
      await this.#keeper.adopt(lease);
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'store-lease-gone') return false;
      throw error;
    }
  }

  async #putAgain(lease: LeaseId): Promise<void> {
    this.#isLateOneOnItsWay = false;
    try {
      const key = hostKey(this.host.node);
      this.#modRevision = await this.#put({ kind: 'unchanged', key, modRevision: this.#modRevision }, lease);
    } catch (error) {
      this.#isLateOneOnItsWay = true;
      throw error;
    }
  }

  async #enter(before: Condition, lease: LeaseId, isAdopted: boolean): Promise<Revision> {
    try {
      return await this.#put(before, lease);
    } catch (error) {
      if (isAdopted) this.#keeper.forget(lease);
      else await this.#keeper.revoke(lease).catch(() => {});
      throw error;
    }
  }

  /** Gives the revision of the record. */
  async #put(before: Condition, lease: LeaseId): Promise<Revision> {
    const key = hostKey(this.host.node);
    const value = encodeRecord(this.host);
    const transaction: Transaction = {
      conditions: [before],
      changes: [{ kind: 'put', key, value, lease }],
      otherwiseGet: [key],
      whenUnknown: { kind: 'repeat' },
    };
    const outcome = await this.#options.store.transact(transaction, { signal: this.#closed.signal });
    if (outcome.kind === 'done') return outcome.revision;
    // The first of several attempts may have been it. Nobody else has this lease.
    const [found] = outcome.entries;
    if (found?.lease === lease && found.value === value) return found.modRevision;
    throw new StoreError('store-conflict', {
      message: `enter host "${this.host.node}" into the store: another daemon did so at the same time`,
    });
  }

  #lose(): void {
    this.#lease = undefined;
    this.#news.emit({ kind: 'lost' });
    this.start();
  }
}

function nameTaken(host: HostRecord, entry: StoreEntry): NetworkError {
  const other = parseHost(entry.value);
  return new NetworkError('node-name-taken', {
    message: `join the overlay as "${host.node}": the host at ${other?.address ?? 'an unknown address'} has that name`,
    hint: 'give each host a name of its own (DOCKR_OVERLAY_NODE)',
  });
}
