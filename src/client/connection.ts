// The client's end of a duplex call: `Upgrade: dockr-frames`, then frames both ways. The first frame we send is an
// `event` with the request as JSON, because an upgrade has no body.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { encodeFrame, type Frame, type FrameKind, FrameReader, MAX_PAYLOAD } from '../api/frames.ts';
import { UsageError } from '../core/errors.ts';
import { httpRequest } from './http-request.ts';
import { connectionError, daemonGone, protocolError, routePath } from './post.ts';
import { isSuccess, refusal } from './post-json.ts';

export type Connection = {
  /** Ends when the daemon closes; throws when the connection breaks. */
  readonly frames: AsyncIterable<Frame>;
  /** False when the daemon reads slower than we write: wait for `drained`. */
  readonly send: (kind: FrameKind, payload?: Uint8Array | string) => boolean;
  readonly drained: () => Promise<void>;
  readonly close: () => void;
};

/** Opens a connection for `route` and sends the request. */
export async function openConnection(socket: string, route: string, request: unknown): Promise<Connection> {
  const body = Buffer.from(JSON.stringify(request));
  if (body.length > MAX_PAYLOAD) {
    throw new UsageError('request-too-long', {
      message: `the request has ${body.length} bytes, at most ${MAX_PAYLOAD} are possible`,
    });
  }
  const { stream, head } = await upgrade(socket, route);
  stream.write(encodeFrame('event', body));
  return {
    frames: readFrames(stream, head),
    send: (kind, payload) => sendFrames(stream, kind, payload ?? ''),
    drained: () => drained(stream),
    close: () => stream.destroy(),
  };
}

function upgrade(socket: string, route: string): Promise<{ readonly stream: Duplex; readonly head: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      socketPath: socket,
      path: routePath(route),
      method: 'POST',
      headers: { connection: 'Upgrade', upgrade: 'dockr-frames' },
      agent: false,
    });
    request.once('upgrade', (_response, stream, head) => resolve({ stream, head }));
    request.once('response', (response) => void refuse(response, route).catch(reject));
    request.on('error', (error) => reject(connectionError(error, socket)));
    request.end();
  });
}

async function refuse(response: IncomingMessage, route: string): Promise<never> {
  if (isSuccess(response)) {
    response.destroy();
    throw protocolError(`"${route}" was not upgraded`);
  }
  throw await refusal(response, route);
}

async function* readFrames(stream: Duplex, head: Buffer): AsyncGenerator<Frame> {
  const reader = new FrameReader();
  yield* pushed(reader, head);
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextChunk(chunks);
      if (!next) return;
      yield* pushed(reader, next);
    }
  } finally {
    stream.destroy();
  }
}

async function nextChunk(chunks: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  try {
    const next = await chunks.next();
    return next.done ? undefined : next.value;
  } catch (error) {
    throw daemonGone(error);
  }
}

function pushed(reader: FrameReader, chunk: Buffer): readonly Frame[] {
  try {
    return reader.push(chunk);
  } catch (error) {
    throw protocolError('a malformed frame', error);
  }
}

function sendFrames(stream: Duplex, kind: FrameKind, payload: Uint8Array | string): boolean {
  if (stream.destroyed || stream.writableEnded) return true;
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  let ready = true;
  for (let start = 0; start === 0 || start < bytes.length; start += MAX_PAYLOAD) {
    ready = stream.write(encodeFrame(kind, bytes.subarray(start, start + MAX_PAYLOAD)));
  }
  return ready;
}

function drained(stream: Duplex): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}
