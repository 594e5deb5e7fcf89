// The store as etcd keeps it, over gRPC.
import type {
  CallOptions,
  LeaseId,
  Listing,
  ListOptions,
  OverlayStore,
  Revision,
  StoreEntry,
  Transaction,
  TransactionOutcome,
  WatchBatch,
} from '../overlay-store.ts';
import type { StoreConfiguration } from '../store-configuration.ts';
import { StoreError } from '../store-error.ts';
import { Caller, type CallPlan } from './caller.ts';
import {
  LEASE_GRANT,
  LEASE_KEEP_ALIVE,
  LEASE_REVOKE,
  LEASE_TIME_TO_LIVE,
  type Method,
  prefixEnd,
  RANGE,
  TXN,
} from './methods.ts';
import { watchPrefix } from './watch-prefix.ts';

const PAGE_SIZE = 1000;

export class EtcdStore implements OverlayStore {
  readonly #caller: Caller;
  readonly #closed = new AbortController();

  constructor(configuration: StoreConfiguration) {
    this.#caller = new Caller(configuration);
  }

  async get(key: string, options: CallOptions = {}) {
    const { revision, entries } = await this.#ask(RANGE, { key }, { ...options, attempted: `read "${key}"` });
    return { entry: entries[0], revision };
  }

  async list(prefix: string, options: ListOptions = {}): Promise<Listing> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#listOnce(prefix, options);
      } catch (error) {
        // The history was cut between two pages.
        const isCut = error instanceof StoreError && error.code === 'store-compacted' && options.at === undefined;
        if (!isCut || attempt >= 2) throw error;
      }
    }
  }

  async transact(transaction: Transaction, options: CallOptions = {}): Promise<TransactionOutcome> {
    const { whenUnknown, otherwiseGet, changes } = transaction;
    const witness = whenUnknown.kind === 'look-up' ? whenUnknown.key : undefined;
    const asked = [...new Set(witness === undefined ? otherwiseGet : [...otherwiseGet, witness])];
    const { answer, mayHaveRunBefore } = await this.#caller.call({
      ...this.#bounded(options),
      method: TXN,
      request: { ...transaction, otherwiseGet: asked },
      attempted: `change "${changes.map(nameOf).join('", "')}"`,
      mayRepeat: whenUnknown.kind !== 'tell',
    });
    const { revision } = answer;
    const mayComeAgain = mayHaveRunBefore;
    if (answer.succeeded) return { kind: 'done', revision, mayComeAgain };
    const found = answer.entries.find(({ key }) => key === witness);
    const isOurs = changes.some((it) => it.kind === 'put' && it.key === found?.key && it.value === found.value);
    if (mayHaveRunBefore && found && isOurs) return { kind: 'done', revision: found.modRevision, mayComeAgain };
    const entries = answer.entries.filter(({ key }) => otherwiseGet.includes(key));
    return { kind: 'refused', revision, entries, mayComeAgain };
  }

  watch(prefix: string, from: Revision, signal: AbortSignal): AsyncIterable<WatchBatch> {
    return watchPrefix(this.#caller, { prefix, from, signal: AbortSignal.any([signal, this.#closed.signal]) });
  }

  async grantLease(ttlSeconds: number, options: CallOptions = {}) {
    const answer = await this.#ask(LEASE_GRANT, { ttlSeconds }, { ...options, attempted: 'take a lease' });
    if (answer.problem) throw new StoreError('store-refused', { message: `take a lease: ${answer.problem}` });
    return { lease: answer.lease, ttlMs: answer.ttlSeconds * 1000 };
  }

  async keepLeaseAlive(lease: LeaseId, options: CallOptions = {}) {
    const plan = { ...options, attempted: `keep lease ${lease}` };
    const kept = await this.#ask(LEASE_KEEP_ALIVE, lease, plan);
    if (kept.ttlSeconds > 0) return { ttlMs: kept.ttlSeconds * 1000 };
    // A member that just lost its lead may say so of a lease that lives: what it says is asked for once more.
    const left = await this.#ask(LEASE_TIME_TO_LIVE, lease, plan);
    if (left.ttlSeconds > 0) return { ttlMs: left.ttlSeconds * 1000 };
    throw new StoreError('store-lease-gone', { message: `keep lease ${lease}: it is over` });
  }

  async revokeLease(lease: LeaseId, options: CallOptions = {}): Promise<void> {
    try {
      await this.#ask(LEASE_REVOKE, lease, { ...options, attempted: `end lease ${lease}` });
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'store-lease-gone')) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort(new StoreError('store-unreachable', { message: 'the connection to the store was closed' }));
    this.#caller[Symbol.dispose]();
  }

  async #listOnce(prefix: string, options: ListOptions): Promise<Listing> {
    const entries: StoreEntry[] = [];
    let [key, at]: [string | Buffer, Revision] = [prefix, options.at ?? 0];
    for (;;) {
      const { keysOnly = false } = options;
      const request = { key, end: prefixEnd(prefix), limit: PAGE_SIZE, at, keysOnly };
      const page = await this.#ask(RANGE, request, { ...options, attempted: `list "${prefix}"` });
      entries.push(...page.entries);
      at ||= page.revision;
      const last = entries.at(-1);
      if (!page.isMore || !last) return { entries, revision: at };
      key = `${last.key}\0`;
    }
  }

  /** A call that may be repeated as often as one likes. */
  async #ask<Request, Answer>(
    method: Method<Request, Answer>,
    request: Request,
    options: CallOptions & { readonly attempted: string },
  ): Promise<Answer> {
    const plan: CallPlan<Request, Answer> = {
      ...this.#bounded(options),
      method,
      request,
      attempted: options.attempted,
      mayRepeat: true,
    };
    return (await this.#caller.call(plan)).answer;
  }

  #bounded(options: CallOptions): CallOptions {
    const { signal } = options;
    return { ...options, signal: signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal };
  }
}

function nameOf(change: Transaction['changes'][number]): string {
  return change.kind === 'delete-beneath' ? change.prefix : change.key;
}
