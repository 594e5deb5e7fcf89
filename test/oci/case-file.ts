import { test } from 'node:test';
import { casesSkipReason, loadCases } from '../support/cases.ts';

export type Case = { readonly id: string; readonly op: string } & Readonly<Record<string, unknown>>;

/** Runs one test per case of a file, or one that is skipped out loud where the file is absent. */
export function testCases(path: string, run: (item: Case) => void | Promise<void>): void {
  const skip = casesSkipReason(path);
  if (skip) {
    test(`the cases of ${path}`, { skip }, () => {});
    return;
  }
  const { cases } = loadCases(path) as { readonly cases: readonly Case[] };
  for (const [index, item] of cases.entries()) {
    test(`${path} ${index} ${item.op} ${item.id.slice(0, 120)}`, () => run(item));
  }
}
