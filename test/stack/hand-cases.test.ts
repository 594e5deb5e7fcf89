// Cases typed from compose-go's tests of single functions, and those of its normalisation.
import { test } from 'node:test';
import { findCycle } from '../../src/core/graph.ts';
import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import type { LoadOptions } from '../../src/stack/read-stack-files.ts';
import type { Field } from '../../src/stack/reading.ts';
import { selectServices } from '../../src/stack/select-services.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import { toServiceNames } from '../../src/stack/to-stack.ts';
import { type Case, skipWithoutCases } from './cases.ts';
import { checkCases, compare, type Outcome, SAME } from './check-cases.ts';
import { toComparable } from './compare-shape.ts';
import { findWrongReason } from './error-table.ts';
import { type LoadResult, memoryReader, tryLoad } from './load-case.ts';

/** `required: true` is left out there, and `restart: false` said. */
const ALONE = 'defect of the reference: that stage alone does not give what its loader gives';

type Input = Readonly<Record<string, unknown>>;
type Operation = (each: Case, input: Input) => Outcome | Promise<Outcome>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  bytes: async (each) => {
    // The one size that may be negative.
    const key = String(each['input']).startsWith('-') ? 'memswap_limit' : 'shm_size';
    const result = await load({ services: { web: { image: 'x', [key]: each['input'] } } }, {});
    if ('errors' in result) return judgeErrors(each, result);
    const resources = result.loaded.stack.services['web']?.resources;
    return compare((key === 'shm_size' ? resources?.shmBytes : resources?.memorySwapBytes) ?? 0, each.expect);
  },
  'project-name-precedence': async (each, input) => {
    const result = await tryLoad(namingOptions(input));
    return 'errors' in result ? judgeErrors(each, result) : compare(result.loaded.stack.name, each.expect);
  },
  'service-environment': async (each, input) => {
    const files = input['env_files'] as readonly string[];
    const service = {
      image: 'x',
      environment: input['environment'],
      env_file: files.map((_, index) => `${index}.env`),
    };
    const texts = Object.fromEntries(files.map((text, index) => [`/work/${index}.env`, text]));
    const result = await load({ services: { web: service } }, { environment: input['project_env'], texts });
    return 'errors' in result
      ? judgeErrors(each, result)
      : compare(sorted(result.loaded.stack.services['web']?.environment), sorted(each.expect));
  },
  'mapping-with-equals-from-list': async (each, input) => {
    const result = await load({ services: { web: { image: 'x', environment: input } } }, {});
    return 'errors' in result
      ? judgeErrors(each, result)
      : compare(sorted(result.loaded.stack.services['web']?.environment), sorted(each.expect));
  },
  'dotenv-over-os-env': async (each, input) => {
    const names = Object.keys(each.expect as object);
    const service = { image: 'x', environment: names };
    const texts = { '/work/.env': String(input['dotenv']) };
    const result = await load({ services: { web: service } }, { environment: input['os_env'], texts });
    return 'errors' in result
      ? judgeErrors(each, result)
      : compare(sorted(result.loaded.stack.services['web']?.environment), sorted(each.expect));
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
    if (input['no_deps']) return { kind: 'unsupported', what: '--no-deps is for the commands that have it' };
    const { selected } = selectServices(rootOf(input), {
      profiles: ['*'],
      services: input['select'] as readonly string[],
    });
    return compare([...(selected ?? [])].sort(), (each.expect as { enabled: readonly string[] }).enabled);
  },
  'dependency-order-for': (each, input) => {
    const { selected } = selectServices(rootOf(input), {
      profiles: ['*'],
      services: input['names'] as readonly string[],
    });
    return compare([...(selected ?? [])].sort(), each.expect);
  },
  'service-name-glob': (each, input) => {
    const services = Object.fromEntries((input['services'] as readonly string[]).map((name) => [name, {}]));
    const { selected } = selectServices(rootOf({ services }), { profiles: [], services: [String(input['pattern'])] });
    return compare([...(selected ?? [])].sort(), each['expect_set']);
  },
  'dependency-cycle': (_, input) => {
    const edges = Object.entries(input).map(([name, others]): [string, readonly string[]] => [
      name,
      others as string[],
    ]);
    return findCycle(new Map(edges)) ? SAME : different('no cycle');
  },
  'validate-config-object': async (each, input) => {
    const service = { image: 'x', configs: ['test'] };
    const texts = { environment: { CONFIG: 'x' } };
    return judgeOk(each, await load({ services: { web: service }, configs: { test: input } }, texts));
  },
  'validate-port': async (each, input) =>
    judgeOk(each, await load({ services: { web: { image: 'x', ports: [input] } } }, {})),
};

test('single functions do as those of compose-go: hand-converted.json', { skip: skipWithoutCases }, async (context) => {
  await checkCases(context, 'compose-go-cases/hand-converted.json', {
    differences: {},
    run: (each) => {
      const run = OPERATIONS[String(each['op'])];
      return run
        ? run(each, each['input'] as Input)
        : { kind: 'unsupported', what: `${String(each['op'])}: of the planner, or of Windows` };
    },
  });
});

test('models are completed as compose-go does: normalize.json', { skip: skipWithoutCases }, async (context) => {
  await checkCases(context, 'compose-go-cases/normalize.json', {
    differences: {
      'loader/TestNormalizeImplicitDependencies': ALONE,
      'loader/TestNormalizeDependsOn': ALONE,
    },
    run: async (each) => {
      const { input, expect } = JSON.parse(JSON.stringify(each).replaceAll('myProject', 'myproject'));
      const result = await load(input, { environment: each['env'] });
      if ('errors' in result) return judgeErrors(each, result);
      const shown = { withoutPaths: true, isNormalized: true };
      return compare(toComparable(result.shape, shown), toComparable(withPairs(expect), shown));
    },
  });
});

/** `environment` as the canonical model has it. */
function withPairs(expected: { readonly services?: Readonly<Record<string, Record<string, unknown>>> }): unknown {
  const services = Object.entries(expected.services ?? {}).map(([name, service]) => {
    const { environment } = service;
    if (!Array.isArray(environment)) return [name, service];
    const pairs = environment.map((text: string) => (text.includes('=') ? text.split('=', 2) : [text, null]));
    return [name, { ...service, environment: Object.fromEntries(pairs) }];
  });
  return { ...expected, ...(expected.services ? { services: Object.fromEntries(services) } : {}) };
}

function load(
  model: unknown,
  { environment, texts = {} }: { readonly environment?: unknown; readonly texts?: Readonly<Record<string, string>> },
): Promise<LoadResult> {
  return tryLoad({
    files: ['/work/stack.yml'],
    cwd: '/work',
    environment: (environment ?? {}) as Record<string, string>,
    allResources: true,
    skip: ['consistency'],
    ...memoryReader({ ...texts, '/work/stack.yml': JSON.stringify(model) }),
  });
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
  const [node] = parseYaml(toSourceText('stack.yml', JSON.stringify(model)), OWN_LIMITS, createProblems());
  if (!node) throw new Error('the model is empty');
  return { node, path: [], key: node.at };
}

function judgeOk(each: Case, result: LoadResult): Outcome {
  if ('errors' in result) return judgeErrors(each, result);
  return each.expect_error ? different('no error') : SAME;
}

function judgeErrors(each: Case, { errors }: Extract<LoadResult, { readonly errors: unknown }>): Outcome {
  const wrong = each.expect_error ? findWrongReason(each, errors) : errors.map((error) => error.message).join('; ');
  return wrong === undefined ? SAME : different(wrong);
}

function different(how: unknown): Outcome {
  return { kind: 'different', how: String(how) };
}

function sorted(value: unknown): unknown {
  return Object.entries(value as object).sort();
}
