// One watch on one connection, for as long as it lasts.
import type { Revision, StoreEvent, WatchBatch } from '../overlay-store.ts';
import { StoreError } from '../store-error.ts';
import { type Caller, givenUp, notLoggedIn } from './caller.ts';
import { CallFailure, type Endpoint } from './endpoint.ts';
import { explainStatus } from './explain-status.ts';
import { WATCH, type WatchAnswer } from './methods.ts';

type WatchPlan = { readonly prefix: string; readonly from: Revision; readonly signal: AbortSignal };

/** How long an endpoint has to say that it watches. */
const CREATION_TIMEOUT_MS = 2000;

/** What `OverlayStore.watch` promises; an endpoint that fails is left alone by the next. */
export async function* watchPrefix(caller: Caller, plan: WatchPlan): AsyncGenerator<WatchBatch, void, void> {
  if (plan.signal.aborted) return;
  const endpoint = caller.endpoints.choose();
  const attempted = `watch "${plan.prefix}"`;
  using creation = new Deadline(CREATION_TIMEOUT_MS);
  let token: string | undefined;
  try {
    token = await caller.login.token(endpoint, CREATION_TIMEOUT_MS);
    const signal = AbortSignal.any([plan.signal, creation.signal]);
    for await (const answer of endpoint.stream(WATCH, plan, { token, signal })) {
      if (answer.isCancelled) throw await explainCancel(caller, { answer, attempted, token });
      if (answer.isCreated) creation.met();
      if (answer.isCreated) caller.endpoints.answered(endpoint);
      if (answer.events.length > 0) yield { events: answer.events, revision: lastRevision(answer.events) };
    }
    if (!plan.signal.aborted) throw streamEnded(attempted, endpoint, 'the stream ended');
  } catch (error) {
    if (plan.signal.aborted) return;
    throw await explainFailure(caller, { error, endpoint, attempted, token, isLate: creation.signal.aborted });
  }
}

type Cancel = { readonly answer: WatchAnswer; readonly attempted: string; readonly token: string | undefined };

// Of a token that has expired etcd says that permission is denied: the next watch shall have a new one, and if that is
// denied too its user hears it from the listing before it.
async function explainCancel(caller: Caller, { answer, attempted, token }: Cancel): Promise<StoreError> {
  const { compactRevision, cancelReason } = answer;
  if (compactRevision > 0) {
    const message = `${attempted}: the store keeps nothing from before revision ${compactRevision}`;
    return new StoreError('store-compacted', { message });
  }
  if (/permission|denied|auth|token/i.test(cancelReason)) {
    await caller.login.forget(token);
    return notLoggedIn(attempted, cancelReason, caller.login.hasUser);
  }
  const message = `${attempted}: the store ended it: ${cancelReason || 'no reason given'}`;
  return new StoreError('store-unreachable', { message });
}

type Failure = {
  readonly error: unknown;
  readonly endpoint: Endpoint;
  readonly attempted: string;
  readonly token: string | undefined;
  readonly isLate: boolean;
};

async function explainFailure(caller: Caller, failure: Failure): Promise<unknown> {
  const { error, endpoint, attempted } = failure;
  if (!(error instanceof CallFailure)) return error;
  const meaning = explainStatus(error.status, attempted);
  if (meaning.kind === 'final') return meaning.error;
  if (meaning.kind === 'token-expired') {
    await caller.login.forget(failure.token);
    return notLoggedIn(attempted, error.status.details, caller.login.hasUser);
  }
  caller.endpoints.failed(endpoint);
  return streamEnded(attempted, endpoint, failure.isLate ? 'it took too long to begin' : error.status.details);
}

function streamEnded(attempted: string, endpoint: Endpoint, details: string): StoreError {
  return givenUp(attempted, new Map([[endpoint.url, details]]), false);
}

function lastRevision(events: readonly StoreEvent[]): Revision {
  return events.reduce((last, event) => Math.max(last, revisionOf(event)), 0);
}

function revisionOf(event: StoreEvent): Revision {
  return event.kind === 'put' ? event.entry.modRevision : event.modRevision;
}

/** Aborts its signal unless it is met in time. */
class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  met(): void {
    clearTimeout(this.#timer);
  }

  [Symbol.dispose](): void {
    this.met();
  }
}
