// The cases of other projects, read where they lie: DOCKR_CASES, else beside the repository.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

type CaseFile<Case, Extra> = Extra & { readonly count: number; readonly cases: readonly Case[] };

const root = process.env.DOCKR_CASES ?? join(import.meta.dirname, '../../../../../shared/cases');

/** Registers tests for a case file, or one skipped test that says what is missing. */
export function withCases<Case, Extra = object>(name: string, register: (file: CaseFile<Case, Extra>) => void): void {
  const path = join(root, 'build', `${name}.json`);
  if (!existsSync(path)) {
    test(`the cases of ${name}`, { skip: `"${path}" is not there; set DOCKR_CASES` }, () => {});
    return;
  }
  const file: CaseFile<Case, Extra> = JSON.parse(readFileSync(path, 'utf8'));
  register(file);
}
