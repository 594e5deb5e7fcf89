// What the test runner's events say beyond what its reporter prints: counts, skipped tests with reasons, files that hang.
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';

export type SkippedTest = { readonly name: string; readonly file: string; readonly reason: string };

export type TestCounts = {
  readonly success: boolean;
  /** Such as `tests 12`, in the order in which the runner gives them. */
  readonly totals: readonly string[];
  readonly skipped: readonly SkippedTest[];
  /** Files that were still running when the runner was stopped because nothing happened any more. */
  readonly hanging: readonly string[];
};

export type EventWatch = {
  /** Passes the events on, without the totals: they are printed last, after the leak check. */
  readonly filter: (events: AsyncIterable<TestEvent>) => AsyncGenerator<TestEvent>;
  readonly counts: () => TestCounts;
};

/** Watches one run. `onIdle` is called when no event came for `idleMs`. */
export function watchEvents({ idleMs, onIdle }: { readonly idleMs: number; readonly onIdle: () => void }): EventWatch {
  const totals: string[] = [];
  const skipped: SkippedTest[] = [];
  const running = new Set<string>();
  const hanging: string[] = [];
  let success = false;
  const timer = setTimeout(() => {
    hanging.push(...running);
    onIdle();
  }, idleMs);

  function note(event: TestEvent): void {
    timer.refresh();
    if (event.type === 'test:summary' && event.data.file === undefined) success = event.data.success;
    if (event.type === 'test:pass' && event.data.skip !== undefined) skipped.push(skippedTest(event.data));
    if (event.type === 'test:dequeue' && isFile(event.data)) running.add(relative('.', event.data.name));
    if (event.type === 'test:complete' && isFile(event.data)) running.delete(relative('.', event.data.name));
  }

  async function* filter(events: AsyncIterable<TestEvent>): AsyncGenerator<TestEvent> {
    for await (const event of events) {
      note(event);
      if (isTotal(event)) totals.push(event.data.message);
      else yield event;
    }
    clearTimeout(timer);
  }

  return { filter, counts: () => ({ success: success && hanging.length === 0, totals, skipped, hanging }) };
}

/** The last lines of a run: skipped tests, files that hung, leftovers, totals. */
export function closingLines(counts: TestCounts, leaks: readonly string[]): string {
  return [
    ...titled(
      'skipped, not passed:',
      counts.skipped.map(({ name, file, reason }) => `${file}: ${name}: ${reason}`),
    ),
    ...titled('stopped, because nothing happened any more:', counts.hanging),
    ...titled('left behind by the tests:', leaks),
    ...counts.totals.map((total) => `ℹ ${total}`),
    `ℹ leaks ${leaks.length}`,
  ].join('\n');
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`), ''];
}

function skippedTest({ name, file, skip }: { name: string; file?: string; skip?: string | boolean }): SkippedTest {
  const reason = typeof skip === 'string' && skip !== '' ? skip : 'no reason given';
  return { name, file: relative('.', file ?? ''), reason };
}

// The runner reports each file as a test whose name is its path.
function isFile({ name, file }: { name: string; file?: string }): boolean {
  return name === file;
}

function isTotal(event: TestEvent): event is Extract<TestEvent, { type: 'test:diagnostic' }> {
  return event.type === 'test:diagnostic' && event.data.file === undefined && event.data.nesting === 0;
}
