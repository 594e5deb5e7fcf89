// Credentials of this host: files that only its administrator reads, and providers.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AgentError, errorCode } from '../../core/errors.ts';
import type { SecretPlace } from './git-auth.ts';

const LARGEST = 64 * 1024;
const OTHERS = 0o077;

/** What the command of a provider prints, by its name. */
export type AskProvider = (provider: string) => Promise<Uint8Array>;

/** The text of a secret, without the line end behind it. Throws `credential-not-read`, `credential-exposed` and what `ask` throws. */
export async function readSecret(place: SecretPlace, ask: AskProvider): Promise<string> {
  const bytes = place.kind === 'file' ? await readSecretFile(place.path) : await ask(place.provider);
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** Checks a file that another program will read, and that others must not: an SSH key. */
export async function checkSecretFile(path: string): Promise<void> {
  await using file = await openSecretFile(path);
  await checkFacts(path, file);
}

/** Throws for what somebody else could read or change; none of it is in the error. */
async function readSecretFile(path: string): Promise<Uint8Array> {
  await using file = await openSecretFile(path);
  await checkFacts(path, file);
  return file.readFile();
}

async function openSecretFile(path: string): Promise<FileHandle> {
  try {
    // What is a pipe or a device would be waited for.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const reason = errorCode(cause) === 'ENOENT' ? 'there is no such file' : (errorCode(cause) ?? 'unknown error');
    throw new AgentError('credential-not-read', { message: `cannot read the credentials "${path}": ${reason}`, cause });
  }
}

async function checkFacts(path: string, file: FileHandle): Promise<void> {
  const facts = await file.stat();
  if (!facts.isFile() || facts.size > LARGEST || facts.size === 0) {
    throw new AgentError('credential-not-read', {
      message: `cannot read the credentials "${path}": expected a file of 1 to ${LARGEST} bytes`,
    });
  }
  const isTrusted = facts.uid === 0 || facts.uid === process.geteuid?.();
  if (isTrusted && (facts.mode & OTHERS) === 0) return;
  const why = isTrusted ? `its mode is ${(facts.mode & 0o777).toString(8)}` : `user ${facts.uid} owns it`;
  throw new AgentError('credential-exposed', {
    message: `others can read or change the credentials "${path}": ${why}`,
    hint: isTrusted ? `chmod 600 ${path}, and change them if somebody may have seen them` : `chown root: ${path}`,
  });
}
