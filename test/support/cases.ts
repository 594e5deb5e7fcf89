// The shared test cases, which live beside the repository and are read where they are.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** `$DOCKR_CASES`, or `../shared/cases` beside the repository. */
export const casesDirectory: string = process.env.DOCKR_CASES ?? resolve(repository, '../shared/cases');

/** For `test(name, { skip: casesSkipReason() }, …)`: false where the cases are there, else why the test is skipped. */
export function casesSkipReason(...paths: readonly string[]): string | false {
  const missing = [casesDirectory, ...paths.map(casePath)].find((path) => !existsSync(path));
  return missing === undefined ? false : `no test cases at ${missing} (set DOCKR_CASES)`;
}

/** Where a case is, such as `casePath('build/heredoc.json')`. */
export function casePath(path: string): string {
  return join(casesDirectory, path);
}

/** The parsed content of a JSON file of cases; its shape is for the test to check. */
export function loadCases(path: string): unknown {
  return JSON.parse(readFileSync(casePath(path), 'utf8'));
}
