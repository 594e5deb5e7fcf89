// Runs a whole-load case of compose-go through the loader, in memory or in the folder of the cases.

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DockrError, ErrorList } from '../../src/core/errors.ts';
import { toComposeShape } from '../../src/stack/compose-shape.ts';
import { type LoadedStack, loadStack } from '../../src/stack/load-stack.ts';
import { loadStackName } from '../../src/stack/load-stack-name.ts';
import type { LoadOptions, LoadStage } from '../../src/stack/read-stack-files.ts';
import type { StackReader } from '../../src/stack/stack-reader.ts';

export type LoadResult =
  | { readonly loaded: LoadedStack; readonly shape: Record<string, unknown> }
  | { readonly errors: readonly DockrError[] };

/** The shape of a loaded stack, or the errors of ours; anything else is thrown. */
export async function tryLoad(options: LoadOptions): Promise<LoadResult> {
  try {
    const loaded = await loadStack(options);
    assert.equal(await loadStackName(options), loaded.stack.name);
    return { loaded, shape: JSON.parse(JSON.stringify(toComposeShape(loaded.stack))) };
  } catch (error) {
    if (error instanceof ErrorList) return { errors: error.errors };
    if (error instanceof DockrError) return { errors: [error] };
    throw error;
  }
}

/** A reader of files held in memory, by absolute path. */
export function memoryReader(files: Readonly<Record<string, string>>): StackReader {
  const missing = (path: string): never => {
    throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
  };
  return {
    readFile: async (path) => Buffer.from(files[path] ?? (path === '/dev/null' ? '' : missing(path))),
    readStdin: async () => Buffer.from(files['-'] ?? ''),
    fileExists: async (path) => files[path] !== undefined,
  };
}

/** A reader of the disk that knows no standard input. */
export const diskReader: StackReader = {
  readFile: async (path) => readFileSync(path),
  readStdin: async () => Buffer.alloc(0),
  fileExists: async (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
};

const ROOT = '/cases-root';

type ComposeFile = { readonly filename: string; readonly content?: string };
type LoadCase = {
  readonly cwd: string;
  readonly working_dir?: string;
  readonly compose_files: readonly ComposeFile[];
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
};

function skippedStages(options: LoadCase['options']): readonly LoadStage[] {
  const stages: LoadStage[] = [];
  if (options['skip_consistency_check'] === true) stages.push('consistency');
  if (options['skip_validation'] === true) stages.push('schema');
  return stages;
}

/** Loads a case of `compose-go-cases/load-*.json` from memory. */
export async function runLoadCase(raw: unknown): Promise<LoadResult> {
  const loadCase: LoadCase = JSON.parse(JSON.stringify(raw).replaceAll('@@ROOT@@', ROOT));
  const home = resolve(ROOT, loadCase.cwd);
  // Told of neither a name nor a folder, the reference has no name. Ours takes that of the folder: the root has none.
  const isNameless = !loadCase.working_dir && loadCase.options['project_name'] === undefined;
  const cwd = isNameless ? '/' : home;
  const files: Record<string, string> = {};
  for (const [path, content] of Object.entries(loadCase.files)) {
    const place = resolve(ROOT, path);
    files[place.startsWith(`${home}/`) ? resolve(cwd, place.slice(home.length + 1)) : place] = content;
  }
  for (const file of loadCase.compose_files)
    if (file.content !== undefined) files[file.filename === '-' ? '-' : resolve(cwd, file.filename)] = file.content;
  const profiles = loadCase.options['profiles'];
  const services = loadCase.options['selected_services'];
  return tryLoad({
    files: loadCase.compose_files.map((file) => file.filename),
    cwd,
    projectDirectory: loadCase.working_dir ? loadCase.working_dir : cwd,
    environment: { HOME: `${ROOT}/home`, ...loadCase.env },
    projectName: String(loadCase.options['project_name'] ?? ''),
    allResources: loadCase.options['prune_unnecessary_resources'] !== true,
    ...(Array.isArray(profiles) ? { profiles } : {}),
    ...(Array.isArray(services) ? { services } : {}),
    skip: skippedStages(loadCase.options),
    ...memoryReader(files),
  });
}

export { ROOT as CASE_ROOT };
