// Access tokens of registries: the token protocol of Docker and the OAuth2 variant of it.
import { parseJsonObject } from '../../../oci/json-object.ts';
import type { Challenge } from './challenges.ts';
import type { Credentials } from './credential.ts';
import { isLoopbackHost, isRealmAllowed } from './hosts.ts';
import { exchange, type HttpAgents, type HttpAnswer, readBody } from './http-exchange.ts';
import { RegistryFailure, refusedRequest, unreachable } from './registry-failure.ts';
import { parseRetryAfter } from './retry.ts';

export type TokenRequest = {
  /** `pull "redis:7"`, for errors. */
  readonly doing: string;
  readonly challenge: Challenge;
  readonly scope: string;
  readonly credentials: Credentials;
  /** The registry that sent the challenge. */
  readonly registry: { readonly host: string; readonly insecure: boolean; readonly agents: HttpAgents };
  readonly stallMs: number;
  readonly userAgent: string;
  readonly signal?: AbortSignal | undefined;
};

export type AccessToken = { readonly token: string; readonly expiresAt: number };

const CLIENT_ID = 'dockr';
const LARGEST_ANSWER = 1 << 20;
const SHORTEST_LIFE_S = 60;
/** Renewed a little early: a request takes its time. */
const MARGIN_MS = 5_000;
/** Answers of servers that know the GET form only. */
const NO_OAUTH: ReadonlySet<number> = new Set([400, 401, 404, 405]);

/** Asks the realm of a bearer challenge for a token. */
export async function requestToken(request: TokenRequest): Promise<AccessToken> {
  const realm = checkRealm(request);
  const { credentials } = request;
  const now = Date.now();
  if (credentials.kind === 'registry-token') return { token: credentials.token, expiresAt: Number.POSITIVE_INFINITY };
  let answer = credentials.kind === 'anonymous' ? await getToken(request, realm) : await postToken(request, realm);
  if (credentials.kind === 'password' && NO_OAUTH.has(answer.status)) {
    answer.message.destroy();
    answer = await getToken(request, realm);
  }
  return parseToken(request, answer, { realm, now });
}

function checkRealm(request: TokenRequest): URL {
  const { registry, challenge, doing } = request;
  const text = challenge.parameters.get('realm') ?? '';
  const realm = URL.parse(text);
  const isLocal = isLoopbackHost(registry.host) && realm !== null && isLoopbackHost(realm.host) && registry.insecure;
  if (realm && (isLocal || isRealmAllowed(realm, registry))) return realm;
  throw new RegistryFailure('unauthorized', {
    message: `cannot ${doing}: "${registry.host}" sends us for a token to "${text.slice(0, 300)}", which is not safe`,
    facts: { registry: registry.host },
  });
}

function getToken(request: TokenRequest, realm: URL): Promise<HttpAnswer> {
  const { challenge, credentials } = request;
  const url = new URL(realm);
  const service = challenge.parameters.get('service');
  if (service !== undefined) url.searchParams.append('service', service);
  url.searchParams.append('scope', request.scope);
  if (credentials.kind !== 'password') return send(request, { method: 'GET', url, headers: {} });
  url.searchParams.append('account', credentials.username);
  return send(request, { method: 'GET', url, headers: { authorization: basicAuthorization(credentials) } });
}

function postToken(request: TokenRequest, realm: URL): Promise<HttpAnswer> {
  const { credentials, challenge } = request;
  const form = new URLSearchParams({
    scope: request.scope,
    client_id: CLIENT_ID,
    service: challenge.parameters.get('service') ?? '',
  });
  if (credentials.kind === 'identity-token') {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', credentials.token);
  } else if (credentials.kind === 'password') {
    form.set('grant_type', 'password');
    form.set('username', credentials.username);
    form.set('password', credentials.password);
  }
  return send(request, {
    method: 'POST',
    url: realm,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
}

type Sent = {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

async function send(request: TokenRequest, sent: Sent): Promise<HttpAnswer> {
  const { signal, stallMs, registry } = request;
  try {
    return await exchange({
      ...sent,
      headers: { ...sent.headers, 'user-agent': request.userAgent },
      agents: registry.agents,
      stallMs,
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(request.doing, sent.url.host, error);
  }
}

async function parseToken(
  request: TokenRequest,
  answer: HttpAnswer,
  context: { readonly realm: URL; readonly now: number },
): Promise<AccessToken> {
  const { doing } = request;
  const body = await readBody(answer, LARGEST_ANSWER).catch((error: unknown) => {
    throw unreachable(doing, context.realm.host, error);
  });
  if (answer.status !== 200 || !body) {
    const retryAfterMs = parseRetryAfter(answer.message.headers['retry-after'], Date.now());
    throw refusedRequest({
      doing,
      host: context.realm.host,
      what: 'manifest',
      status: answer.status === 404 ? 403 : answer.status,
      complaints: [],
      retryAfterMs,
    });
  }
  const fields = parseJsonObject(body, {
    code: 'unauthorized',
    what: `the token of "${context.realm.host}"`,
    maximumBytes: LARGEST_ANSWER,
  });
  const token = fields.optionalString('token') || fields.optionalString('access_token');
  if (!token || !/^[\x21-\x7e]+$/.test(token)) throw fields.wrong('token', 'a token');
  const lifeS = Math.max(SHORTEST_LIFE_S, fields.optionalInteger('expires_in') ?? SHORTEST_LIFE_S);
  return { token, expiresAt: context.now + lifeS * 1000 - MARGIN_MS };
}

export function basicAuthorization(credentials: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}
