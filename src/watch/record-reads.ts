// What the loader looked at, whether it was there or not: exactly the files on which a stack depends.
import { statSync } from 'node:fs';
import type { StackReader } from '../stack/stack-reader.ts';

export type Reads = {
  /** A reader that takes notes. */
  readonly reader: StackReader;
  readonly paths: () => readonly string[];
  /** Those that are no longer as they were just before they were looked at. */
  readonly changed: () => readonly string[];
};

/** Takes notes of everything that is read through `reader`. */
export function recordReads(reader: StackReader): Reads {
  const stamps = new Map<string, string>();
  const note = (path: string): void => {
    if (!stamps.has(path)) stamps.set(path, stampOf(path));
  };
  return {
    reader: {
      ...reader,
      readFile: (path) => {
        note(path);
        return reader.readFile(path);
      },
      fileExists: (path) => {
        note(path);
        return reader.fileExists(path);
      },
    },
    paths: () => [...stamps.keys()].sort(),
    changed: () => [...stamps].flatMap(([path, stamp]) => (stampOf(path) === stamp ? [] : [path])).sort(),
  };
}

/** Changes with the file at a path; also of what is not there. */
export function stampOf(path: string): string {
  try {
    const { mtimeNs, size, ino } = statSync(path, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch {
    return 'nothing';
  }
}
