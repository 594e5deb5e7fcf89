// Puts one fault after another into the sources and sees whether their tests notice.
import { type ChildProcess, fork } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findMutants, type Mutant } from './find-mutants.ts';
import type { TestCoverage } from './measure-coverage.ts';
import type { TriedTest, WorkerAnswer, WorkerRequest } from './mutation-worker.ts';

const root = resolve(import.meta.dirname, '../..');
/** Modules of earlier faults stay in memory: after so many a process is exchanged for a new one. */
const FAULTS_PER_PROCESS = 150;
/** What takes so much longer than it should never ends. */
const TIMEOUT_MS = 20_000;
const SLOWDOWN = 8;

/** Code that was made fast counts its calls no longer. */
const UNOPTIMISED = ['--no-opt', '--no-maglev'];

export type MutationOptions = {
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  /** Of all faults one in so many, beginning with the `offset`th. */
  readonly sample: number;
  readonly offset: number;
  /** Processes at once. */
  readonly workers: number;
  /** Of these only those, where not all are to be tried. */
  readonly only?: (mutant: Mutant) => boolean;
  readonly onTried?: (verdict: Verdict) => void;
};

export type Verdict = { readonly mutant: Mutant; readonly killer: TriedTest | 'died' | null };
export type MutationScore = { readonly verdicts: readonly Verdict[]; readonly survivors: readonly Mutant[] };

/** Tries every fault of the sample against the tests that reach it, the quickest first. */
export async function runMutants(options: MutationOptions): Promise<MutationScore> {
  const all = globSync([...options.sources], { cwd: root })
    .toSorted()
    .flatMap(mutantsOf);
  const sampled = all.filter((_, index) => index % options.sample === options.offset % options.sample);
  const chosen = options.only ? sampled.filter(options.only) : sampled;
  const tests = await measure(globSync([...options.tests], { cwd: root }).toSorted(), chosen);
  const waiting = [...chosen.entries()];
  const verdicts: Verdict[] = [];
  // Neighbours are often noticed by the same test.
  const lastKillers = new Map<string, TriedTest>();
  const work = async (): Promise<void> => {
    using worker = new MutationWorker();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, mutant] = next;
      const order = testsFor(index, tests, lastKillers.get(mutant.file));
      const killer = await worker.try(mutant, order);
      if (killer !== null && killer !== 'died') lastKillers.set(mutant.file, killer);
      verdicts.push({ mutant, killer });
      options.onTried?.({ mutant, killer });
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
  return { verdicts, survivors: verdicts.flatMap(({ mutant, killer }) => (killer === null ? [mutant] : [])) };
}

function mutantsOf(file: string): readonly Mutant[] {
  return findMutants(join(root, file), readFileSync(join(root, file), 'utf8'));
}

async function measure(files: readonly string[], mutants: readonly Mutant[]): Promise<readonly TestCoverage[]> {
  using worker = new MutationWorker();
  return await worker.measure(files, mutants);
}

function testsFor(index: number, tests: readonly TestCoverage[], likely: TriedTest | undefined): TestCoverage[] {
  const isLikely = ({ file, name }: TestCoverage): boolean => file === likely?.file && name === likely.name;
  const rank = (test: TestCoverage): number => (isLikely(test) ? Math.min(test.ms, 50) / 10 : test.ms);
  return tests.filter(({ places }) => places.includes(index)).sort((a, b) => rank(a) - rank(b));
}

/** A process and, when it hangs, dies or has done enough, the next one. */
class MutationWorker {
  #process: ChildProcess | undefined;
  #tried = 0;

  async measure(files: readonly string[], mutants: readonly Mutant[]): Promise<readonly TestCoverage[]> {
    const places = mutants.map(({ file, at }) => ({ file, at }));
    const answer = await this.#ask({ kind: 'measure', files, places }, () => Infinity);
    if (answer?.kind === 'measured') return answer.tests;
    throw new Error(answer?.kind === 'failed' ? answer.message : 'the process that measures died');
  }

  async try(mutant: Mutant, tests: readonly TestCoverage[]): Promise<Verdict['killer']> {
    if (tests.length === 0) return null;
    if (++this.#tried % FAULTS_PER_PROCESS === 0) this[Symbol.dispose]();
    const tried = tests.map(({ file, name }) => ({ file, name }));
    const timeLimit = (index: number): number => TIMEOUT_MS + SLOWDOWN * (tests[index]?.ms ?? 0);
    const answer = await this.#ask({ kind: 'try', mutant, tests: tried }, timeLimit);
    if (answer?.kind === 'tried') return answer.killer;
    this[Symbol.dispose]();
    return 'died';
  }

  /** Undefined when it died, or was killed because a test took longer than its limit. */
  async #ask(
    request: WorkerRequest,
    timeLimit: (index: number) => number,
  ): Promise<Exclude<WorkerAnswer, { kind: 'trying' }> | undefined> {
    this.#process ??= startProcess(request.kind === 'measure' ? UNOPTIMISED : []);
    const process = this.#process;
    const { promise, resolve } = Promise.withResolvers<Exclude<WorkerAnswer, { kind: 'trying' }> | undefined>();
    let timer: NodeJS.Timeout | undefined;
    const limit = (index: number): void => {
      clearTimeout(timer);
      const ms = timeLimit(index);
      if (Number.isFinite(ms)) timer = setTimeout(() => process.kill('SIGKILL'), ms);
    };
    const hear = (answer: WorkerAnswer): void => (answer.kind === 'trying' ? limit(answer.index) : resolve(answer));
    const exited = (): void => resolve(undefined);
    process.on('message', hear).once('exit', exited);
    limit(0);
    process.send(request);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      process.off('message', hear).off('exit', exited);
    }
  }

  [Symbol.dispose](): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }
}

function startProcess(flags: readonly string[]): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, DOCKR_PROPERTY_RUNS: '100' };
  // A test runner that is run by another one would report to it.
  delete env['NODE_TEST_CONTEXT'];
  const execArgv = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=2048', ...flags];
  return fork(join(import.meta.dirname, 'mutation-worker.ts'), { cwd: root, env, execArgv, stdio: 'ignore' });
}

/** Noticed and tried, by file, the worst first. */
export function scoreByFile(verdicts: readonly Verdict[]): readonly string[] {
  const byFile = Map.groupBy(verdicts, ({ mutant }) => mutant.file.slice(root.length + 1));
  const rows = [...byFile].map(([file, own]) => {
    const killed = own.filter(({ killer }) => killer !== null).length;
    return {
      share: killed / own.length,
      text: `${file}: ${killed} of ${own.length} (${percent(killed / own.length)})`,
    };
  });
  return rows.toSorted((a, b) => a.share - b.share).map(({ text }) => text);
}

/** `85.0 %` */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `src/reconcile/scope.ts:12 "a === b" -> "!=="` */
export function describeMutant({ file, line, start, end, text }: Mutant): string {
  const was = readFileSync(file, 'utf8').slice(start, end).replaceAll(/\s+/g, ' ').slice(0, 60);
  return `${file.slice(root.length + 1)}:${line} "${was}" -> "${text}"`;
}
