// GitHub's API for installations of Apps, as far as tokens go: requests are checked as its published schema has them.
import { createPublicKey, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export type FakeApp = { readonly appId: string; readonly installationId: string; readonly publicKey: string };

export type TokenOptions = { readonly lifeMs: number; readonly now: () => number };

/** Answers `POST /api/v3/app/installations/<id>/access_tokens`. */
export class FakeGithub {
  readonly #app: FakeApp;
  readonly #options: TokenOptions;
  /** Those that were given out, in order. */
  readonly tokens: string[] = [];
  /** What was wrong with requests that were refused. */
  readonly complaints: string[] = [];
  readonly authorizations: string[] = [];

  constructor(app: FakeApp, options: TokenOptions) {
    this.#app = app;
    this.#options = options;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization = '', accept, 'content-type': type, 'user-agent': agent } = request.headers;
    this.authorizations.push(authorization);
    const body = parse(await text(request));
    const path = `/api/v3/app/installations/${this.#app.installationId}/access_tokens`;
    if (request.method !== 'POST' || request.url !== path) return this.#refuse(response, 404, 'Not Found');
    if (!agent || accept !== 'application/vnd.github+json' || type !== 'application/json')
      return this.#refuse(response, 400, 'bad headers');
    const wrong = this.#checkToken(authorization.replace(/^Bearer /, ''));
    if (wrong !== undefined) return this.#refuse(response, 401, wrong);
    const { repositories, permissions, ...others } = body;
    const isGood = Array.isArray(repositories) && repositories.every((name) => /^[A-Za-z0-9._-]+$/.test(String(name)));
    if (!isGood || Object.keys(others).length > 0) return this.#refuse(response, 422, 'bad repositories');
    if (JSON.stringify(permissions) !== '{"contents":"read"}') return this.#refuse(response, 422, 'bad permissions');
    const token = `ghs_installation${this.tokens.length}`;
    this.tokens.push(token);
    const expires = new Date(this.#options.now() + this.#options.lifeMs).toISOString();
    const answer = { token, expires_at: expires, permissions, repository_selection: 'selected' };
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  /** What is wrong with a signed request, as GitHub looks at it. */
  #checkToken(token: string): string | undefined {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const { alg } = parse(Buffer.from(header, 'base64url').toString());
    const { iat, exp, iss } = parse(Buffer.from(payload, 'base64url').toString());
    const now = Math.floor(this.#options.now() / 1000);
    const key = createPublicKey(this.#app.publicKey);
    const signed = Buffer.from(`${header}.${payload}`);
    if (alg !== 'RS256' || !verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url')))
      return 'A JSON web token could not be decoded';
    if (iss !== this.#app.appId) return 'Integration not found';
    if (typeof iat !== 'number' || iat > now) return "'Issued at' claim ('iat') must be in the past";
    if (typeof exp !== 'number' || exp <= now) return "'Expiration time' claim ('exp') has passed";
    return exp - now > 600 ? "'Expiration time' claim ('exp') is too far in the future" : undefined;
  }

  #refuse(response: ServerResponse, status: number, message: string): void {
    this.complaints.push(message);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
  }
}

function parse(json: string): Readonly<Record<string, unknown>> {
  return json === '' ? {} : (JSON.parse(json) as Readonly<Record<string, unknown>>);
}
