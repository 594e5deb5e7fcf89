// One request to somebody whom the host's administrator has named: no redirects, a time limit, a bounded answer.
import { AgentError, errorCode } from '../../core/errors.ts';

export type OutgoingRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type OutgoingAnswer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** What the body said, where it was JSON; else undefined. */
  readonly json: unknown;
};

export type SendRequest = (request: OutgoingRequest, signal: AbortSignal) => Promise<OutgoingAnswer>;

const TIMEOUT_MS = 10_000;
const LARGEST_ANSWER = 4 * 1024 ** 2;

/** Throws `report-not-sent` for what got no answer. An answer is one, whatever its status. */
export const sendRequest: SendRequest = async ({ method, url, headers, body }, signal) => {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'user-agent': 'dockr', ...headers },
      ...(body === undefined ? {} : { body }),
      // Credentials and the report go to that address and no other.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await readText(response);
    return { status: response.status, headers: new Map(response.headers), json: parseJson(text) };
  } catch (error) {
    throw notSent(url, error);
  }
};

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LARGEST_ANSWER) throw new Error(`the answer has more than ${LARGEST_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only the origin is told: addresses of chat rooms are secrets. */
function notSent(url: string, error: unknown): AgentError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const why = errorCode(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new AgentError('report-not-sent', { message: `nothing could be sent to "${originOf(url)}": ${why}` });
}

/** The part of an address that may be shown. */
export function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'an address that cannot be read';
}
