// Loads the planner, the runner and their tests again, with a fault in one file: a new copy of each module under a URL of its
// own, everything below them once. Faster than a process for each fault by more than ten times.
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CollectedTest } from './collected-tests.ts';
import type { Mutant } from './find-mutants.ts';

const root = resolve(import.meta.dirname, '../..');
const FRESH = ['src/reconcile', 'src/apply', 'test'].map((folder) => join(root, folder) + sep);
const COLLECTOR = pathToFileURL(join(import.meta.dirname, 'collected-tests.ts')).href;

const scripts = new Map<string, string>();
let generation = 0;
let fault: Mutant | undefined;

registerHooks({
  resolve: (specifier, context, next) => {
    const tag = tagOf(context.parentURL ?? '');
    if (tag === '') return next(specifier, context);
    if (specifier === 'node:test') return { url: COLLECTOR + tag, shortCircuit: true };
    const resolved = next(specifier, context);
    return isFresh(resolved.url) ? { ...resolved, url: resolved.url + tag } : resolved;
  },
  load: (url, context, next) => {
    if (tagOf(url) === '') return next(url, context);
    return { format: 'module', source: faulty(fileURLToPath(url)), shortCircuit: true };
  },
});

/** From here on every module is loaded anew, with this fault. */
export function startAnew(mutant: Mutant | undefined): void {
  generation++;
  fault = mutant;
}

/** The tests of a file. Throws what loading it throws. */
export async function loadTests(file: string): Promise<readonly CollectedTest[]> {
  const tag = `?fresh=${generation}`;
  const { collected }: typeof import('./collected-tests.ts') = await import(COLLECTOR + tag);
  collected.length = 0;
  await import(pathToFileURL(join(root, file)).href + tag);
  return [...collected];
}

/** The path of a module that was loaded since the last `startAnew`: those before are still in memory. */
export function pathOfFresh(url: string): string | undefined {
  return tagOf(url) === `?fresh=${generation}` ? fileURLToPath(url) : undefined;
}

function faulty(path: string): string {
  const script = scripts.get(path) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'));
  scripts.set(path, script);
  if (fault?.file !== path) return script;
  return script.slice(0, fault.start) + fault.text + script.slice(fault.end);
}

function isFresh(url: string): boolean {
  return (
    url.startsWith('file:') && url.endsWith('.ts') && FRESH.some((folder) => fileURLToPath(url).startsWith(folder))
  );
}

function tagOf(url: string): string {
  return /\?fresh=\d+$/.exec(url)?.[0] ?? '';
}
