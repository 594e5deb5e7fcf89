// The loader's way to files, held to a release. A release has no links that leave it and never changes, so a path that
// lies in it by its text lies in it.
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { StackError } from '../core/errors.ts';
import type { StackReader } from '../stack/stack-reader.ts';

const LARGEST = 1024 ** 2;

/** Whether an absolute path lies in a folder or is the folder. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith('../') && !isAbsolute(way));
}

/** Reads regular files of the release, up to a megabyte. `shown` turns a path into what people are told. */
export function createReleaseReader(directory: string, shown: (path: string) => string): StackReader {
  return {
    readFile: async (path) => {
      if (!isInside(directory, path)) throw outside(path);
      const facts = await stat(path);
      if (!facts.isFile()) throw new StackError('not-a-file', { message: `"${shown(path)}" is not a file` });
      if (facts.size > LARGEST) throw tooLarge(shown(path), facts.size);
      return readFile(path);
    },
    readStdin: async () => {
      throw new StackError('file-not-found', { message: 'a deployed stack has no standard input' });
    },
    fileExists: async (path) =>
      isInside(directory, path) && ((await stat(path).catch(() => undefined))?.isFile() ?? false),
  };
}

function outside(path: string): StackError {
  return new StackError('path-outside-release', { message: `file "${path}" does not lie in the repository` });
}

function tooLarge(path: string, size: number): StackError {
  return new StackError('too-large', { message: `"${path}" has ${size} bytes, at most ${LARGEST} are allowed` });
}
