// Relative paths of the stack files.
import { resolve } from 'node:path';
import type { Reading } from './reading.ts';

/** Absolute, `~` being the home folder. */
export function resolvePath(reading: Reading, text: string): string {
  if (reading.home !== undefined && (text === '~' || text.startsWith('~/')))
    return resolve(reading.home, text.slice(2));
  return resolve(reading.directory, text);
}
