// Runs a file of cases: each must come out as expected, or be listed with the reason why it does not.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { DockrError } from '../../src/core/errors.ts';
import { type Case, readCases } from './cases.ts';
import { findWrongReason } from './error-table.ts';

/** What a reason for a difference begins with: a failing of ours is none. `outside` is what Linux does not have. */
export type Reason = `${'defect of the reference' | 'safer choice' | 'outside'}: ${string}`;

/** Part of an id → why we differ there on purpose. */
export type Differences = Readonly<Record<string, Reason>>;

/** What came of a case: as expected, or in which way not. `unsupported` is what this test is not about. */
export type Outcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'different'; readonly how: string }
  | { readonly kind: 'unsupported'; readonly what: string };

export const SAME: Outcome = { kind: 'same' };

/** Checks every case, and that no listed difference has gone away; prints what is not in scope, by reason. */
export async function checkCases(
  context: TestContext,
  file: string,
  setting: { readonly differences: Differences; readonly run: (of: Case) => Outcome | Promise<Outcome> },
): Promise<void> {
  const cases = readCases(file);
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  const unused = new Set(Object.keys(setting.differences));
  const count = (reason: string): void => void counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const each of cases) {
    const key = Object.keys(setting.differences).find(
      (part) => each.id === part || (part.endsWith('*') && each.id.startsWith(part.slice(0, -1))),
    );
    const outcome = await setting.run(each);
    if (outcome.kind === 'unsupported') count(`not of this test: ${outcome.what}`);
    if (outcome.kind !== 'different') continue;
    if (key === undefined) wrong.push(`${each.id}: ${outcome.how}`);
    else {
      unused.delete(key);
      count(setting.differences[key] ?? key);
    }
  }
  const outside = [...counts.values()].reduce((sum, number) => sum + number, 0);
  context.diagnostic(`${file}: ${cases.length - outside - wrong.length} of ${cases.length} as expected`);
  for (const [reason, number] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    context.diagnostic(`  ${number} ${reason}`);
  assert.deepEqual(wrong, []);
  assert.deepEqual([...unused], [], 'listed differences that are none');
}

/** Compares as JSON, key order aside. */
export function compare(actual: unknown, expected: unknown): Outcome {
  try {
    assert.deepStrictEqual(JSON.parse(JSON.stringify(actual ?? null)), JSON.parse(JSON.stringify(expected ?? null)));
    return SAME;
  } catch {
    return { kind: 'different', how: `got ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}` };
  }
}

/** Compares the value of a function; or what it throws, with the reason that the case expects. */
export function checkThrowing(each: Case, run: () => unknown, expected: unknown = each.expect): Outcome {
  const result = attempt(run);
  if (!each.expect_error)
    return 'error' in result ? { kind: 'different', how: result.error.message } : compare(result.value, expected);
  if (!('error' in result)) {
    const how = `got ${JSON.stringify(result.value)}, expected an error like ${each.expect_error.full}`;
    return { kind: 'different', how };
  }
  const wrong = findWrongReason(each, [result.error]);
  return wrong === undefined ? SAME : { kind: 'different', how: wrong };
}

function attempt(run: () => unknown): { readonly value: unknown } | { readonly error: DockrError } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof DockrError) return { error };
    throw error;
  }
}
