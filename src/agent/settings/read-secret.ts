// Secrets of the host's own: of webhooks, tokens of forges, addresses of chat rooms. Each in a file of its own.
import { stat } from 'node:fs/promises';
import { AgentError } from '../../core/errors.ts';
import { readHostFile } from '../read-host-file.ts';

const OPEN_TO_OTHERS = 0o077;
const LONGEST = 16 * 1024;

/**
 * The text of a file without the blanks around it. Throws `host-file-not-safe` for one that others than its owner can read,
 * and `host-file-not-read` for one that is missing, empty or no text of one line.
 */
export async function readSecret(path: string, what: string): Promise<string> {
  const file = await readHostFile(path, what);
  if (file.kind === 'missing') throw notRead(path, what, 'it is not there');
  const { mode } = await stat(path);
  if ((mode & OPEN_TO_OTHERS) !== 0) {
    throw new AgentError('host-file-not-safe', {
      message: `${what} "${path}" can be read by others than its owner`,
      hint: `chmod 600 "${path}"`,
    });
  }
  const text = file.bytes.toString('utf8').trim();
  if (text === '') throw notRead(path, what, 'it is empty');
  if (text.length > LONGEST) throw notRead(path, what, `it has more than ${LONGEST} characters`);
  // In a header, a second line would be another header.
  if (/\p{Cc}/u.test(text)) throw notRead(path, what, 'it has more than one line, or control characters');
  return text;
}

function notRead(path: string, what: string, why: string): AgentError {
  return new AgentError('host-file-not-read', { message: `cannot read ${what} "${path}": ${why}` });
}
