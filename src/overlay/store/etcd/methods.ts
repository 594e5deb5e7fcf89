// The methods of etcd's v3 API that are used, each with how its request is written and its answer read. Names and numbers
// are those of api/etcdserverpb/rpc.proto and api/mvccpb/kv.proto.
import type { Change, Condition, LeaseId, Revision, StoreEntry, StoreEvent, Transaction } from '../overlay-store.ts';
import { encodeMessage, type Fields, flagField, integerField, messageField, textField } from './wire.ts';

/** `encode` gives the request, `decode` reads the answer. */
export type Method<Request, Answer> = {
  readonly path: string;
  readonly encode: (request: Request) => Buffer;
  readonly decode: (answer: Fields) => Answer;
};

export type RangeRequest = {
  readonly key: string | Buffer;
  /** The first key that is not meant any more; one key alone without it. */
  readonly end?: Buffer;
  readonly limit?: number;
  readonly at?: Revision;
  readonly keysOnly?: boolean;
};
export type RangeAnswer = {
  readonly revision: Revision;
  readonly entries: readonly StoreEntry[];
  readonly isMore: boolean;
};

export const RANGE: Method<RangeRequest, RangeAnswer> = {
  path: '/etcdserverpb.KV/Range',
  encode: encodeRange,
  decode: (answer) => ({
    revision: revisionOf(answer),
    entries: answer.messages(2).map(decodeEntry),
    isMore: answer.flag(3),
  }),
};

export type TransactionAnswer = {
  readonly revision: Revision;
  readonly succeeded: boolean;
  readonly entries: readonly StoreEntry[];
};

export const TXN: Method<Transaction, TransactionAnswer> = {
  path: '/etcdserverpb.KV/Txn',
  encode: ({ conditions, changes, otherwiseGet }) =>
    encodeMessage(
      ...conditions.map((condition) => messageField(1, encodeCondition(condition))),
      ...changes.map((change) => messageField(2, encodeChange(change))),
      ...otherwiseGet.map((key) => messageField(3, messageField(1, encodeRange({ key })))),
    ),
  decode: (answer) => ({
    revision: revisionOf(answer),
    succeeded: answer.flag(2),
    entries: answer.messages(3).flatMap((response) => response.message(1).messages(2).map(decodeEntry)),
  }),
};

export type WatchRequest = { readonly prefix: string; readonly from: Revision };
export type WatchAnswer = {
  readonly revision: Revision;
  readonly isCreated: boolean;
  readonly isCancelled: boolean;
  /** Not 0: the revision asked for is gone, this is the first that is kept. */
  readonly compactRevision: Revision;
  readonly cancelReason: string;
  readonly events: readonly StoreEvent[];
};

export const WATCH: Method<WatchRequest, WatchAnswer> = {
  path: '/etcdserverpb.Watch/Watch',
  encode: ({ prefix, from }) =>
    messageField(1, encodeMessage(textField(1, prefix), textField(2, prefixEnd(prefix)), integerField(3, from))),
  decode: (answer) => ({
    revision: revisionOf(answer),
    isCreated: answer.flag(3),
    isCancelled: answer.flag(4),
    compactRevision: answer.integer(5),
    cancelReason: answer.text(6),
    events: answer.messages(11).map(decodeEvent),
  }),
};

export type LeaseAnswer = { readonly lease: LeaseId; readonly ttlSeconds: number };

export const LEASE_GRANT: Method<{ readonly ttlSeconds: number }, LeaseAnswer & { readonly problem: string }> = {
  path: '/etcdserverpb.Lease/LeaseGrant',
  encode: ({ ttlSeconds }) => encodeMessage(integerField(1, ttlSeconds)),
  decode: (answer) => ({ ...decodeLease(answer), problem: answer.text(4) }),
};

export const LEASE_KEEP_ALIVE: Method<LeaseId, LeaseAnswer> = {
  path: '/etcdserverpb.Lease/LeaseKeepAlive',
  encode: encodeLeaseId,
  decode: decodeLease,
};

/** The time to live is negative if there is no such lease. */
export const LEASE_TIME_TO_LIVE: Method<LeaseId, LeaseAnswer> = {
  path: '/etcdserverpb.Lease/LeaseTimeToLive',
  encode: encodeLeaseId,
  decode: decodeLease,
};

export const LEASE_REVOKE: Method<LeaseId, Revision> = {
  path: '/etcdserverpb.Lease/LeaseRevoke',
  encode: encodeLeaseId,
  decode: revisionOf,
};

export const AUTHENTICATE: Method<{ readonly user: string; readonly password: string }, string> = {
  path: '/etcdserverpb.Auth/Authenticate',
  encode: ({ user, password }) => encodeMessage(textField(1, user), textField(2, password)),
  decode: (answer) => answer.text(2),
};

/** The first key after all that begin with the prefix. */
export function prefixEnd(prefix: string): Buffer {
  const bytes = Buffer.from(prefix);
  const last = bytes.findLastIndex((byte) => byte < 0xff);
  // A zero alone means "to the very end".
  if (last < 0) return Buffer.from([0]);
  return Buffer.from([...bytes.subarray(0, last), (bytes[last] ?? 0) + 1]);
}

const EQUAL = 0;
const GREATER = 1;
const LESS = 2;
const CREATE = 1;
const MOD = 2;
const VALUE = 3;
const LEASE = 4;

function encodeCondition(condition: Condition): Buffer {
  switch (condition.kind) {
    case 'absent':
      return compare(condition.key, EQUAL, CREATE, integerField(5, 0));
    case 'present':
      return compare(condition.key, GREATER, CREATE, integerField(5, 0));
    case 'unchanged':
      return compare(condition.key, EQUAL, MOD, integerField(6, condition.modRevision));
    case 'has-value':
      return compare(condition.key, EQUAL, VALUE, messageField(7, Buffer.from(condition.value)));
    case 'has-lease':
      return compare(condition.key, EQUAL, LEASE, integerField(8, BigInt(condition.lease)));
    // A condition on a range holds if it does for every entry of it; where there is none, for one that was never made.
    case 'none-beneath':
      return compareBeneath(condition.prefix, EQUAL, CREATE, integerField(5, 0));
    case 'none-newer-beneath':
      return compareBeneath(condition.prefix, LESS, MOD, integerField(6, condition.revision + 1));
  }
}

function compare(key: string, result: number, target: number, operand: Buffer): Buffer {
  return encodeMessage(integerField(1, result), integerField(2, target), textField(3, key), operand);
}

function compareBeneath(prefix: string, result: number, target: number, operand: Buffer): Buffer {
  return encodeMessage(compare(prefix, result, target, operand), textField(64, prefixEnd(prefix)));
}

function encodeChange(change: Change): Buffer {
  switch (change.kind) {
    case 'put': {
      const lease = integerField(3, BigInt(change.lease ?? 0));
      return messageField(2, encodeMessage(textField(1, change.key), textField(2, change.value), lease));
    }
    case 'delete':
      return messageField(3, textField(1, change.key));
    case 'delete-beneath':
      return messageField(3, encodeMessage(textField(1, change.prefix), textField(2, prefixEnd(change.prefix))));
  }
}

function encodeRange({ key, end, limit = 0, at = 0, keysOnly = false }: RangeRequest): Buffer {
  return encodeMessage(
    textField(1, key),
    textField(2, end ?? ''),
    integerField(3, limit),
    integerField(4, at),
    flagField(8, keysOnly),
  );
}

function encodeLeaseId(lease: LeaseId): Buffer {
  return integerField(1, BigInt(lease));
}

function decodeLease(answer: Fields): LeaseAnswer {
  return { lease: answer.big(2).toString(), ttlSeconds: answer.integer(3) };
}

function decodeEntry(entry: Fields): StoreEntry {
  const lease = entry.big(6);
  return {
    key: entry.text(1),
    value: entry.text(5),
    createRevision: entry.integer(2),
    modRevision: entry.integer(3),
    lease: lease === 0n ? undefined : lease.toString(),
  };
}

function decodeEvent(event: Fields): StoreEvent {
  const entry = decodeEntry(event.message(2));
  return event.integer(1) === 0
    ? { kind: 'put', entry }
    : { kind: 'deleted', key: entry.key, modRevision: entry.modRevision };
}

function revisionOf(answer: Fields): Revision {
  return answer.message(1).integer(3);
}
