// Files with private keys of age: those of the user who runs a command, and those of the host for what it deploys.
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, SystemError } from '../core/errors.ts';
import { AgeIdentity } from './age-identity.ts';

const LARGEST = 64 * 1024;
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/** The keys of a file. Throws `key-file-not-found`, `key-file-exposed` and `key-file-malformed`, none with a word of it. */
export async function readKeyFile(path: string): Promise<readonly AgeIdentity[]> {
  const file = await openKeyFile(path);
  try {
    await checkOwner(path, file);
    return parseKeys(path, await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

/**
 * The keys of a folder for one deployment: its files are for all deployments, those of its folder of that name for that one
 * alone. A folder that is not there has none.
 */
export async function readKeyFolder(folder: string, deployment: string): Promise<readonly AgeIdentity[]> {
  const paths = [...(await filesOf(folder)), ...(await filesOf(join(folder, deployment)))];
  return (await Promise.all(paths.map(readKeyFile))).flat();
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const facts = await stat(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!facts?.isDirectory()) return [];
  if (!isTrusted(facts.uid) || (facts.mode & OTHERS_WRITE) !== 0) {
    throw new SystemError('key-file-exposed', {
      message: `others may put keys into "${folder}": its mode is ${formatMode(facts.mode)}`,
      hint: `chown root: ${folder} && chmod 700 ${folder}`,
    });
  }
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.name.startsWith('.') && !entry.isDirectory());
  return files.map(({ name }) => join(folder, name)).sort();
}

async function openKeyFile(path: string): Promise<FileHandle> {
  try {
    // What is a pipe or a device would be waited for.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const reason = errorCode(cause) === 'ENOENT' ? 'there is no such file' : (errorCode(cause) ?? 'unknown error');
    throw new SystemError('key-file-not-found', { message: `cannot read the key file "${path}": ${reason}`, cause });
  }
}

async function checkOwner(path: string, file: FileHandle): Promise<void> {
  const facts = await file.stat();
  const { mode, uid } = facts;
  if (!facts.isFile() || facts.size > LARGEST)
    throw new SystemError('key-file-malformed', { message: `"${path}" is not a file of keys` });
  if (isTrusted(uid) && (mode & OTHERS) === 0) return;
  const why = isTrusted(uid) ? `its mode is ${formatMode(mode)}` : `user ${uid} owns it`;
  throw new SystemError('key-file-exposed', {
    message: `others can read the key file "${path}": ${why}`,
    hint: isTrusted(uid) ? `chmod 600 ${path}, and change the key if somebody may have seen it` : `chown root: ${path}`,
  });
}

function isTrusted(uid: number): boolean {
  return uid === 0 || uid === process.geteuid?.();
}

function formatMode(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** One key a line, as age-keygen writes them; `#` begins a comment. */
function parseKeys(path: string, text: string): readonly AgeIdentity[] {
  const lines = text.split('\n').map((line, index) => ({ text: line.trim(), number: index + 1 }));
  const used = lines.filter((line) => line.text !== '' && !line.text.startsWith('#'));
  if (used.length === 0) throw new SystemError('key-file-malformed', { message: `key file "${path}" has no key` });
  return used.map((line) => {
    const identity = AgeIdentity.parse(line.text);
    if (identity) return identity;
    throw new SystemError('key-file-malformed', {
      message: `line ${line.number} of key file "${path}" is not a private key of age`,
      hint: 'make one with "age-keygen"; plugins, passphrases and keys of SSH are not supported',
    });
  });
}
