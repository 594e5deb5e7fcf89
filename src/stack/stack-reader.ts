// How the loader reaches files: given from outside, so that it can be held to a folder, or to memory in tests.
import { readFileSync, statSync } from 'node:fs';
import { DockrError, errorCode, StackError } from '../core/errors.ts';
import { detectEncryption } from './detect-encryption.ts';
import { decodeSource, type SourceText } from './source-text.ts';

export type StackReader = {
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly readStdin: () => Promise<Uint8Array>;
  readonly fileExists: (path: string) => Promise<boolean>;
  /** Opens what is encrypted; without it, such files are left alone: a stack can be looked at without a key. */
  readonly openSecret?: OpenSecret | undefined;
};

/** The bytes of an encrypted file, and what they are where that is known. */
export type OpenSecret = (path: string, bytes: Uint8Array) => Promise<OpenedSecret>;
export type OpenedSecret = {
  readonly bytes: Uint8Array;
  readonly format: 'yaml' | 'json' | 'dotenv' | 'any';
};

const LARGEST = 64 * 1024 ** 2;

/** Reads the files of this machine; standard input is what is given. */
export function createStackReader(input: { readonly stdin: AsyncIterable<Uint8Array> }): StackReader {
  return {
    readFile: readBounded,
    readStdin: () => readStream(input.stdin),
    fileExists: async (path) => isFile(path),
  };
}

/** A file's text; errors say what the file is for. */
export async function readSource(
  reader: Pick<StackReader, 'readFile'>,
  path: string,
  naming: { readonly shown: string; readonly purpose: string },
): Promise<SourceText> {
  try {
    const bytes = await reader.readFile(path);
    if (detectEncryption(bytes)) throw encrypted(naming);
    return decodeSource(naming.shown, bytes);
  } catch (cause) {
    if (cause instanceof StackError && cause.code === 'too-large') throw tooLarge(naming);
    if (cause instanceof DockrError) throw cause;
    throw toReadError(cause, naming);
  }
}

function encrypted({ shown, purpose }: { readonly shown: string; readonly purpose: string }): StackError {
  return new StackError('encrypted-file', {
    message: `${purpose} "${shown}" is encrypted: what it says would be all over the stack, and be shown`,
    hint: 'encrypt only what "secrets", "configs" and the "env_file" of services name',
  });
}

function tooLarge({ shown, purpose }: { readonly shown: string; readonly purpose: string }): StackError {
  return new StackError('too-large', { message: `${purpose} "${shown}" is larger than ${LARGEST} bytes` });
}

function toReadError(
  cause: unknown,
  { shown, purpose }: { readonly shown: string; readonly purpose: string },
): StackError {
  const code = errorCode(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new StackError('file-not-found', { message: `${purpose} "${shown}" does not exist`, cause });
  if (code === 'EISDIR')
    return new StackError('not-a-file', { message: `${purpose} "${shown}" is a folder, expected a file`, cause });
  if (code === 'EACCES' || code === 'EPERM')
    return new StackError('unreadable-file', {
      message: `cannot read ${purpose} "${shown}": permission denied`,
      hint: 'make it readable for your user',
      cause,
    });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StackError('unreadable-file', { message: `cannot read ${purpose} "${shown}": ${reason}`, cause });
}

/** Without a thread to ask and be asked: a dozen of names are tried for a stack file, all of which are known at once. */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    return false;
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  const stats = statSync(path);
  if (stats.isFile() && stats.size > 0 && stats.size <= LARGEST) return readFileSync(path);
  const { readSpecialFile } = await import('./read-special-file.ts');
  return readSpecialFile(path, readStream);
}

async function readStream(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST) throw new StackError('too-large', { message: `the text is larger than ${LARGEST} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
