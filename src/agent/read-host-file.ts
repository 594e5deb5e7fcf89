// Files that say whom and what this host trusts. Who may write to one decides in its place, so others must not.
import { statSync } from 'node:fs';
import { constants, open } from 'node:fs/promises';
import { AgentError, errorCode } from '../core/errors.ts';

const LARGEST = 1024 ** 2;
const WRITABLE_BY_OTHERS = 0o022;

export type HostFile = { readonly kind: 'text'; readonly bytes: Buffer } | { readonly kind: 'missing' };

/** Reads one. Throws `host-file-not-safe` for what somebody else could write to, `host-file-not-read` for what cannot be read. */
export async function readHostFile(path: string, what: string): Promise<HostFile> {
  try {
    // Mostly there is none, which is asked in each round of each deployment: a pool thread would cost twenty times as much.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return { kind: 'missing' };
    // Not to wait for the other end of a pipe.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const facts = await file.stat();
    const { mode, uid, size } = facts;
    if (!facts.isFile()) throw notRead(path, what, 'it is not a file');
    if (size > LARGEST) throw notRead(path, what, `it has ${size} bytes, at most ${LARGEST} are allowed`);
    if ((mode & WRITABLE_BY_OTHERS) !== 0 || (uid !== 0 && uid !== process.geteuid?.())) throw notSafe(path, what);
    return { kind: 'text', bytes: await file.readFile() };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return { kind: 'missing' };
    if (error instanceof AgentError) throw error;
    throw notRead(path, what, errorCode(error) ?? String(error), error);
  }
}

function notRead(path: string, what: string, why: string, cause?: unknown): AgentError {
  return new AgentError('host-file-not-read', { message: `cannot read ${what} "${path}": ${why}`, cause });
}

function notSafe(path: string, what: string): AgentError {
  return new AgentError('host-file-not-safe', {
    message: `${what} "${path}" can be written by others than root`,
    hint: `chown root "${path}" and chmod go-w "${path}"`,
  });
}
