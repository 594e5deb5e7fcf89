// Single functions of compose-go, most typed from its tests: names, variables, sizes, profiles, orders.
import { findCycle } from '../../../src/core/graph.ts';
import { toLookup } from '../../../src/stack/load-environment.ts';
import type { LoadOptions } from '../../../src/stack/read-stack-files.ts';
import type { Field } from '../../../src/stack/reading.ts';
import { selectServices } from '../../../src/stack/select-services.ts';
import { toServiceNames } from '../../../src/stack/to-stack.ts';
import type { Case } from '../cases.ts';
import { type CaseFiles, compare, different, judgeErrors, judgeValue, type Outcome, SAME } from '../check-cases.ts';
import { type LoadResult, memoryReader, tryLoad } from '../load-case.ts';
import { loadModel } from '../load-model.ts';
import { parseTree } from '../parse-tree.ts';
import type { Input, Operation } from './operation.ts';
import { ORDERS } from './orders.ts';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...ORDERS,
  bytes: runSize,
  'project-name-precedence': async (each, input) => {
    const result = await tryLoad(namingOptions(input));
    return 'errors' in result ? judgeErrors(each, result.errors) : judgeValue(each, result.loaded.stack.name);
  },
  'service-environment': async (each, input) => {
    const files = input['env_files'] as readonly string[];
    const paths = files.map((_, index) => `${index}.env`);
    const texts = Object.fromEntries(files.map((text, index) => [`/work/${index}.env`, text]));
    const service = { environment: input['environment'], env_file: paths };
    return judgeEnvironment(each, await loadService(service, { environment: input['project_env'], texts }));
  },
  'mapping-with-equals-from-list': async (each, input) =>
    judgeEnvironment(each, await loadService({ environment: input })),
  'mapping-from-list': async (each, input) => {
    const result = await loadService({ labels: input });
    return 'errors' in result
      ? judgeErrors(each, result.errors)
      : judgeValue(each, result.loaded.stack.services['web']?.labels);
  },
  'lookup-env': (each, input) => {
    const value = toLookup(new Map(Object.entries(input['env'] ?? {})))(String(input['name']));
    return compare({ value: value ?? '', found: value !== undefined }, each.expect);
  },
  'dotenv-over-os-env': async (each, input) => {
    const names = Object.keys(each.expect as object);
    const texts = { '/work/.env': String(input['dotenv']) };
    return judgeEnvironment(each, await loadService({ environment: names }, { environment: input['os_env'], texts }));
  },
  profiles: (each, input) => {
    const { active, inactive } = toServiceNames(rootOf(input), input['profiles'] as readonly string[]);
    return compare({ enabled: active, disabled: inactive }, each.expect);
  },
  'profiles-then-enable-service': (each, input) => {
    const root = rootOf(input);
    const profiles = input['profiles'] as readonly string[];
    const selection = selectServices(root, { profiles, services: input['enable'] as readonly string[] });
    const { active, inactive } = toServiceNames(root, selection.profiles);
    return compare({ enabled: active, disabled: inactive }, each.expect);
  },
  'select-services': (each, input) => {
    if (input['no_deps'] === true) return runOperation('select-services-without-dependencies', each);
    const root = rootOf(input);
    const { selected } = selectServices(root, { profiles: ['*'], services: input['select'] as readonly string[] });
    const enabled = [...(selected ?? [])].sort();
    const { active } = toServiceNames(root, ['*']);
    return compare({ enabled, disabled: active.filter((name) => !enabled.includes(name)) }, each.expect);
  },
  'service-name-glob': (each, input) => {
    const services = Object.fromEntries((input['services'] as readonly string[]).map((name) => [name, {}]));
    const { selected } = selectServices(rootOf({ services }), { profiles: [], services: [String(input['pattern'])] });
    return compare([...(selected ?? [])].sort(), each['expect_set']);
  },
  'dependency-cycle': (each, input) => {
    const cycle = findCycle(new Map(Object.entries(input as Readonly<Record<string, readonly string[]>>))) ?? [];
    return compare(`dependency cycle detected: ${cycle.join(' -> ')}`, each.expect_error?.full);
  },
  'validate-config-object': async (each, input) => {
    const model = { services: { web: { image: 'x', configs: ['test'] } }, configs: { test: input } };
    return judgeOk(each, await loadModel(model, { environment: { CONFIG: 'x' } }));
  },
  'validate-port': async (each, input) => judgeOk(each, await loadService({ ports: [input] })),
};

function runOperation(name: string, each: Case): Outcome | Promise<Outcome> {
  const run = OPERATIONS[name];
  return run ? run(each, each['input'] as Input) : different(`no operation ${name}`);
}

async function runSize(each: Case): Promise<Outcome> {
  // The one size that may be negative.
  const key = String(each['input']).startsWith('-') ? 'memswap_limit' : 'shm_size';
  const result = await loadService({ [key]: each['input'] });
  if ('errors' in result) return judgeErrors(each, result.errors);
  const resources = result.loaded.stack.services['web']?.resources;
  return judgeValue(each, (key === 'shm_size' ? resources?.shmBytes : resources?.memorySwapBytes) ?? 0);
}

function loadService(service: object, setting: Parameters<typeof loadModel>[1] = {}): Promise<LoadResult> {
  return loadModel({ services: { web: { image: 'x', ...service } } }, setting);
}

function namingOptions(input: Input): LoadOptions {
  const cwd = `/${String(input['cwd'])}`;
  const files = Object.entries(input['files'] as Record<string, string>);
  return {
    files: input['compose_files'] as readonly string[],
    cwd,
    environment: input['env'] as Record<string, string>,
    projectName: input['name_flag'] as string | undefined,
    projectDirectory: input['project_directory'] as string | undefined,
    ...memoryReader(Object.fromEntries(files.map(([path, content]) => [`${cwd}/${path}`, content]))),
  };
}

function rootOf(model: Input): Field {
  const node = parseTree(JSON.stringify(model));
  return { node, path: [], key: node.at };
}

function judgeEnvironment(each: Case, result: LoadResult): Outcome {
  if ('errors' in result) return judgeErrors(each, result.errors);
  return judgeValue(each, result.loaded.stack.services['web']?.environment);
}

function judgeOk(each: Case, result: LoadResult): Outcome {
  if ('errors' in result) return judgeErrors(each, result.errors);
  return each.expect_error ? different('no error') : SAME;
}

export const FUNCTIONS: CaseFiles = {
  'compose-go-cases/hand-converted.json': {
    differences: {
      'types/Test_LookupEnv/case insensitive/case unmatch':
        'outside: on Windows alone names of variables are the same in upper and lower case',
    },
    run: (each) => runOperation(String(each['op']), each),
  },
  'oracle/bytes.json': { differences: {}, run: runSize },
};
