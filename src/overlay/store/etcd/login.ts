import type { StoreUser } from '../store-configuration.ts';
import { CallFailure, type Endpoint } from './endpoint.ts';
import { AUTHENTICATE } from './methods.ts';

const FAILED_PRECONDITION = 9;

/** The token that a user and password are exchanged for, asked for once however many calls need it. */
export class Login {
  readonly #user: StoreUser | undefined;
  #token: Promise<string | undefined> | undefined;

  constructor(user: StoreUser | undefined) {
    this.#user = user;
  }

  get hasUser(): boolean {
    return this.#user !== undefined;
  }

  /** Undefined if there is no user, or the store knows of none. */
  token(endpoint: Endpoint, timeoutMs: number): Promise<string | undefined> {
    if (!this.#user) return Promise.resolve(undefined);
    if (this.#token) return this.#token;
    const token = authenticate(endpoint, this.#user, timeoutMs);
    this.#token = token;
    token.catch(() => this.#forgetThat(token));
    return token;
  }

  /** A new one is to be asked for, unless that has been done since. */
  async forget(expired: string | undefined): Promise<void> {
    const token = this.#token;
    if (token && (await token.catch(() => undefined)) === expired) this.#forgetThat(token);
  }

  #forgetThat(token: Promise<string | undefined>): void {
    if (this.#token === token) this.#token = undefined;
  }
}

// No signal: several calls may wait for it.
async function authenticate(endpoint: Endpoint, user: StoreUser, timeoutMs: number): Promise<string | undefined> {
  try {
    const request = { user: user.name, password: user.password };
    return await endpoint.call(AUTHENTICATE, request, { token: undefined, signal: undefined, timeoutMs });
  } catch (error) {
    // Authentication is not switched on: then a user is not needed either.
    if (error instanceof CallFailure && error.status.code === FAILED_PRECONDITION) return undefined;
    throw error;
  }
}
