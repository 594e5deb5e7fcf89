import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { CASES, type Case, skipWithoutCases } from './cases.ts';
import { checkCases, compare, type Differences, type Outcome, SAME } from './check-cases.ts';
import { toComparable } from './compare-shape.ts';
import { CASE_ROOT, diskReader, type LoadResult, runLoadCase, tryLoad } from './load-case.ts';

const CONSISTENCY = 'references are always checked';
const WINDOWS = 'paths and pipes of Windows';
const SELECTION = 'which services are meant is for the planner, not for the loader';
const FOLDER = 'the folder gives a name where nothing else does, as on the command line';
const DEVELOP = '"develop" is not read yet, which a warning says';
const AT_LOAD = 'an empty image name and an unset variable of a secret or config are errors at load';
const NOT_KEPT = 'a dependency that is not there and not required is left out of the model';
const DEFAULTS = 'the model has the default written out';

const LOAD_FILES: Readonly<Record<string, Differences>> = {
  'load-attributes': {
    'loader/tests/TestSecretFileMode*': CONSISTENCY,
    'loader/tests/TestServiceHooks': 'a hook without a command is an error',
    'loader/tests/TestNamedPort': 'names of ports are for people, and not kept',
  },
  'load-cli-options': {},
  'load-consistency': {
    'loader/TestValidateSecret/secret_set_by_environment': AT_LOAD,
    'loader/TestValidateWatch/*': DEVELOP,
  },
  'load-loader': {
    'loader/TestLoadWithInterpolationCastFull': 'beside "external" there can be a name only',
    'loader/TestLoadBindMountSourceIsWindowsAbsolute/*': WINDOWS,
    'loader/TestLoadVolumeSubpath': CONSISTENCY,
    'loader/TestLoadLegacyBoolean': CONSISTENCY,
    'loader/TestLoadWithDependsOn': CONSISTENCY,
    'loader/TestLoadEmptyContent_MissingProject': FOLDER,
    'loader/TestLoadProjectName/*': FOLDER,
    'loader/TestWithSelectedServicesOption*': SELECTION,
    'loader/TestWithoutUnnecessaryResourcesOption/*': SELECTION,
    'loader/TestLoadTmpfsVolumeSizeCanBeZero': 'a size of 0 is kept',
  },
  'load-override': {},
  'load-paths': {},
  'load-reset-override-tags': {},
  'load-extends': {},
  'load-include': {},
};

const GOLDEN_FILES: Readonly<Record<string, Differences>> = {
  'compose-spec+compose-go': { 'cli/testdata/simple/compose-with-paths.yaml': WINDOWS },
  'compose-spec+conformance-tests': {},
  'docker+compose': {
    'pkg/e2e/fixtures/simple-build-test/compose-interpolate.yaml': DEFAULTS,
    'pkg/e2e/fixtures/volume-test/compose.yaml': DEFAULTS,
    'pkg/e2e/testdata/TestConfigInterpolate/compose.yaml': DEFAULTS,
    'pkg/e2e/testdata/TestComposeRunNotRequiredDeps/compose.yaml': NOT_KEPT,
    'pkg/e2e/testdata/TestUpWithDependencyNotRequired/compose.yaml': NOT_KEPT,
    'pkg/e2e/testdata/TestRunEnvFile/compose.yaml': 'the default network is there when a service uses it',
    'pkg/e2e/testdata/TestUpSwitchVolumes/compose.yaml': 'an external volume without a name has that of its key',
    'pkg/e2e/testdata/TestBuildTags/compose.yaml': AT_LOAD,
    'pkg/e2e/testdata/TestConfigFromEnv/compose.yaml': AT_LOAD,
    'pkg/e2e/testdata/TestSecretFrom*': AT_LOAD,
    'pkg/e2e/testdata/TestRawEnvFile/compose.yaml': '"format: raw" is read',
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
    if (each.expect_error) return SAME;
    const [first] = result.errors.filter((error) => error.code === 'not-supported');
    const others = result.errors.filter((error) => error.code !== 'not-supported');
    if (
      first &&
      others.every(
        (error) => error.code === 'missing-variable' || error.code === 'empty-file' || error.code === 'invalid-image',
      )
    )
      return { kind: 'unsupported', what: whatIsMissing(first.message) };
    return { kind: 'different', how: result.errors.map((error) => `${error.code} ${error.message}`).join('; ') };
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
  return compare(toComparable(result.shape, shown), toComparable(expected, shown));
}

/** `"deploy.labels" in service "web" is not supported…` → `deploy.labels`, without indexes and names. */
function whatIsMissing(message: string): string {
  const [, key = message] = /^"([^"]+)"/.exec(message) ?? [];
  return key.replace(/\[\d+\]/g, '[]').replace(/^(networks|secrets|configs|volumes)\.[^.]+/, '$1.*');
}
