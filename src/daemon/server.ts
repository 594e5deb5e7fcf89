// The API over HTTP on a unix socket: `POST /v1/<route>`, JSON in, JSON or JSON lines out, frames after an upgrade.
import { chmodSync, chownSync, existsSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { encodeFrame, type Frame, FrameReader } from '../api/frames.ts';
import { API_VERSION } from '../api/messages.ts';
import type { DuplexRouteName, DuplexRoutes, RouteName, Routes, StreamRouteName, StreamRoutes } from '../api/routes.ts';
import { drained } from '../core/drained.ts';
import { toWireError, UsageError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { type PeerCredentials, peerCredentials } from '../os/peer-credentials.ts';
import { ownerOfSocket } from './socket-group.ts';

export type Handlers = {
  readonly calls: {
    readonly [Name in RouteName]: (request: Routes[Name]['request'], caller: Caller) => Promise<Routes[Name]['answer']>;
  };
  readonly streams: {
    readonly [Name in StreamRouteName]: (
      request: StreamRoutes[Name]['request'],
      context: StreamContext,
    ) => Promise<StreamRoutes[Name]['result']>;
  };
  readonly duplexes: {
    readonly [Name in DuplexRouteName]: (
      request: DuplexRoutes[Name]['request'],
      connection: DuplexConnection,
    ) => Promise<void>;
  };
};

/** Who sent a request. */
export type Caller = {
  /** By the kernel's word; undefined once the connection has gone. */
  readonly credentials: () => PeerCredentials | undefined;
};

export type StreamContext = {
  readonly caller: Caller;
  readonly emit: (event: DockrEvent) => void;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Resolves when what was emitted has been taken by the client, or it has gone. */
  readonly drained: () => Promise<void>;
};

export type DuplexConnection = {
  readonly caller: Caller;
  readonly send: (kind: Frame['kind'], payload?: Uint8Array | string) => void;
  /** While a promise that the listener gives is pending, nothing more is read from the client. */
  readonly onFrame: (listener: FrameListener) => void;
  readonly signal: AbortSignal;
  /** Resolves when what was sent has been taken by the other side. */
  readonly drained: () => Promise<void>;
};

type FrameListener = (frame: Frame) => Promise<void> | undefined;

const MAX_BODY = 64 * 1024 * 1024;
const SOCKET_MODE = 0o660;

/** Serves the API at `socketPath`; a socket left over from a dead daemon is replaced (the caller holds the lock). */
export async function serve(socketPath: string, handlers: Handlers): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response, handlers));
  server.on('upgrade', (request, socket, head) => void upgrade(request, socket, { head, handlers }));
  server.requestTimeout = 0;
  server.timeout = 0;
  if (existsSync(socketPath)) rmSync(socketPath);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  chownSync(socketPath, 0, ownerOfSocket());
  chmodSync(socketPath, SOCKET_MODE);
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, handlers: Handlers): Promise<void> {
  try {
    const name = routeName(request);
    const caller = callerBehind(request.socket);
    const body = await readJson(request);
    if (name in handlers.streams)
      await stream(response, { body, caller }, handlers.streams[name as StreamRouteName] as StreamHandler);
    else if (name in handlers.calls)
      sendJson(response, 200, await (handlers.calls[name as RouteName] as CallHandler)(body, caller));
    else throw new UsageError('unknown-route', { message: `this daemon has no route "${name}"` });
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendJson(response, error instanceof UsageError ? 400 : 500, toWireError(error));
  }
}

type StreamHandler = (request: unknown, context: StreamContext) => Promise<unknown>;
type CallHandler = (request: unknown, caller: Caller) => Promise<unknown>;

/** Asked for when it is needed: most requests change nothing. */
function callerBehind(socket: Duplex): Caller {
  return { credentials: () => peerCredentials(socket) };
}

type StreamRequest = { readonly body: unknown; readonly caller: Caller };

async function stream(
  response: ServerResponse,
  { body, caller }: StreamRequest,
  handler: StreamHandler,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const emit = (event: DockrEvent): void => {
    if (!gone.signal.aborted) response.write(`${JSON.stringify(event)}\n`);
  };
  const context = { caller, emit, signal: gone.signal, drained: () => drained(response) };
  try {
    emit({ type: 'result', value: await handler(body, context) });
  } catch (error) {
    emit({ type: 'error', error: toWireError(error) });
  }
  response.end();
}

async function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  context: { head: Buffer; handlers: Handlers },
): Promise<void> {
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  socket.on('error', () => gone.abort());
  const send = (kind: Frame['kind'], payload?: Uint8Array | string): void => {
    if (!gone.signal.aborted) socket.write(encodeFrame(kind, payload));
  };
  try {
    const name = routeName(request);
    const handler = context.handlers.duplexes[name as DuplexRouteName] as
      | ((body: unknown, connection: DuplexConnection) => Promise<void>)
      | undefined;
    if (!handler) throw new UsageError('unknown-route', { message: `this daemon has no route "${name}"` });
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: dockr-frames\r\n\r\n');
    const frames = new FrameQueue();
    const reader = new FrameReader();
    let busy = 0;
    const pauseUntil = (taken: Promise<void> | undefined): void => {
      if (!taken) return;
      busy++;
      socket.pause();
      void taken
        .catch(() => {})
        .then(() => {
          if (--busy === 0) socket.resume();
        });
    };
    const take = (chunk: Buffer): void => {
      try {
        for (const frame of reader.push(chunk)) pauseUntil(frames.push(frame));
      } catch {
        socket.destroy();
      }
    };
    if (context.head.length > 0) take(context.head);
    socket.on('data', take);
    const first = await frames.first(gone.signal);
    const body: unknown = JSON.parse(first.payload.toString('utf8'));
    await handler(body, {
      caller: callerBehind(socket),
      send,
      onFrame: (listener) => frames.listen(listener),
      signal: gone.signal,
      drained: () => drained(socket),
    });
  } catch (error) {
    send('error', JSON.stringify(toWireError(error)));
  }
  socket.end();
}

/** Keeps frames until somebody listens. */
class FrameQueue {
  readonly #waiting: Frame[] = [];
  #listener: FrameListener | undefined;

  push(frame: Frame): Promise<void> | undefined {
    if (this.#listener) return this.#listener(frame);
    this.#waiting.push(frame);
    return undefined;
  }

  listen(listener: FrameListener): void {
    this.#listener = listener;
    for (const frame of this.#waiting.splice(0)) listener(frame);
  }

  first(signal: AbortSignal): Promise<Frame> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('the client went away')), { once: true });
      this.listen((frame) => {
        this.#listener = undefined;
        resolve(frame);
        return undefined;
      });
    });
  }
}

function routeName(request: IncomingMessage): string {
  const match = /^\/([a-z0-9]+)\/([a-z-]+)$/.exec(request.url ?? '');
  if (request.method !== 'POST' || match?.[1] !== API_VERSION) {
    throw new UsageError('unknown-route', {
      message: `this daemon speaks POST /${API_VERSION}/<route>, not ${request.method} ${request.url}`,
    });
  }
  return match[2] ?? '';
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY)
      throw new UsageError('request-too-large', { message: `the request is larger than ${MAX_BODY} bytes` });
    chunks.push(chunk);
  }
  return size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
