// Runs a file of cases: each must come out as expected, or be listed with the reason why it does not.
import assert from 'node:assert/strict';
import { DockrError } from '../../src/core/errors.ts';
import { type Case, readCases } from './cases.ts';
import { findWrongReason } from './error-table.ts';

/** What a reason for a difference begins with: a failing of ours is none. `outside` is what Linux does not have. */
export type Reason = `${'defect of the reference' | 'safer choice' | 'outside'}: ${string}`;

/** An id, or how ids begin and a `*` → why we differ there on purpose. */
export type Differences = Readonly<Record<string, Reason>>;

/** What came of a case: as expected, or in which way not. */
export type Outcome = { readonly kind: 'same' } | { readonly kind: 'different'; readonly how: string };

/** How the cases of a file are run. */
export type CaseFile = {
  readonly differences: Differences;
  readonly run: (of: Case) => Outcome | Promise<Outcome>;
};

/** By path below the folder of the cases. */
export type CaseFiles = Readonly<Record<string, CaseFile>>;

/** What came of a file. */
export type CaseReport = {
  readonly file: string;
  readonly total: number;
  readonly same: number;
  /** Why listed ones differ, once for each case. */
  readonly reasons: readonly Reason[];
  /** Those that differ and are not listed. */
  readonly wrong: readonly string[];
  /** Those that are listed and do not differ. */
  readonly unused: readonly string[];
};

export const SAME: Outcome = { kind: 'same' };

export function different(how: unknown): Outcome {
  return { kind: 'different', how: String(how) };
}

/** Runs every case of a file, one after the other. */
export async function runCases(file: string, { differences, run }: CaseFile): Promise<CaseReport> {
  const cases = readCases(file);
  const reasons: Reason[] = [];
  const wrong: string[] = [];
  const unused = new Set(Object.keys(differences));
  for (const each of cases) {
    const outcome = await run(each);
    if (outcome.kind === 'same') continue;
    const key = Object.keys(differences).find((listed) => isListed(each.id, listed));
    const reason = key === undefined ? undefined : differences[key];
    if (key === undefined || reason === undefined) wrong.push(`${each.id}: ${outcome.how}`);
    else {
      unused.delete(key);
      reasons.push(reason);
    }
  }
  const same = cases.length - reasons.length - wrong.length;
  return { file, total: cases.length, same, reasons, wrong, unused: [...unused] };
}

function isListed(id: string, listed: string): boolean {
  return listed.endsWith('*') ? id.startsWith(listed.slice(0, -1)) : id === listed;
}

/** Compares as JSON, key order aside. */
export function compare(actual: unknown, expected: unknown): Outcome {
  try {
    assert.deepStrictEqual(JSON.parse(JSON.stringify(actual ?? null)), JSON.parse(JSON.stringify(expected ?? null)));
    return SAME;
  } catch {
    return different(`got ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}

/** Compares the value of a function; or what it throws, with the reason that the case expects. */
export function checkThrowing(each: Case, run: () => unknown, expected: unknown = each.expect): Outcome {
  const result = attempt(run);
  if ('error' in result) return judgeErrors(each, [result.error]);
  return judgeValue(each, result.value, expected);
}

/** Compares a value where the case expects one. */
export function judgeValue(each: Case, actual: unknown, expected: unknown = each.expect): Outcome {
  if (!each.expect_error) return compare(actual, expected);
  return different(`got ${JSON.stringify(actual)}, expected an error like ${each.expect_error.full}`);
}

/** Compares errors of ours with the one that the case expects, if it does. */
export function judgeErrors(each: Case, errors: readonly DockrError[]): Outcome {
  const wrong = each.expect_error
    ? findWrongReason(each, errors)
    : errors.map((error) => `${error.code}: ${error.message}`).join('; ');
  return wrong === undefined ? SAME : different(wrong);
}

function attempt(run: () => unknown): { readonly value: unknown } | { readonly error: DockrError } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof DockrError) return { error };
    throw error;
  }
}
