import type { IncomingMessage } from 'node:http';
import { type DockrError, errorCode, fromWireError } from '../core/errors.ts';
import { daemonGone, post, protocolError } from './post.ts';
import { isWireError } from './wire-error.ts';

/** An answer longer than this is refused. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 1024 * 1024;

/** A short call: one JSON value back, or the daemon's error thrown. */
export async function postJson(socket: string, route: string, request: unknown): Promise<unknown> {
  const response = await post(socket, route, { body: request });
  if (!isSuccess(response)) throw await refusal(response, route);
  return parseJson(await readAll(response, MAX_ANSWER_BYTES), route);
}

export function isSuccess(response: IncomingMessage): boolean {
  const status = response.statusCode ?? 0;
  return status >= 200 && status < 300;
}

/** The error that an answer with status 4xx or 5xx carries. */
export async function refusal(response: IncomingMessage, route: string): Promise<DockrError> {
  const text = await readAll(response, MAX_ERROR_BYTES);
  const value = parseJsonOrUndefined(text);
  if (isWireError(value)) return fromWireError(value);
  return protocolError(`status ${response.statusCode} to "${route}" without an error`);
}

async function readAll(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      if (size > limit) throw protocolError(`more than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw errorCode(error) === 'protocol-error' ? error : daemonGone(error);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string, route: string): unknown {
  const value = parseJsonOrUndefined(text);
  if (value === undefined) throw protocolError(`the answer to "${route}" is not JSON`);
  return value;
}

function parseJsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
