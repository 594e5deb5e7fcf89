// A process that tries faults one after another, for run-mutants.ts: it may hang or die of one.
import fc from 'fast-check';
import { type CollectedTest, runCollected } from './collected-tests.ts';
import type { Mutant } from './find-mutants.ts';
import { loadTests, startAnew } from './fresh-modules.ts';
import { measureCoverage, type Place, type TestCoverage } from './measure-coverage.ts';

/** Tests are tried in the given order until one fails. */
export type TriedTest = { readonly file: string; readonly name: string };
export type WorkerRequest =
  | { readonly kind: 'measure'; readonly files: readonly string[]; readonly places: readonly Place[] }
  | { readonly kind: 'try'; readonly mutant: Mutant; readonly tests: readonly TriedTest[] };
export type WorkerAnswer =
  | { readonly kind: 'measured'; readonly tests: readonly TestCoverage[] }
  /** The next test begins: its place in the list. */
  | { readonly kind: 'trying'; readonly index: number }
  /** Null: nothing noticed. */
  | { readonly kind: 'tried'; readonly killer: TriedTest | null }
  | { readonly kind: 'failed'; readonly message: string };

const TEST_TIMEOUT_MS = 15_000;

// What is noticed today is noticed tomorrow.
fc.configureGlobal({ seed: 27 });
// Of a fault whose verdict is known by now.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
process.on('message', (request: WorkerRequest) => {
  void answer(request).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ kind: 'failed', message: inFull(error) } satisfies WorkerAnswer),
  );
});

async function answer(request: WorkerRequest): Promise<WorkerAnswer> {
  if (request.kind === 'try') return { kind: 'tried', killer: await findKiller(request.mutant, request.tests) };
  const tests: TestCoverage[] = [];
  for (const file of request.files) tests.push(...(await measureCoverage(file, request.places)));
  return { kind: 'measured', tests };
}

async function findKiller(mutant: Mutant, tests: readonly TriedTest[]): Promise<TriedTest | null> {
  startAnew(mutant);
  const byFile = new Map<string, readonly CollectedTest[]>();
  for (const [index, test] of tests.entries()) {
    process.send?.({ kind: 'trying', index } satisfies WorkerAnswer);
    try {
      const all = byFile.get(test.file) ?? (await loadTests(test.file));
      byFile.set(test.file, all);
      const found = all.find(({ name }) => name === test.name);
      // A test that is not there any more has noticed, too.
      if (!found) return test;
      await runCollected(found, TEST_TIMEOUT_MS);
    } catch {
      return test;
    }
  }
  return null;
}

function inFull(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? String(error.stack) : `${error.message}: ${inFull(error.cause)}`;
}
