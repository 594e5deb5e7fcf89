// One HTTP request and its answer, with redirects followed by hand: Node's own clients would carry credentials to other
// hosts, decompress blobs, or hold them in memory.
import http from 'node:http';
import https from 'node:https';

export type HttpRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly agents: HttpAgents;
  /** Longest silence, before the answer and within its body. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
};

export type HttpAgents = { readonly plain: http.Agent; readonly secure: https.Agent };

export type HttpAnswer = {
  readonly status: number;
  readonly message: http.IncomingMessage;
  readonly url: URL;
  readonly stallMs: number;
};

/** The code of the error for a server that took the connection and says nothing. */
export const NO_ANSWER = 'no-answer';

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Sends a request and follows redirects, without `Authorization` once they leave the origin. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  let current = request;
  for (let hop = 0; ; hop++) {
    const answer = await exchangeOnce(current);
    const location = answer.message.headers.location;
    if (!REDIRECTS.has(answer.status) || location === undefined || request.method === 'POST') return answer;
    answer.message.destroy();
    if (hop === MOST_REDIRECTS) throw new Error(`more than ${MOST_REDIRECTS} redirects`);
    current = redirected(current, location);
  }
}

/** The body's pieces. Throws if it stalls or breaks off; leaving early ends the connection. */
export async function* readPieces(answer: HttpAnswer): AsyncGenerator<Buffer> {
  const { message, stallMs } = answer;
  const stalled = new Error(`no data for ${stallMs / 1000} s`);
  // Runs only while we wait: a slow reader is not a slow sender.
  let timer = setTimeout(() => message.destroy(stalled), stallMs);
  try {
    for await (const piece of message) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(() => message.destroy(stalled), stallMs);
    }
  } finally {
    clearTimeout(timer);
    message.destroy();
  }
}

/** The whole body, or undefined if it is longer than `maximumBytes`. */
export async function readBody(answer: HttpAnswer, maximumBytes: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of readPieces(answer)) {
    size += piece.length;
    if (size > maximumBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function exchangeOnce(request: HttpRequest): Promise<HttpAnswer> {
  const { url, stallMs, signal, agents } = request;
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const send = isSecure ? https.request : http.request;
    const sent = send(url, {
      method: request.method,
      headers: {
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
      },
      agent: isSecure ? agents.secure : agents.plain,
      ...(signal ? { signal } : {}),
    });
    const timer = setTimeout(() => sent.destroy(noAnswer(stallMs)), stallMs);
    sent.on('response', (message) => {
      clearTimeout(timer);
      resolve({ status: message.statusCode ?? 0, message, url, stallMs });
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(signal?.aborted ? signal.reason : error);
    });
    sent.end(request.body);
  });
}

function noAnswer(stallMs: number): Error {
  return Object.assign(new Error(`no answer for ${stallMs / 1000} s`), { code: NO_ANSWER });
}

function redirected(request: HttpRequest, location: string): HttpRequest {
  const url = new URL(location, request.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error(`a redirect leads to "${url.protocol}"`);
  if (url.protocol === 'http:' && request.url.protocol === 'https:')
    throw new Error(`a redirect leads from https to http, to "${url.host}"`);
  url.username = '';
  url.password = '';
  if (url.origin === request.url.origin) return { ...request, url };
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
  return { ...request, url, headers };
}
