// One POST on the daemon's socket, and what its failures mean.
import type { IncomingMessage } from 'node:http';
import { API_VERSION } from '../api/messages.ts';
import { type DockrError, errorCode, SystemError } from '../core/errors.ts';
import { httpRequest } from './http-request.ts';

export type PostOptions = { readonly signal?: AbortSignal | undefined };

/** Sends `body` as JSON and gives the answer once its head is there. */
export function post(
  socket: string,
  route: string,
  options: PostOptions & { readonly body: unknown },
): Promise<IncomingMessage> {
  const body = JSON.stringify(options.body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      socketPath: socket,
      path: routePath(route),
      method: 'POST',
      headers,
      agent: false,
      signal: options.signal,
    });
    request.once('response', resolve);
    request.on('error', (error) => reject(options.signal?.aborted ? error : connectionError(error, socket)));
    request.end(body);
  });
}

export function routePath(route: string): string {
  return `/${API_VERSION}/${route}`;
}

/** A failed connection as our error: nobody listens, not allowed, or gone in the middle. */
export function connectionError(cause: unknown, socket: string): DockrError {
  switch (errorCode(cause)) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return new SystemError('daemon-not-running', {
        message: `no daemon answers on "${socket}"`,
        hint: 'start it with "dockr daemon", or run any command as root',
        cause,
      });
    case 'EACCES':
    case 'EPERM':
      return new SystemError('socket-not-permitted', {
        message: `not allowed to connect to the daemon's socket "${socket}"`,
        hint: 'run the command as root, or add your user to the group "dockr" and log in again',
        cause,
      });
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return new SystemError('socket-path-invalid', {
        message: `"${socket}" cannot be the path of a socket: at most 107 bytes are possible`,
        hint: 'set DOCKR_SOCKET to a shorter path',
        cause,
      });
    default:
      return daemonGone(cause);
  }
}

/** The daemon ended, or closed the connection, before it had answered in full. */
export function daemonGone(cause?: unknown): DockrError {
  return new SystemError('daemon-gone', {
    message: 'the daemon went away in the middle of the call',
    hint: 'it starts again by itself and containers keep running: repeat the command, and see daemon.log if this comes back',
    cause,
  });
}

/** What the daemon sent is not what the API promises: another version, or a bug. */
export function protocolError(what: string, cause?: unknown): DockrError {
  return new SystemError('protocol-error', {
    message: `the daemon's answer was not understood: ${what}`,
    hint: 'compare "dockr version" on both sides, and restart the daemon with "dockr daemon stop" if they differ',
    cause,
  });
}
