// How a registry fails, as ImageErrors that know whether trying again makes sense.
import { type ErrorDetails, errorCode, ImageError } from '../../../core/errors.ts';
import { NO_ANSWER } from './http-exchange.ts';

export type RegistryErrorCode =
  | 'image-not-found'
  | 'blob-not-found'
  | 'registry-unreachable'
  | 'registry-error'
  | 'unauthorized'
  | 'too-many-requests'
  | 'digest-mismatch';

/** When the same request may succeed later; `attempts` where more than that many would only cost time. */
export type RetryAdvice = { readonly afterMs: number | undefined; readonly attempts?: number };

/** `retry` is there when the same request may succeed later. */
export class RegistryFailure extends ImageError {
  readonly retry: RetryAdvice | undefined;

  constructor(code: RegistryErrorCode, details: ErrorDetails & { readonly retry?: RetryAdvice }) {
    super(code, details);
    this.retry = details.retry;
  }
}

export type RefusedRequest = {
  /** `pull "redis:7"` or the like. */
  readonly doing: string;
  readonly host: string;
  readonly what: 'manifest' | 'blob';
  readonly status: number;
  /** Codes and messages of the answer's body. */
  readonly complaints: readonly Complaint[];
  readonly retryAfterMs: number | undefined;
};

export type Complaint = { readonly code: string; readonly message: string };

/** A failure for an answer other than the one asked for. */
export function refusedRequest(request: RefusedRequest): RegistryFailure {
  const { doing, host, status } = request;
  const told = describe(request.complaints);
  const facts = { statusCode: status, registry: host };
  const again = { retry: { afterMs: request.retryAfterMs } };
  const isLimited = status === 429 || request.complaints.some(({ code }) => code.toUpperCase() === 'TOOMANYREQUESTS');
  if (isLimited) {
    const message = `cannot ${doing}: "${host}" limits the number of requests${told}`;
    return new RegistryFailure('too-many-requests', {
      message,
      facts,
      hint: 'log in to the registry for a higher limit, or try again later',
      ...again,
    });
  }
  if (status === 401 || status === 403) return unauthorized(request, told, facts);
  if (status === 404) {
    const code = request.what === 'manifest' ? 'image-not-found' : 'blob-not-found';
    const what = request.what === 'manifest' ? 'has no such image' : 'does not have a part of the image';
    const hint = request.what === 'manifest' ? 'check the name and the tag of the image' : undefined;
    return new RegistryFailure(code, { message: `cannot ${doing}: "${host}" ${what}${told}`, facts, hint });
  }
  const isPassing = status === 408 || status >= 500;
  const message = `cannot ${doing}: "${host}" answered ${status}${told}`;
  return new RegistryFailure(isPassing ? 'registry-unreachable' : 'registry-error', {
    message,
    facts,
    ...(isPassing ? again : {}),
  });
}

/** A failure below HTTP: no connection, no answer, or one that broke off. */
export function unreachable(doing: string, host: string, cause: unknown): RegistryFailure {
  const { why, hint, attempts } = explainConnection(cause, host);
  return new RegistryFailure('registry-unreachable', {
    message: `cannot ${doing}: "${host}" is unreachable: ${why}`,
    facts: { registry: host },
    hint,
    cause,
    ...(attempts === 1 ? {} : { retry: { afterMs: undefined, ...(attempts === undefined ? {} : { attempts }) } }),
  });
}

type Explanation = { readonly why: string; readonly hint?: string; readonly attempts?: number };

/** What a failed connection means, what to do, and how often trying it makes sense. */
function explainConnection(cause: unknown, host: string): Explanation {
  const error = firstCause(cause);
  if (isCertificateError(error))
    return {
      why: describeCause(error),
      hint: `put the registry's CA certificate into /etc/docker/certs.d/${host}/ca.crt`,
      attempts: 1,
    };
  switch (errorCode(error)) {
    case 'ECONNREFUSED':
      return {
        why: 'nothing listens there (connection refused)',
        hint: 'check the address, and whether the registry runs',
        attempts: 2,
      };
    case 'ENOTFOUND':
      return { why: 'there is no host of that name', hint: 'check the name of the registry', attempts: 2 };
    case 'EAI_AGAIN':
      return {
        why: 'its name cannot be looked up now',
        hint: 'check the network of this machine and /etc/resolv.conf',
        attempts: 3,
      };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return { why: 'no route leads there', hint: 'check the network of this machine', attempts: 2 };
    case NO_ANSWER:
      // Asking again takes as long again.
      return { why: describeCause(error), hint: 'check whether the registry works, then try again', attempts: 1 };
    default:
      return { why: describeCause(error) };
  }
}

/** Whether the other side's certificate is what was wrong: no other transport may be tried then. */
export function isCertificateError(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  return /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS_/.test(code);
}

function unauthorized(
  request: RefusedRequest,
  told: string,
  facts: Readonly<Record<string, string | number>>,
): RegistryFailure {
  return new RegistryFailure('unauthorized', {
    message: `cannot ${request.doing}: "${request.host}" refuses access${told}`,
    facts,
    hint: 'check the name of the image; if it is private, put credentials for the registry into ~/.docker/config.json',
  });
}

function describe(complaints: readonly Complaint[]): string {
  const texts = complaints.map(({ code, message }) => message || code).filter((text) => text !== '');
  return texts.length === 0 ? '' : ` (${texts.slice(0, 3).join('; ')})`;
}

/** An address that has both families fails with a list of errors and no message of its own. */
function firstCause(cause: unknown): unknown {
  return cause instanceof AggregateError && cause.errors[0] instanceof Error ? cause.errors[0] : cause;
}

function describeCause(error: unknown): string {
  return error instanceof Error ? error.message || (errorCode(error) ?? error.name) : String(error);
}
