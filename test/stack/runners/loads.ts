// Whole stacks: those of compose-go's tests, and the files of three repositories.
import { dirname, resolve } from 'node:path';
import { CASES, type Case } from '../cases.ts';
import {
  type CaseFile,
  type CaseFiles,
  compare,
  type Differences,
  different,
  judgeErrors,
  type Outcome,
} from '../check-cases.ts';
import { toComparable } from '../compare-shape.ts';
import { CASE_ROOT, diskReader, type LoadResult, runLoadCase, tryLoad } from '../load-case.ts';

const OPTIONAL =
  'safer choice: a service that need not be there may be missing, so that a printed stack can be loaded without it';

const LOADED: Readonly<Record<string, Differences>> = {
  'load-attributes': {},
  'load-cli-options': {},
  'load-consistency': {
    'loader/TestValidateDependsOn': OPTIONAL,
    'loader/TestValidateWatch/depends_on_unknown_service': OPTIONAL,
  },
  'load-loader': {
    'loader/TestXService': 'defect of the reference: it takes a network called "x-network" for an extension',
    'loader/TestLoadProjectName/project_name_from_environment':
      'safer choice: COMPOSE_PROJECT_NAME names the stack, as on the command line',
  },
  'load-override': {},
  'load-paths': {},
  'load-reset-override-tags': {},
  'load-extends': {
    'loader/TestExtendsNil': 'defect of the reference: "extends" of a service that is null stays in the model',
  },
  'load-include': {},
};

const GOLDEN: Readonly<Record<string, Differences>> = {
  'compose-spec+compose-go': {},
  'compose-spec+conformance-tests': {},
  'docker+compose': {
    'pkg/e2e/testdata/TestRawEnvFile/compose.yaml':
      'defect of the reference: "format: raw" is not known to the library',
  },
};

export const LOADS: CaseFiles = {
  ...Object.fromEntries(
    Object.entries(LOADED).map(([name, differences]): [string, CaseFile] => [
      `compose-go-cases/${name}.json`,
      { differences, run: async (each) => judge(each, await runLoadCase(each), CASE_ROOT) },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(GOLDEN).map(([name, differences]): [string, CaseFile] => [
      `golden/${name}.json`,
      { differences, run: (each) => runGolden(each, resolve(CASES, 'files', name)) },
    ]),
  ),
};

async function runGolden(each: Case, root: string): Promise<Outcome> {
  const file = resolve(root, String(each['file']));
  const result = await tryLoad({
    files: [file],
    cwd: dirname(file),
    environment: { HOME: `${root}/home` },
    profiles: each['profiles'] as readonly string[],
    allResources: true,
    ...diskReader,
  });
  return judge(each, result, root);
}

function judge(each: Case, result: LoadResult, root: string): Outcome {
  if ('errors' in result) return judgeErrors(each, result.errors);
  if (each.expect_error) return different(`no error, but expected ${each.expect_error.full}`);
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
