// One request to GitHub's API: to that host alone, bounded in time and size, with nothing of the credentials in its errors.
import { AgentError, errorCode } from '../../core/errors.ts';

export type ApiCall = {
  readonly url: string;
  readonly authorization: string;
  readonly body: object;
  readonly signal: AbortSignal;
};

type Fields = Readonly<Record<string, unknown>>;

const TIMEOUT_MS = 15_000;
const LARGEST_ANSWER = 256 * 1024;
const LONGEST_MESSAGE = 200;

/** The fields of the answer. Throws `github-app-refused` for a refusal, `github-app-unreachable` for what may pass. */
export async function callApi(fetcher: typeof fetch, call: ApiCall): Promise<Fields> {
  const { url, authorization, body, signal } = call;
  const { host } = new URL(url);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetcher(url, {
      method: 'POST',
      headers: {
        authorization,
        accept: 'application/vnd.github+json',
        'content-type': 'application/json',
        'user-agent': 'dockr',
        'x-github-api-version': '2022-11-28',
      },
      body: JSON.stringify(body),
      // It would take the request, and what it is signed with, to wherever the answer says.
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    const fields = parseFields(await readAnswer(answer));
    if (answer.ok) return fields;
    throw refused(host, answer.status, told(fields, authorization));
  } catch (error) {
    if (error instanceof AgentError) throw error;
    if (signal.aborted) throw new AgentError('aborted', { message: `the request to "${host}" was called off` });
    const why = timeout.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : reasonOf(error);
    throw new AgentError('github-app-unreachable', { message: `cannot ask "${host}" for a token: ${why}` });
  }
}

async function readAnswer(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > LARGEST_ANSWER)
      throw new AgentError('github-app-refused', { message: 'the answer of GitHub is too large' });
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
  } catch {
    return {};
  }
}

function refused(host: string, status: number, message: string): AgentError {
  const details = { message: `"${host}" gives no token: status ${status}${message}`, facts: { status } };
  // Of the server's own making, or because there were too many: it may be otherwise later.
  if (status >= 500 || status === 429) return new AgentError('github-app-unreachable', details);
  return new AgentError('github-app-refused', {
    ...details,
    hint: 'check the App, its key, and that its installation has the repository with "Contents: read"',
  });
}

function told({ message }: Fields, authorization: string): string {
  if (typeof message !== 'string') return '';
  const secret = authorization.replace('Bearer ', '');
  const shown = message
    .replaceAll(secret, '‹secret›')
    .slice(0, LONGEST_MESSAGE)
    .replaceAll(/\p{Cc}/gu, '?');
  return `, "${shown}"`;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return errorCode(cause) ?? errorCode(error) ?? 'the connection failed';
}
