// Runs a set of tests and then looks for what they left behind:
// run-tests.ts [long|vm] [files or folders …]. Without a set: everything but test/{long,vm,bench}.
import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { findLeaks, observeTraces, type Traces } from '../test/support/leaks.ts';
import { tagsUsedBeneath } from '../test/support/test-root.ts';
import { closingLines, type TestCounts, watchEvents } from './test-events.ts';

const repository = resolve(import.meta.dirname, '..');
const specialSets = ['long', 'vm', 'bench'];
// Enough to make the Debian image, which the first test that wants it does.
const TEST_TIMEOUT_MS = 300_000;
const LONG_TEST_TIMEOUT_MS = 3_600_000;

process.chdir(repository);
process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;

async function main(args: readonly string[]): Promise<boolean> {
  const set = specialSets.find((name) => name === args[0]);
  const files = findTestFiles(set, set ? args.slice(1) : args);
  if (files.length === 0) {
    console.error(`no tests found: ${args.join(' ') || 'test/'}`);
    return false;
  }
  const root = join(tmpdir(), `dockr-test-${process.pid}`);
  const before = await observeTraces({ root, tags: [], untagged: true });
  mkdirSync(root);
  process.env.DOCKR_TEST_ROOT = root;
  // Hundreds of processes load the same modules: to read them compiled takes a third off the start of each.
  process.env.NODE_COMPILE_CACHE ??= join(repository, 'node_modules/.cache/tests');
  const counts = await runFiles(files, set ? LONG_TEST_TIMEOUT_MS : TEST_TIMEOUT_MS);
  const leaks = await leaksOf(root, before);
  report(counts, leaks);
  return counts.success && leaks.length === 0;
}

function findTestFiles(set: string | undefined, paths: readonly string[]): readonly string[] {
  if (paths.length > 0)
    return paths.flatMap((path) => (statSync(path).isDirectory() ? testsIn(path) : path)).toSorted();
  if (set) return testsIn(join('test', set));
  return testsIn('test').filter((file) => !specialSets.some((name) => file.startsWith(`test/${name}/`)));
}

function testsIn(folder: string): readonly string[] {
  return globSync('**/*.test.ts', { cwd: folder })
    .map((file) => join(folder, file))
    .toSorted();
}

async function runFiles(files: readonly string[], timeout: number): Promise<TestCounts> {
  const hang = new AbortController();
  const events = run({
    files: files.map((file) => resolve(file)),
    concurrency: Math.max(2, availableParallelism()),
    timeout,
    signal: hang.signal,
  });
  const watch = watchEvents({ idleMs: timeout + 60_000, onIdle: () => hang.abort() });
  await pipeline(Readable.from(watch.filter(events)), new spec(), process.stdout, { end: false });
  return watch.counts();
}

// The runner's own directory is empty when every test removed its own.
async function leaksOf(root: string, before: Traces): Promise<Traces> {
  // A dockr that was here before the tests may start containers meanwhile: then only names with a tag are looked at.
  const scope = { root, tags: await tagsUsedBeneath(root), untagged: before.length === 0 };
  const leaks = await findLeaks(scope, [...before, `directory ${root}`, `directory ${root}/slots`]);
  if (leaks.length === 0) rmSync(root, { recursive: true, force: true });
  return leaks;
}

function report(counts: TestCounts, leaks: Traces): void {
  const lines = closingLines(counts, leaks);
  console.log(lines);
  const summary = process.env.DOCKR_TEST_SUMMARY;
  if (summary) writeFileSync(summary, `${lines}\n`);
}
