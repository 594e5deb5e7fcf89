import { type Challenge, chooseChallenge } from './challenges.ts';
import type { CredentialSource, Credentials } from './credential.ts';
import type { Endpoint } from './endpoints.ts';
import { RegistryFailure } from './registry-failure.ts';
import { basicAuthorization, requestToken } from './token-request.ts';

export type Access = {
  readonly endpoint: Endpoint;
  readonly registry: string;
  readonly repository: string;
  readonly doing: string;
  readonly signal?: AbortSignal | undefined;
};
export type AuthorizerOptions = {
  readonly credentials: CredentialSource;
  readonly stallMs: number;
  readonly userAgent: string;
};

type Known = { readonly header: string; readonly expiresAt: number };

/** Remembers the `Authorization` of each repository at each endpoint, and renews it; callers at one time share one renewal. */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #known = new Map<string, Known>();
  readonly #renewals = new Map<string, Promise<string>>();

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** What to send at first: nothing before the first challenge. */
  current(access: Access): string | undefined {
    const known = this.#known.get(keyOf(access));
    return known && known.expiresAt > Date.now() ? known.header : undefined;
  }

  /** An answer to a challenge that came although `refused` was sent. */
  async answer(access: Access, challenges: readonly Challenge[], refused: string | undefined): Promise<string> {
    const key = keyOf(access);
    const current = this.current(access);
    if (current !== undefined && current !== refused) return current;
    const running = this.#renewals.get(key) ?? this.#startRenewal(key, access, challenges);
    return running;
  }

  #startRenewal(key: string, access: Access, challenges: readonly Challenge[]): Promise<string> {
    const renewal = this.#renew(access, challenges).then((known) => {
      this.#known.set(key, known);
      return known.header;
    });
    this.#renewals.set(key, renewal);
    const forget = (): void => {
      this.#renewals.delete(key);
    };
    renewal.then(forget, forget);
    return renewal;
  }

  async #renew(access: Access, challenges: readonly Challenge[]): Promise<Known> {
    const challenge = chooseChallenge(challenges);
    const credentials = await this.#credentials(access);
    if (challenge?.scheme === 'bearer') return this.#bearer(access, challenge, credentials);
    if (challenge?.scheme === 'basic' && credentials.kind === 'password') {
      return { header: basicAuthorization(credentials), expiresAt: Number.POSITIVE_INFINITY };
    }
    throw noCredentials(access, challenges);
  }

  async #bearer(access: Access, challenge: Challenge, credentials: Credentials): Promise<Known> {
    const { endpoint, doing } = access;
    const { token, expiresAt } = await requestToken({
      doing,
      challenge,
      credentials,
      scope: `repository:${access.repository}:pull`,
      registry: { host: endpoint.host, insecure: endpoint.isInsecure, agents: endpoint.agents },
      stallMs: this.#options.stallMs,
      userAgent: this.#options.userAgent,
    });
    return { header: `Bearer ${token}`, expiresAt };
  }

  /** A mirror has credentials of its own: those of the registry it mirrors are none of its business. */
  #credentials(access: Access): Promise<Credentials> {
    const { endpoint } = access;
    return this.#options.credentials(`${endpoint.isMirror ? endpoint.host : access.registry}/${access.repository}`);
  }
}

function keyOf({ endpoint, repository }: Access): string {
  return `${endpoint.base.href} ${repository}`;
}

function noCredentials(access: Access, challenges: readonly Challenge[]): RegistryFailure {
  const schemes = challenges.map(({ scheme }) => `"${scheme}"`).join(', ');
  const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
  const wants = isBasic
    ? 'wants a user name and a password, and none are known'
    : `wants an authentication that is not supported (${schemes || 'none named'})`;
  return new RegistryFailure('unauthorized', {
    message: `cannot ${access.doing}: "${access.endpoint.host}" ${wants}`,
    facts: { registry: access.endpoint.host },
    hint: isBasic ? 'put credentials for the registry into ~/.docker/config.json' : undefined,
  });
}
