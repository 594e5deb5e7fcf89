// Which test runs which places of the sources: only those tests can notice a fault there.
import { Session } from 'node:inspector';
import type { CollectedTest } from './collected-tests.ts';
import { runCollected } from './collected-tests.ts';
import { loadTests, pathOfFresh, startAnew } from './fresh-modules.ts';

/** A place is a file and an offset in it. */
export type Place = { readonly file: string; readonly at: number };

/** `places` are indexes of those asked about. */
export type TestCoverage = {
  readonly file: string;
  readonly name: string;
  readonly ms: number;
  readonly places: readonly number[];
};

type Ranges = ReadonlyMap<string, readonly { readonly start: number; readonly end: number; readonly count: number }[]>;

const LONGEST_MS = 120_000;

/** Runs every test of a file once. What loading alone runs counts for all of its tests. */
export async function measureCoverage(file: string, places: readonly Place[]): Promise<readonly TestCoverage[]> {
  using profiler = startProfiler();
  startAnew(undefined);
  const tests = await loadTests(file);
  const loading = new Set(covered(profiler.take(), places));
  const measured: TestCoverage[] = [];
  for (const test of tests) {
    const began = performance.now();
    await runOrTell(file, test);
    const ms = performance.now() - began;
    const own = covered(profiler.take(), places);
    measured.push({ file, name: test.name, ms, places: [...new Set([...loading, ...own])] });
  }
  return measured;
}

async function runOrTell(file: string, test: CollectedTest): Promise<void> {
  try {
    await runCollected(test, LONGEST_MS);
  } catch (error) {
    throw new Error(`"${test.name}" of ${file} fails without any fault`, { cause: error });
  }
}

function startProfiler(): Disposable & { readonly take: () => Ranges } {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    take: () => {
      const ranges = new Map<string, { start: number; end: number; count: number }[]>();
      // The answer comes before `post` returns.
      session.post('Profiler.takePreciseCoverage', (_error, coverage) => {
        for (const { url, functions } of coverage?.result ?? []) {
          const path = pathOfFresh(url);
          if (path === undefined) continue;
          const own = functions.flatMap((one) => one.ranges);
          ranges.set(
            path,
            own.map(({ startOffset, endOffset, count }) => ({ start: startOffset, end: endOffset, count })),
          );
        }
      });
      return ranges;
    },
    [Symbol.dispose]: () => session.disconnect(),
  };
}

/** The innermost range around a place tells whether it was reached. */
function covered(ranges: Ranges, places: readonly Place[]): number[] {
  return places.flatMap(({ file, at }, index) => {
    let innermost: { start: number; end: number; count: number } | undefined;
    for (const range of ranges.get(file) ?? []) {
      const isAround = range.start <= at && at < range.end;
      if (isAround && (!innermost || range.end - range.start <= innermost.end - innermost.start)) innermost = range;
    }
    return innermost && innermost.count > 0 ? [index] : [];
  });
}
