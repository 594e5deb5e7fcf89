import type { IncomingMessage } from 'node:http';
import { fromWireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { daemonGone, post, protocolError } from './post.ts';
import { isSuccess, refusal } from './post-json.ts';
import { readLines } from './read-lines.ts';

export type PostStreamOptions = {
  readonly request: unknown;
  readonly onEvent?: ((event: DockrEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** A long call: hands every event on as it comes, and gives the value of the last, `result`. */
export async function postStream(socket: string, route: string, options: PostStreamOptions): Promise<unknown> {
  try {
    const response = await post(socket, route, { body: options.request, signal: options.signal });
    if (!isSuccess(response)) throw await refusal(response, route);
    return await readEvents(response, options.onEvent);
  } catch (error) {
    // However the abort showed itself, the caller asked for it.
    throw options.signal?.aborted ? options.signal.reason : error;
  }
}

async function readEvents(response: IncomingMessage, onEvent: PostStreamOptions['onEvent']): Promise<unknown> {
  try {
    for await (const line of readLines(response)) {
      const event = parseEvent(line);
      if (event.type === 'result') return event.value;
      if (event.type === 'error') throw fromWireError(event.error);
      onEvent?.(event);
    }
  } finally {
    response.destroy();
  }
  throw daemonGone();
}

function parseEvent(line: string): DockrEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw protocolError('a line of the stream is not JSON', cause);
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) throw protocolError('an event without a type');
  return value as DockrEvent;
}
