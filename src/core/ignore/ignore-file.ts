// A .dockerignore's text → its patterns.
import { posix } from 'node:path';
import { trim } from '../blanks.ts';
import type { SourcePosition } from '../position.ts';

/** A pattern as `createIgnoreMatcher` takes it, with where it stands. */
export type IgnorePattern = { readonly text: string; readonly at?: SourcePosition };

/** The patterns of a .dockerignore in their order: comments and blank lines left out, paths made relative to the context. */
export function parseIgnoreFile(text: string, file: string): readonly IgnorePattern[] {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  return body.split('\n').flatMap((line, index) => {
    const written = line.replace(/\r$/, '');
    const pattern = parseLine(written);
    if (pattern === undefined) return [];
    const column = written.search(/\S/) + 1;
    return [{ text: pattern, at: { file, line: index + 1, column, length: trim(written).length, text: written } }];
  });
}

/** `#` begins a comment in the first column only: elsewhere it is part of a name. */
function parseLine(line: string): string | undefined {
  if (line.startsWith('#')) return undefined;
  const written = trim(line);
  if (written === '') return undefined;
  if (!written.startsWith('!')) return relativePath(written);
  const path = trim(written.slice(1));
  return path === '' ? '!' : `!${relativePath(path)}`;
}

/** A path without `.`, `..`, doubled, leading and trailing slashes. */
export function relativePath(path: string): string {
  const normal = posix.normalize(path);
  const start = normal.startsWith('/') ? 1 : 0;
  const end = normal.endsWith('/') ? normal.length - 1 : normal.length;
  return normal.slice(start, end) || normal.slice(0, 1);
}
