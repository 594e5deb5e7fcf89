// Requests to the API of one repository at one endpoint: scheme, authorization, and answers that are failures.
import { errorCode } from '../../../core/errors.ts';
import { parseJsonObject } from '../../../oci/json-object.ts';
import type { Authorizer } from './authorizer.ts';
import { parseChallenges } from './challenges.ts';
import type { Endpoint } from './endpoints.ts';
import { exchange, type HttpAnswer, NO_ANSWER, readBody } from './http-exchange.ts';
import {
  type Complaint,
  isCertificateError,
  type RegistryFailure,
  refusedRequest,
  unreachable,
} from './registry-failure.ts';
import { parseRetryAfter } from './retry.ts';

export type SessionOptions = {
  readonly endpoint: Endpoint;
  readonly registry: string;
  readonly repository: string;
  readonly doing: string;
  readonly authorizer: Authorizer;
  /** Endpoints that were found to speak http only, by host. */
  readonly plainHosts: Set<string>;
  readonly stallMs: number;
  readonly userAgent: string;
  readonly signal?: AbortSignal | undefined;
};

export type SessionRequest = {
  readonly method: 'GET' | 'HEAD';
  readonly what: 'manifest' | 'blob';
  /** Behind `/v2/<repository>/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
};

const LARGEST_COMPLAINT = 64 << 10;

/** Sends a request with what authorization it takes. Resolves with an answer of 200, 206 or 416; all else is a RegistryFailure. */
export async function requestApi(options: SessionOptions, request: SessionRequest): Promise<HttpAnswer> {
  const access = { ...options };
  let authorization = options.authorizer.current(access);
  for (let attempt = 1; ; attempt++) {
    const answer = await send(options, request, authorization);
    if (answer.status === 200 || answer.status === 206 || answer.status === 416) return answer;
    const challenges = parseChallenges(answer.message.headersDistinct['www-authenticate'] ?? []);
    // Once for a first challenge, once more for a token that expired on the way.
    const isAnswerable = answer.status === 401 && challenges.length > 0 && attempt <= 2;
    const failure = await failureOf(options, request, answer);
    if (!isAnswerable) throw failure;
    authorization = await options.authorizer.answer(access, challenges, authorization);
  }
}

async function send(
  options: SessionOptions,
  request: SessionRequest,
  authorization: string | undefined,
): Promise<HttpAnswer> {
  const { endpoint, plainHosts, signal } = options;
  const isPlain = endpoint.base.protocol === 'http:' || plainHosts.has(endpoint.host);
  try {
    return await exchangeWith(options, request, { isPlain, authorization });
  } catch (error) {
    signal?.throwIfAborted();
    // A server without TLS answers a TLS greeting at once, if only by closing: silence means something else.
    const isSilent = errorCode(error) === NO_ANSWER;
    const mayBePlain = endpoint.isInsecure && !isPlain && !isSilent && !isCertificateError(error);
    if (!mayBePlain) throw unreachable(options.doing, endpoint.host, error);
  }
  try {
    const answer = await exchangeWith(options, request, { isPlain: true, authorization });
    plainHosts.add(endpoint.host);
    return answer;
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(options.doing, endpoint.host, error);
  }
}

function exchangeWith(
  options: SessionOptions,
  request: SessionRequest,
  how: { readonly isPlain: boolean; readonly authorization: string | undefined },
): Promise<HttpAnswer> {
  return exchange({
    method: request.method,
    url: urlOf(options, request.path, how.isPlain),
    headers: {
      'user-agent': options.userAgent,
      ...request.headers,
      ...(how.authorization === undefined ? {} : { authorization: how.authorization }),
    },
    agents: options.endpoint.agents,
    stallMs: options.stallMs,
    signal: options.signal,
  });
}

function urlOf(options: SessionOptions, path: string, isPlain: boolean): URL {
  const { base, isMirror } = options.endpoint;
  const url = new URL(`${base.href.replace(/\/$/, '')}/v2/${options.repository}/${path}`);
  if (isPlain) url.protocol = 'http:';
  // A mirror of several registries is told which one is meant (containerd's convention).
  if (isMirror) url.searchParams.set('ns', options.registry);
  return url;
}

async function failureOf(
  options: SessionOptions,
  request: SessionRequest,
  answer: HttpAnswer,
): Promise<RegistryFailure> {
  const body = await readBody(answer, LARGEST_COMPLAINT).catch(() => undefined);
  return refusedRequest({
    doing: options.doing,
    host: options.endpoint.host,
    what: request.what,
    status: answer.status,
    complaints: body ? parseComplaints(body) : [],
    retryAfterMs: parseRetryAfter(answer.message.headers['retry-after'], Date.now()),
  });
}

/** `{"errors":[{"code","message"}]}`; anything else is no complaint worth showing. */
function parseComplaints(body: Buffer): readonly Complaint[] {
  try {
    const fields = parseJsonObject(body, {
      code: 'registry-error',
      what: 'the answer',
      maximumBytes: LARGEST_COMPLAINT,
    });
    const errors = fields.optionalObjects('errors', 100) ?? [];
    return errors.map((error) => ({
      code: printable(error.optionalString('code')),
      message: printable(error.optionalString('message')),
    }));
  } catch {
    return [];
  }
}

function printable(text = ''): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
  return text.slice(0, 300).replaceAll(/[\u0000-\u001f\u007f]/g, ' ');
}
