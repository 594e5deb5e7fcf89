// The cases that others wrote, read in place: DOCKR_CASES, else `../shared/cases` beside the repository.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const CASES = resolve(ROOT, process.env['DOCKR_CASES'] ?? '../shared/cases', 'compose');

/** For `test(name, { skip }, …)`: the reason where the cases are not there. */
export const skipWithoutCases: string | false = existsSync(CASES) ? false : `no cases in ${CASES}: set DOCKR_CASES`;

export type Case = {
  readonly id: string;
  readonly expect?: unknown;
  readonly expect_error?: { readonly full?: string; readonly asserted?: string };
} & Readonly<Record<string, unknown>>;

export function readCases(file: string): readonly Case[] {
  return JSON.parse(readFileSync(resolve(CASES, file), 'utf8')).cases;
}
