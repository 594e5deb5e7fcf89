// What a status of gRPC means, with the texts that etcd puts beside it (api/v3rpc/rpctypes/error.go).
import { StoreError } from '../store-error.ts';

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const GRPC_UNAVAILABLE = 14;
const CANCELLED = 1;
const UNKNOWN = 2;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const OUT_OF_RANGE = 11;
const INTERNAL = 13;
const UNAUTHENTICATED = 16;

export type GrpcStatus = { readonly code: number; readonly details: string };

export type StatusMeaning =
  /** Another endpoint, or this one later, may do better. If `wasSent`, the call may have been carried out nevertheless. */
  | { readonly kind: 'away'; readonly wasSent: boolean }
  | { readonly kind: 'token-expired' }
  | { readonly kind: 'final'; readonly error: StoreError };

/** What to make of a call's failure. `attempted` is what it was for: `list "/dockr/"`. */
export function explainStatus(status: GrpcStatus, attempted: string): StatusMeaning {
  const { code, details } = status;
  switch (code) {
    case GRPC_UNAVAILABLE:
      return { kind: 'away', wasSent: !/^No connection established|^Name resolution failed/.test(details) };
    case DEADLINE_EXCEEDED:
    case CANCELLED:
    case UNKNOWN:
    case INTERNAL:
      return { kind: 'away', wasSent: true };
    case RESOURCE_EXHAUSTED:
      return /space exceeded/.test(details) ? full(attempted, details) : { kind: 'away', wasSent: false };
    case UNAUTHENTICATED:
      return { kind: 'token-expired' };
    case INVALID_ARGUMENT:
      return explainInvalid(status, attempted);
    case PERMISSION_DENIED:
      return unauthorised(attempted, details, 'let the user of the store read and write everything beneath "/dockr/"');
    case NOT_FOUND:
      return /lease not found/.test(details) ? leaseGone(attempted, details) : refused(attempted, details);
    case OUT_OF_RANGE:
      return /compacted/.test(details) ? compacted(attempted, details) : refused(attempted, details);
    default:
      return refused(attempted, `${details} (gRPC status ${code})`);
  }
}

function explainInvalid({ details }: GrpcStatus, attempted: string): StatusMeaning {
  // Users or roles were changed since the token was made; or it was made when nobody needed one.
  if (/auth(entication)? store is old|revision of auth store|user name is empty/.test(details))
    return { kind: 'token-expired' };
  if (/authentication failed|invalid user/.test(details))
    return unauthorised(attempted, details, 'check DOCKR_OVERLAY_USER and DOCKR_OVERLAY_PASSWORD_FILE');
  return refused(attempted, details);
}

function unauthorised(attempted: string, details: string, hint: string): StatusMeaning {
  const message = `${attempted}: the store does not allow it: ${details}`;
  return { kind: 'final', error: new StoreError('store-unauthorised', { message, hint }) };
}

function refused(attempted: string, details: string): StatusMeaning {
  return {
    kind: 'final',
    error: new StoreError('store-refused', { message: `${attempted}: the store refuses: ${details}` }),
  };
}

function full(attempted: string, details: string): StatusMeaning {
  const message = `${attempted}: the store is full: ${details}`;
  const hint = 'compact and defragment etcd, then disarm its alarm';
  return { kind: 'final', error: new StoreError('store-full', { message, hint }) };
}

function leaseGone(attempted: string, details: string): StatusMeaning {
  return { kind: 'final', error: new StoreError('store-lease-gone', { message: `${attempted}: ${details}` }) };
}

function compacted(attempted: string, details: string): StatusMeaning {
  return { kind: 'final', error: new StoreError('store-compacted', { message: `${attempted}: ${details}` }) };
}
