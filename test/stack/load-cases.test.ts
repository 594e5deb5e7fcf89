import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { CASES, type Case, skipWithoutCases } from './cases.ts';
import { checkCases, compare, type Differences, type Outcome, SAME } from './check-cases.ts';
import { toComparable } from './compare-shape.ts';
import { findWrongReason } from './error-table.ts';
import { CASE_ROOT, diskReader, type LoadResult, runLoadCase, tryLoad } from './load-case.ts';

const FOLDER = 'safer choice: the folder gives a name where nothing else does, as on the command line';
const WITHOUT_CONDITION =
  'defect of the reference: the case is printed without a "condition", which its schema asks for';
const SSH = 'defect of the reference: it prints "id: path", which its own loader does not read';
const DEFAULTS = 'defect of the reference: it leaves out a default that it writes out elsewhere';

const LOAD_FILES: Readonly<Record<string, Differences>> = {
  'load-attributes': {},
  'load-cli-options': {},
  'load-consistency': {
    'loader/TestValidateDependsOn': WITHOUT_CONDITION,
    'loader/TestValidateWatch/depends_on_unknown_service': WITHOUT_CONDITION,
  },
  'load-loader': {
    'loader/TestXService': 'defect of the reference: it takes a network called "x-network" for an extension',
    'loader/TestLoadEmptyContent_MissingProject': FOLDER,
    'loader/TestLoadProjectName/*': FOLDER,
    'loader/TestLoadSSHWithKey*': SSH,
  },
  'load-override': {},
  'load-paths': {},
  'load-reset-override-tags': {},
  'load-extends': {
    'loader/TestExtendsNil': 'defect of the reference: "extends" of a service that is null stays in the model',
  },
  'load-include': {},
};

const GOLDEN_FILES: Readonly<Record<string, Differences>> = {
  'compose-spec+compose-go': {},
  'compose-spec+conformance-tests': {},
  'docker+compose': {
    'pkg/e2e/fixtures/simple-build-test/compose-interpolate.yaml': DEFAULTS,
    'pkg/e2e/fixtures/build-test/ssh/compose.yaml': SSH,
    'pkg/e2e/testdata/TestConfigInterpolate/compose.yaml': DEFAULTS,
    'pkg/e2e/testdata/TestUpSwitchVolumes/compose.yaml':
      'safer choice: an external volume whose name is empty has that of its key',
    'pkg/e2e/testdata/TestRawEnvFile/compose.yaml':
      'defect of the reference: "format: raw" is not known to the library',
  },
};

for (const [name, differences] of Object.entries(LOAD_FILES)) {
  const file = `compose-go-cases/${name}.json`;
  test(`stacks are loaded as compose-go does: ${file}`, { skip: skipWithoutCases }, async (context) => {
    await checkCases(context, file, {
      differences,
      run: async (each) => judge(each, await runLoadCase(each), CASE_ROOT),
    });
  });
}

for (const [name, differences] of Object.entries(GOLDEN_FILES)) {
  test(`stacks are loaded as compose-go does: golden/${name}.json`, { skip: skipWithoutCases }, async (context) => {
    const root = resolve(CASES, 'files', name);
    const run = async (each: Case): Promise<Outcome> => {
      const file = resolve(root, String(each['file']));
      const profiles = each['profiles'] as readonly string[];
      const result = await tryLoad({
        files: [file],
        cwd: dirname(file),
        environment: { HOME: `${root}/home` },
        profiles,
        allResources: true,
        ...diskReader,
      });
      return judge(each, result, root);
    };
    await checkCases(context, `golden/${name}.json`, { differences, run });
  });
}

function judge(each: Case, result: LoadResult, root: string): Outcome {
  if ('errors' in result) {
    const wrong = each.expect_error
      ? findWrongReason(each, result.errors)
      : result.errors.map((error) => `${error.code} ${error.message}`).join('; ');
    return wrong === undefined ? SAME : { kind: 'different', how: wrong };
  }
  if (each.expect_error) return { kind: 'different', how: `no error, but expected ${each.expect_error.full}` };
  const options = (each['options'] ?? {}) as Record<string, unknown>;
  const shown = {
    withoutPaths: each['quirk'] !== undefined || options['resolve_paths'] === false || each['working_dir'] === '',
    isNormalized: options['skip_normalization'] !== true,
  };
  const expected = JSON.parse(
    JSON.stringify((each.expect as { project: unknown }).project).replaceAll('@@ROOT@@', root),
  );
  const shape = options['discard_env_files'] === true ? withoutEnvFiles(result.shape) : result.shape;
  return compare(toComparable(shape, shown), toComparable(expected, shown));
}

/** The option of a caller that has no use for them once they are read. */
function withoutEnvFiles(shape: Record<string, unknown>): Record<string, unknown> {
  const services = Object.entries((shape['services'] ?? {}) as Record<string, Record<string, unknown>>);
  const kept = services.map(([name, { env_file: _read, label_file: _also, ...service }]) => [name, service]);
  return { ...shape, services: Object.fromEntries(kept) };
}
