// Short forms of single attributes: the loader makes the same of them as of the long form that compose-go makes.
import { loadMergedTree } from '../../../src/stack/load-merged-tree.ts';
import { createProblems } from '../../../src/stack/problems.ts';
import { toPlain } from '../../../src/stack/tree.ts';
import type { Case } from '../cases.ts';
import { type CaseFiles, compare, different, judgeErrors, type Outcome } from '../check-cases.ts';
import { type LoadResult, memoryReader } from '../load-case.ts';
import { loadModel } from '../load-model.ts';

/** Where a stack has the attribute that a function of compose-go is about. */
const MODELS: Readonly<Record<string, (value: unknown) => object>> = {
  transformBuild: (build) => inService({ build }),
  transformSSH: (ssh) => inService({ build: { ssh } }),
  transformEnvFile: (env_file) => inService({ env_file }),
  transformMaybeExternal: (volume) => ({ services: {}, volumes: { data: volume } }),
  transformPorts: (ports) => inService({ ports }),
  portDefaults: (port) => inService({ ports: [port] }),
};

function inService(service: object): object {
  return { services: { web: { image: 'x', ...service } } };
}

async function runTransform(each: Case): Promise<Outcome> {
  const toModel = MODELS[String(each['fn'])];
  if (!toModel) return different(`no stack for ${String(each['fn'])}`);
  // What is not filled in yet cannot be parsed, and stays as it is: `config --no-interpolate`.
  if (each['ignore_parse_error'] === true)
    return compare(await loadUnfilled(toModel(each['input'])), toModel(each.expect));
  const short = await load(toModel(each['input']));
  if ('errors' in short) return judgeErrors(each, short.errors);
  if (each.expect_error) return different(`no error, but expected ${each.expect_error.full}`);
  const long = await load(toModel(each.expect));
  return 'errors' in long
    ? different(long.errors.map(({ message }) => message).join('; '))
    : compare(short.shape, long.shape);
}

/** Env files are not read: there are none. */
function load(model: object): Promise<LoadResult> {
  return loadModel(model, { skip: ['consistency', 'env-files'] });
}

async function loadUnfilled(model: object): Promise<unknown> {
  const reader = memoryReader({ '/work/stack.yml': JSON.stringify(model) });
  const options = { files: ['stack.yml'], cwd: '/work', environment: {}, skip: ['interpolation'] as const, ...reader };
  return toPlain((await loadMergedTree(options, createProblems())).tree);
}

export const TRANSFORMS: CaseFiles = {
  'compose-go-cases/transform.json': { differences: {}, run: runTransform },
};
