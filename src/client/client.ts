// The daemon as typed calls: JSON over HTTP on its unix socket, JSON lines for long calls, frames for `run` and `exec`.

import type { DuplexRouteName, DuplexRoutes, RouteName, Routes, StreamRouteName, StreamRoutes } from '../api/routes.ts';
import type { DockrEvent } from '../core/events.ts';
import { type Connection, openConnection } from './connection.ts';
import type { SshHost } from './parse-host.ts';
import { postJson } from './post-json.ts';
import { postStream } from './post-stream.ts';

export type RequestOf<R extends RouteName> = Routes[R]['request'];
export type AnswerOf<R extends RouteName> = Routes[R]['answer'];
export type StreamRequestOf<R extends StreamRouteName> = StreamRoutes[R]['request'];
export type ResultOf<R extends StreamRouteName> = StreamRoutes[R]['result'];
export type DuplexRequestOf<R extends DuplexRouteName> = DuplexRoutes[R]['request'];

export type StreamOptions = {
  readonly onEvent?: ((event: DockrEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** One daemon. Every call opens a connection of its own, so there is nothing to close. */
export type Client = {
  /** Through which it is reached, on this machine. */
  readonly socket: string;
  /** Of another machine; undefined for this one. */
  readonly host: SshHost | undefined;
  readonly call: <R extends RouteName>(route: R, request: RequestOf<R>) => Promise<AnswerOf<R>>;
  /** Ends with the value of the stream's `result` event; throws what its `error` event tells. */
  readonly stream: <R extends StreamRouteName>(
    route: R,
    request: StreamRequestOf<R>,
    options?: StreamOptions,
  ) => Promise<ResultOf<R>>;
  readonly duplex: <R extends DuplexRouteName>(route: R, request: DuplexRequestOf<R>) => Promise<Connection>;
};

/** Calls to the daemon that listens on `socket`, behind which may be that of another host. Does not connect yet. */
export function createClient(socket: string, host?: SshHost): Client {
  return {
    socket,
    host,
    call: (route, request) => postJson(socket, route, request) as Promise<AnswerOf<typeof route>>,
    stream: (route, request, options) =>
      postStream(socket, route, { request, ...options }) as Promise<ResultOf<typeof route>>,
    duplex: (route, request) => openConnection(socket, route, request),
  };
}
