// A daemon that answers as a test says: the API of src/api on a socket of its own, and nothing behind it.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { encodeFrame, type Frame, FrameReader } from '../../src/api/frames.ts';
import { DockrError, toWireError } from '../../src/core/errors.ts';
import type { DockrEvent } from '../../src/core/events.ts';
import type { Plan } from '../../src/reconcile/plan.ts';

export type Emit = (event: DockrEvent) => void;
export type StreamHandler = (request: never, emit: Emit, ended: AbortSignal) => Promise<unknown>;
export type FrameSender = (kind: Frame['kind'], payload?: string | Uint8Array) => void;

export type Script = {
  readonly calls?: Readonly<Record<string, (request: never) => unknown>>;
  readonly streams?: Readonly<Record<string, StreamHandler>>;
  /** Gets every frame behind the first, which is the request. */
  readonly duplex?: (request: unknown, send: FrameSender, onFrame: (listener: (frame: Frame) => void) => void) => void;
};

export type Call = { readonly route: string; readonly request: unknown };

/** Thrown by a handler: the connection breaks without a word. */
export class Break extends Error {}

export class FakeDaemon {
  readonly directory: string;
  readonly calls: Call[] = [];
  readonly #server: Server;
  readonly #connections = new Set<Duplex>();
  readonly #script: Script;

  private constructor(directory: string, script: Script) {
    this.directory = directory;
    this.#script = script;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.on('close', () => this.#connections.delete(socket));
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async start(script: Script): Promise<FakeDaemon> {
    const daemon = new FakeDaemon(await mkdtemp(join(tmpdir(), 'dockr-cli-')), script);
    await new Promise<void>((resolve) => daemon.#server.listen(daemon.socket, resolve));
    return daemon;
  }

  get socket(): string {
    return join(this.directory, 'dockr.sock');
  }

  requestsOf(route: string): readonly unknown[] {
    return this.calls.filter((call) => call.route === route).map((call) => call.request);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections) connection.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.directory, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = (request.url ?? '').replace('/v1/', '');
    const body = (await json(request)) as never;
    this.calls.push({ route, request: body });
    const stream = this.#script.streams?.[route];
    try {
      if (stream) await answerStream(response, (emit, ended) => stream(body, emit, ended));
      else sendJson(response, 200, this.#call(route, body));
    } catch (error) {
      if (error instanceof Break) response.destroy();
      else sendJson(response, 400, toWireError(error));
    }
  }

  #call(route: string, body: never): unknown {
    const handler = this.#script.calls?.[route];
    if (handler) return handler(body);
    if (route === 'version') return VERSION;
    throw new DockrError('system', 'no-handler', { message: `the test has no answer for "${route}"` });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const route = (request.url ?? '').replace('/v1/', '');
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: dockr-frames\r\n\r\n');
    const reader = new FrameReader();
    let listener = (_frame: Frame): void => {};
    let started = false;
    const send: FrameSender = (kind, payload = '') => void socket.write(encodeFrame(kind, payload));
    const take = (frame: Frame): void => {
      if (started) {
        listener(frame);
        return;
      }
      started = true;
      const body: unknown = JSON.parse(frame.payload.toString());
      this.calls.push({ route, request: body });
      this.#script.duplex?.(body, send, (next) => {
        listener = next;
      });
    };
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) take(frame);
    });
    for (const frame of reader.push(head)) take(frame);
  }
}

export const VERSION = { version: '0.1.0', apiVersion: 'v1', node: 'v26', pid: 4242, startedAt: 0 };

async function answerStream(
  response: ServerResponse,
  run: (emit: Emit, ended: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const ended = new AbortController();
  response.on('close', () => ended.abort());
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  const emit: Emit = (event) => void response.write(`${JSON.stringify(event)}\n`);
  try {
    emit({ type: 'result', value: await run(emit, ended.signal) });
  } catch (error) {
    if (error instanceof Break) return void response.destroy();
    emit({ type: 'error', error: toWireError(error) });
  }
  response.end();
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Resolves when the client has closed the stream. */
export function untilClosed(ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ended.aborted) resolve();
    else ended.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A container of the stack `shop`, running unless a test says otherwise. */
export function container(service: string, replica = 1, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `${service}${replica}`.padEnd(12, '0'),
    name: `shop-${service}-${replica}`,
    stack: 'shop',
    service,
    image: 'busybox',
    command: 'sleep 1000',
    createdAt: Date.now() - 5 * 60_000 - 500,
    status: 'running',
    statusText: 'Up 5 minutes',
    exitCode: null,
    health: 'none',
    ports: [],
    addresses: {},
    pid: 1000,
    ...more,
  };
}

export const EMPTY_PLAN: Plan = {
  id: 'sha256:0',
  stack: 'shop',
  steps: [],
  warnings: [],
  unchanged: ['container shop-web-1'],
};
