// Puts one fault after another into the planner and sees whether its tests notice.
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findMutants, type Mutant } from './find-mutants.ts';

const root = resolve(import.meta.dirname, '../..');
const TIMEOUT_MS = 60_000;

/** Quick ones first: most faults end there. */
const STAGES: readonly (readonly string[])[] = [
  [
    'cases',
    'canonical-spec',
    'desire',
    'claims',
    'claim-index',
    'hide-secrets',
    'describe-causes',
    'every-field',
    'desire-everything',
  ],
  ['properties'],
];

export type MutationScore = { readonly killed: number; readonly survivors: readonly Mutant[] };

/** `sample` of one in so many mutants, beginning with the `offset`th; as many at once as `workers`. */
export type MutationOptions = {
  readonly sources: string;
  readonly sample: number;
  readonly offset: number;
  readonly workers: number;
};

export async function runMutants({ sources, sample, offset, workers }: MutationOptions): Promise<MutationScore> {
  const files = globSync(sources, { cwd: root }).toSorted();
  const all = files.flatMap((file) => findMutants(join(root, file), readFileSync(join(root, file), 'utf8')));
  const waiting = all.filter((_, index) => index % sample === offset % sample);
  const survivors: Mutant[] = [];
  const total = waiting.length;
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift())
      if (!(await isKilled(mutant))) survivors.push(mutant);
  };
  await Promise.all(Array.from({ length: workers }, work));
  return { killed: total - survivors.length, survivors };
}

async function isKilled(mutant: Mutant): Promise<boolean> {
  for (const names of STAGES) {
    const files = names.map((name) => join(root, `test/reconcile/${name}.test.ts`));
    if ((await runTests(files, mutant)) !== 0) return true;
  }
  return false;
}

function runTests(files: readonly string[], mutant: Mutant): Promise<number | null> {
  const hook = join(import.meta.dirname, 'with-mutant.ts');
  const args = ['--disable-warning=ExperimentalWarning', '--import', hook, '--test', '--test-isolation=none', ...files];
  const env = { ...process.env, DOCKR_MUTANT: JSON.stringify(mutant), DOCKR_PROPERTY_RUNS: '150' };
  // A test runner that is run by another one would report to it.
  delete (env as Record<string, unknown>)['NODE_TEST_CONTEXT'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore', env, timeout: TIMEOUT_MS });
  return new Promise((end) => child.once('close', end));
}

/** `src/reconcile/scope.ts:12 "a === b" -> "!=="` */
export function describeMutant({ file, line, start, end, text }: Mutant): string {
  const was = readFileSync(file, 'utf8').slice(start, end).replaceAll(/\s+/g, ' ').slice(0, 60);
  return `${file.slice(root.length + 1)}:${line} "${was}" -> "${text}"`;
}
