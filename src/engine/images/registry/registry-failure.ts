// How a registry fails, as ImageErrors that know whether trying again makes sense.
import { type ErrorDetails, errorCode, ImageError } from '../../../core/errors.ts';

export type RegistryErrorCode =
  | 'image-not-found'
  | 'blob-not-found'
  | 'registry-unreachable'
  | 'registry-error'
  | 'unauthorized'
  | 'too-many-requests'
  | 'digest-mismatch';

/** `retry` is there when the same request may succeed later. */
export class RegistryFailure extends ImageError {
  readonly retry: { readonly afterMs: number | undefined } | undefined;

  constructor(
    code: RegistryErrorCode,
    details: ErrorDetails & { readonly retry?: { readonly afterMs: number | undefined } },
  ) {
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
    return new RegistryFailure(code, { message: `cannot ${doing}: "${host}" ${what}${told}`, facts });
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
  const why = cause instanceof Error ? describeCause(cause) : String(cause);
  const isCertificate = isCertificateError(cause);
  return new RegistryFailure('registry-unreachable', {
    message: `cannot ${doing}: "${host}" is unreachable: ${why}`,
    facts: { registry: host },
    hint: isCertificate ? `put the registry's CA certificate into /etc/docker/certs.d/${host}/ca.crt` : undefined,
    cause,
    ...(isCertificate ? {} : { retry: { afterMs: undefined } }),
  });
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
function describeCause(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return error.message || (errorCode(error) ?? error.name);
}
