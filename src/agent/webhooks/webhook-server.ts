// The listener for webhooks: plain HTTP, one request a connection, every size and time bounded. It answers before anything
// is done, and says nothing of what there is on this machine.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AgentError, errorCode } from '../../core/errors.ts';
import { TokenBuckets } from '../outgoing/token-bucket.ts';
import type { Received, Verdict, WebhookReceiver } from './webhook-receiver.ts';
import type { WebhookSender } from './webhook-settings.ts';

const LARGEST_BODY = 1024 ** 2;
const LARGEST_HEADERS = 16 * 1024;
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const MOST_CONNECTIONS = 32;
const PATH = /^\/hooks\/([A-Za-z0-9._-]{1,63})$/;

/** What came no further than here; `failed` is for what is wrong on this side. */
type Unjudged = { readonly kind: 'oversized' | 'too-many' | 'not-a-delivery' | 'broken-off' | 'failed' };

type NotReceived = { readonly verdict: Unjudged; readonly from: null };

export type WebhookOutcome = Verdict['kind'] | Unjudged['kind'];

const STATUS: Readonly<Record<WebhookOutcome, number>> = {
  accepted: 202,
  ignored: 202,
  replayed: 409,
  stale: 409,
  malformed: 400,
  refused: 401,
  oversized: 413,
  'too-many': 429,
  'not-a-delivery': 404,
  'broken-off': 400,
  failed: 503,
};

export type WebhookServerParts = {
  readonly receiver: Pick<WebhookReceiver, 'receive'>;
  readonly wake: (deployment: string) => void;
  /** Hears of every request once; `from` is null where it came to no hook, or was not looked at so far. */
  readonly onOutcome?: (outcome: WebhookOutcome, from: WebhookSender | null) => void;
  readonly now: () => number;
};

/** Counts are since it began, by outcome. */
export type WebhookServer = AsyncDisposable & {
  readonly port: number;
  readonly counts: Readonly<Record<WebhookOutcome, number>>;
};

export type WebhookAddress = { readonly host: string; readonly port: number };

/** Begins to listen; port 0 takes one that is free. Throws `webhook-address-taken` and `webhook-address-not-usable`. */
export async function listenForWebhooks(address: WebhookAddress, parts: WebhookServerParts): Promise<WebhookServer> {
  const reception = new Reception(parts);
  const server = createServer(
    {
      maxHeaderSize: LARGEST_HEADERS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => void reception.take(request, response),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (error, socket) => reception.breakOff(error, socket as Socket));
  await listen(server, address);
  return {
    port: (server.address() as AddressInfo).port,
    counts: reception.counts,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

class Reception {
  readonly counts: Record<WebhookOutcome, number>;
  readonly #parts: WebhookServerParts;
  readonly #bySender = new TokenBuckets({ burst: 60, perSecond: 5, keys: 1024 });
  readonly #all = new TokenBuckets({ burst: 200, perSecond: 50, keys: 1 });

  constructor(parts: WebhookServerParts) {
    this.#parts = parts;
    this.counts = Object.fromEntries(Object.keys(STATUS).map((outcome) => [outcome, 0])) as typeof this.counts;
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A sender that goes away is its own loss.
    request.on('error', () => {});
    response.on('error', () => {});
    const { verdict, from } = await this.#judge(request).catch(() => unjudged('failed'));
    this.#count(verdict.kind, from);
    answer(response, verdict.kind);
    if (verdict.kind !== 'accepted') return;
    for (const deployment of verdict.woken) setImmediate(this.#parts.wake, deployment);
  }

  /** What is no HTTP, or comes too slowly. */
  breakOff(error: unknown, socket: Socket): void {
    this.#count('broken-off', null);
    if (!socket.writable || errorCode(error) === 'ECONNRESET') return void socket.destroy();
    const timedOut = errorCode(error) === 'ERR_HTTP_REQUEST_TIMEOUT';
    const status = timedOut ? '408 Request Timeout' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  }

  async #judge(request: IncomingMessage): Promise<Received | NotReceived> {
    const now = this.#parts.now();
    const sender = request.socket.remoteAddress ?? '';
    if (!this.#bySender.take(sender, now) || !this.#all.take('', now)) return unjudged('too-many');
    const hook = request.method === 'POST' ? PATH.exec(request.url ?? '')?.[1] : undefined;
    if (hook === undefined) return unjudged('not-a-delivery');
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return unjudged('oversized');
    const body = await readBody(request);
    if (!Buffer.isBuffer(body)) return unjudged(body.kind);
    return this.#parts.receiver.receive({ hook, headers: request.headers, body });
  }

  #count(outcome: WebhookOutcome, from: WebhookSender | null): void {
    this.counts[outcome]++;
    this.#parts.onOutcome?.(outcome, from);
  }
}

function unjudged(kind: Unjudged['kind']): NotReceived {
  return { verdict: { kind }, from: null };
}

function answer(response: ServerResponse, outcome: WebhookOutcome): void {
  // What still comes is not read.
  response.shouldKeepAlive = false;
  const wait = outcome === 'too-many' ? { 'retry-after': '30' } : {};
  // Only who signed learns more than the status.
  const text = isOfSigner(outcome) ? `${outcome}\n` : '';
  response.writeHead(STATUS[outcome], { 'content-type': 'text/plain', 'content-length': text.length, ...wait });
  response.end(text);
}

function isOfSigner(outcome: WebhookOutcome): boolean {
  return ['accepted', 'ignored', 'replayed', 'stale', 'malformed'].includes(outcome);
}

/** Counts what comes, whatever the headers say. */
async function readBody(request: IncomingMessage): Promise<Buffer | Unjudged> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    // Not destroyed when it is left: it still carries the answer.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > LARGEST_BODY) return { kind: 'oversized' };
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch {
    return { kind: 'broken-off' };
  }
}

async function listen(server: Server, { host, port }: WebhookAddress): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port, backlog: MOST_CONNECTIONS }, resolve);
  try {
    await promise;
  } catch (error) {
    throw notListening(error, `${host}:${port}`);
  }
}

function notListening(cause: unknown, address: string): AgentError {
  if (errorCode(cause) === 'EADDRINUSE') {
    return new AgentError('webhook-address-taken', {
      message: `cannot listen for webhooks on "${address}": something else does`,
      hint: 'choose another port for "webhooks.listen"',
      cause,
    });
  }
  return new AgentError('webhook-address-not-usable', {
    message: `cannot listen for webhooks on "${address}": ${errorCode(cause) ?? String(cause)}`,
    hint: 'name an address of this machine for "webhooks.listen"',
    cause,
  });
}
