// A token server as the distribution specification's registries use one: GET with basic credentials, POST as in OAuth2,
// answers RS256 tokens that Debian's docker-registry verifies.
import { randomUUID, sign, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createCertificate } from './certificate.ts';

export type TokenServerOptions = {
  readonly users: Readonly<Record<string, string>>;
  /** What a request without credentials gets; nobody but users gets more than that. */
  readonly anonymous?: 'pull' | 'nothing';
  readonly expiresInSeconds?: number;
};

/** What was asked of the server, for assertions: `user` is undefined for an anonymous request. */
export type TokenRequest = {
  readonly method: string;
  readonly user: string | undefined;
  readonly scopes: readonly string[];
};

export type TokenServer = AsyncDisposable & {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** The certificate that the registry trusts, PEM. */
  readonly certificate: string;
  readonly requests: readonly TokenRequest[];
  /** A token without asking for it: `repository:library/busybox:pull,push`. */
  readonly issueToken: (scopes: readonly string[], user?: string) => string;
};

type Access = { readonly type: string; readonly name: string; readonly actions: readonly string[] };

/** Starts one on a free loopback port. */
export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const { certificate, issuer: signer } = createCertificate({ commonName: 'dockr test token server' });
  const header = { typ: 'JWT', alg: 'RS256', x5c: [new X509Certificate(certificate).raw.toString('base64')] };
  const service = 'dockr-test-registry';
  const issuer = 'dockr-test-tokens';
  const expiresInSeconds = options.expiresInSeconds ?? 300;
  const refreshTokens = new Map<string, string>();
  const requests: TokenRequest[] = [];

  function issueToken(scopes: readonly string[], user?: string): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: user ?? '', aud: service, nbf: now - 10, iat: now, exp: now + expiresInSeconds };
    const payload = { ...claims, jti: randomUUID(), access: scopes.map((scope) => grant(scope, user)) };
    const unsigned = `${encode(header)}.${encode(payload)}`;
    return `${unsigned}.${sign('sha256', Buffer.from(unsigned), signer.privateKey).toString('base64url')}`;
  }

  function grant(scope: string, user: string | undefined): Access {
    const access = parseScope(scope);
    if (user !== undefined) return access;
    const allowed = options.anonymous === 'pull' ? ['pull'] : [];
    return { ...access, actions: access.actions.filter((action) => allowed.includes(action)) };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : url.search);
    const who = identify(request, form, { users: options.users, refreshTokens });
    if (who.kind === 'refused')
      return reply(response, 401, { errors: [{ code: 'UNAUTHORIZED', message: 'who are you?' }] });
    const scopes = form
      .getAll('scope')
      .flatMap((scope) => scope.split(' '))
      .filter((scope) => scope !== '');
    requests.push({ method: request.method ?? '', user: who.user, scopes });
    const token = issueToken(scopes, who.user);
    const lifetime = { expires_in: expiresInSeconds, issued_at: new Date().toISOString() };
    const wantsRefresh = form.get('offline_token') === 'true' || form.get('access_type') === 'offline';
    const refresh = wantsRefresh && who.user !== undefined ? { refresh_token: newRefreshToken(who.user) } : {};
    reply(response, 200, { token, access_token: token, ...lifetime, ...refresh });
  }

  function newRefreshToken(user: string): string {
    const token = randomUUID();
    refreshTokens.set(token, user);
    return token;
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => reply(response, 500, { error: String(error) }));
  });
  const port = await listenOnLoopback(server);
  return {
    realm: `http://127.0.0.1:${port}/token`,
    service,
    issuer,
    certificate,
    requests,
    issueToken,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Identity = { readonly kind: 'known'; readonly user: string | undefined } | { readonly kind: 'refused' };

type Accounts = {
  readonly users: Readonly<Record<string, string>>;
  readonly refreshTokens: ReadonlyMap<string, string>;
};

function identify(request: IncomingMessage, form: URLSearchParams, { users, refreshTokens }: Accounts): Identity {
  if (form.get('grant_type') === 'refresh_token') {
    const user = refreshTokens.get(form.get('refresh_token') ?? '');
    return user === undefined ? { kind: 'refused' } : { kind: 'known', user };
  }
  const credentials = credentialsOf(request, form);
  if (credentials === undefined) return { kind: 'known', user: undefined };
  const { user, password } = credentials;
  return Object.hasOwn(users, user) && users[user] === password ? { kind: 'known', user } : { kind: 'refused' };
}

function credentialsOf(request: IncomingMessage, form: URLSearchParams) {
  if (form.get('grant_type') === 'password') {
    return { user: form.get('username') ?? '', password: form.get('password') ?? '' };
  }
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { user, password: password.join(':') };
}

// `repository:localhost:5000/app:pull,push`: the name may hold colons.
function parseScope(scope: string): Access {
  const parts = scope.split(':');
  const actions = (parts.pop() ?? '').split(',');
  return { type: parts.shift() ?? '', name: parts.join(':'), actions };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the kernel gave no port');
  return address.port;
}
