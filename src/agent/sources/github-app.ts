// Tokens of an installation of a GitHub App (docs.github.com, "Authenticating as a GitHub App installation"): a request signed
// by the App's key gives a token for an hour, for one repository, and to read it only unless asked for more. They are kept in memory alone.
import { AgentError } from '../../core/errors.ts';
import { type ApiCall, callApi } from './github-api.ts';
import { signAppToken } from './github-jwt.ts';

export type Installation = {
  /** `https://api.github.com`, without a slash at its end. */
  readonly apiUrl: string;
  readonly appId: string;
  readonly installationId: string;
  /** The name of the repository, without its owner. */
  readonly repository: string;
};

export type GithubParts = {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** What the tokens are good for; `read` without it. */
  readonly contents?: 'read' | 'write';
};

type Token = { readonly text: string; readonly expiresAt: number };

/** Before it expires, so that no fetch begins with a token that ends within it. */
const MARGIN_MS = 5 * 60_000;
const LONGEST_TOKEN = 3500;

export class GithubApps {
  readonly #parts: GithubParts;
  readonly #tokens = new Map<string, Promise<Token>>();

  constructor(parts: GithubParts) {
    this.#parts = parts;
  }

  /** A token; asked for where there is none that lasts. Throws `github-app-refused`, `github-app-unreachable`, `credential-malformed`. */
  async token(installation: Installation, readKey: () => Promise<string>, signal: AbortSignal): Promise<string> {
    const name = nameOf(installation);
    const known = await this.#tokens.get(name)?.catch(() => undefined);
    if (known && known.expiresAt - MARGIN_MS > this.#parts.now()) return known.text;
    const asked = this.#ask(installation, readKey, signal);
    this.#tokens.set(name, asked);
    // What failed is asked for again by whoever comes next.
    asked.catch(() => this.#tokens.delete(name));
    return (await asked).text;
  }

  /** For one that was not taken: it may have been revoked. */
  forget(installation: Installation): void {
    this.#tokens.delete(nameOf(installation));
  }

  async #ask(installation: Installation, readKey: () => Promise<string>, signal: AbortSignal): Promise<Token> {
    const { apiUrl, appId, installationId, repository } = installation;
    const call: ApiCall = {
      url: `${apiUrl}/app/installations/${installationId}/access_tokens`,
      authorization: `Bearer ${signAppToken(appId, await readKey(), this.#parts.now())}`,
      body: { repositories: [repository], permissions: { contents: this.#parts.contents ?? 'read' } },
      signal,
    };
    const { token, expires_at: expires } = await callApi(this.#parts.fetch, call);
    const expiresAt = typeof expires === 'string' ? Date.parse(expires) : Number.NaN;
    const isToken = typeof token === 'string' && token.length <= LONGEST_TOKEN && /^[\x21-\x7e]+$/.test(token);
    if (isToken && !Number.isNaN(expiresAt)) return { text: token, expiresAt };
    throw new AgentError('github-app-refused', {
      message: `"${new URL(apiUrl).host}" gave no token for installation ${installationId}`,
    });
  }
}

function nameOf({ apiUrl, appId, installationId, repository }: Installation): string {
  return JSON.stringify([apiUrl, appId, installationId, repository]);
}
