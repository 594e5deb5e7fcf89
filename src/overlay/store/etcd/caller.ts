// Carries out one call on whichever endpoint answers.
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.ts';
import type { CallOptions } from '../overlay-store.ts';
import type { StoreConfiguration } from '../store-configuration.ts';
import { parseEndpoints } from '../store-configuration.ts';
import { StoreError } from '../store-error.ts';
import { CallFailure, Endpoint } from './endpoint.ts';
import { EndpointChoice } from './endpoint-choice.ts';
import { explainStatus, type StatusMeaning } from './explain-status.ts';
import { Login } from './login.ts';
import type { Method } from './methods.ts';

export type CallPlan<Request, Answer> = CallOptions & {
  readonly method: Method<Request, Answer>;
  readonly request: Request;
  /** For messages: `list "/dockr/"`. */
  readonly attempted: string;
  /** Whether it may be sent again when it may have been carried out already. */
  readonly mayRepeat: boolean;
};

/** `mayHaveRunBefore`: it was sent more than once, and what became of the first is not known. */
export type CallResult<Answer> = { readonly answer: Answer; readonly mayHaveRunBefore: boolean };

const TIMEOUT_MS = 5000;
/** One endpoint's share: one that is stopped, not gone, takes a request and never answers. */
const ATTEMPT_TIMEOUT_MS = 2000;

export class Caller implements Disposable {
  readonly #choice: EndpointChoice<Endpoint>;
  readonly #login: Login;

  constructor(configuration: StoreConfiguration) {
    const endpoints = parseEndpoints(configuration).map((address) => new Endpoint(address, configuration.tls));
    this.#choice = new EndpointChoice(endpoints);
    this.#login = new Login(configuration.user);
  }

  get endpoints(): EndpointChoice<Endpoint> {
    return this.#choice;
  }

  get login(): Login {
    return this.#login;
  }

  /** Tries until there is an answer, a failure that would be the same everywhere, or no time left. */
  async call<Request, Answer>(plan: CallPlan<Request, Answer>): Promise<CallResult<Answer>> {
    const deadline = performance.now() + (plan.timeoutMs ?? TIMEOUT_MS);
    const failures = new Map<string, string>();
    let [mayHaveRun, mayLogIn] = [false, this.#login.hasUser];
    for (let attempt = 0; ; attempt++) {
      plan.signal?.throwIfAborted();
      const outcome = await this.#attempt(plan, deadline);
      if (outcome.kind === 'answered') return { answer: outcome.answer, mayHaveRunBefore: mayHaveRun };
      if (outcome.kind === 'final') throw outcome.error;
      if (outcome.kind === 'token-expired') {
        if (!mayLogIn) throw notLoggedIn(plan.attempted, outcome.details, this.#login.hasUser);
        mayLogIn = false;
        await this.#login.forget(outcome.token);
        continue;
      }
      failures.set(outcome.url, outcome.details);
      mayHaveRun ||= outcome.wasSent;
      const pause = this.#choice.isEveryoneResting ? backoffMs(attempt) : 0;
      const isLast = performance.now() + pause >= deadline || (outcome.wasSent && !plan.mayRepeat);
      if (isLast) throw givenUp(plan.attempted, failures, mayHaveRun && plan.method.path.endsWith('/Txn'));
      await pauseFor(pause, plan.signal);
    }
  }

  async #attempt<Request, Answer>(plan: CallPlan<Request, Answer>, deadline: number): Promise<AttemptOutcome<Answer>> {
    const endpoint = this.#choice.choose();
    const timeoutMs = Math.max(1, Math.min(ATTEMPT_TIMEOUT_MS, deadline - performance.now()));
    let token: string | undefined;
    let wasSent = false;
    try {
      token = await this.#login.token(endpoint, timeoutMs);
      wasSent = true;
      const options = { token, timeoutMs, signal: plan.signal };
      const answer = await endpoint.call(plan.method, plan.request, options);
      this.#choice.answered(endpoint);
      return { kind: 'answered', answer };
    } catch (error) {
      plan.signal?.throwIfAborted();
      if (!(error instanceof CallFailure)) throw error;
      const meaning = explainStatus(error.status, plan.attempted);
      if (meaning.kind === 'away') this.#choice.failed(endpoint);
      const place = { url: endpoint.url, details: error.status.details };
      return meaning.kind === 'away'
        ? { ...meaning, ...place, wasSent: wasSent && meaning.wasSent }
        : { ...meaning, ...place, token };
    }
  }

  [Symbol.dispose](): void {
    for (const endpoint of this.#choice.all) endpoint[Symbol.dispose]();
  }
}

type AttemptOutcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | (StatusMeaning & { readonly url: string; readonly details: string; readonly token?: string | undefined });

/** What became of a call that nobody answered; `isWrite`: it may have changed something. */
export function givenUp(attempted: string, failures: ReadonlyMap<string, string>, isWrite: boolean): StoreError {
  const list = [...failures].map(([url, details]) => `${url}: ${details}`).join('; ');
  const hint = /certificate|SSL|TLS/i.test(list)
    ? 'check DOCKR_OVERLAY_CA, DOCKR_OVERLAY_CERT and DOCKR_OVERLAY_SERVER_NAME'
    : 'check that etcd runs, has a majority, and can be reached from this host';
  if (!isWrite)
    return new StoreError('store-unreachable', { message: `${attempted}: no answer of the store: ${list}`, hint });
  const message = `${attempted}: the store did not say whether it was done: ${list}`;
  return new StoreError('store-outcome-unknown', { message, hint });
}

export function notLoggedIn(attempted: string, details: string, hasUser: boolean): StoreError {
  const message = `${attempted}: the store wants to know who asks: ${details}`;
  const hint = hasUser
    ? 'check the user and the password of the store'
    : 'give the store\'s user and password in "overlay"';
  return new StoreError('store-unauthorised', { message, hint });
}

async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (milliseconds === 0) return;
  await delay(milliseconds, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}
