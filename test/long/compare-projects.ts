// Which files, variables, profiles and name a stack has: settings and options, to us and to `docker compose config`.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { GLOBAL_OPTIONS, type GlobalValues, resolveGlobals } from '../../src/cli/global-options.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { diskReader, tryLoad } from '../stack/load-case.ts';
import { script, skip } from './compose-peer.ts';

const FILES: Readonly<Record<string, string>> = {
  'shop/compose.yaml': [
    'services:',
    '  web: { image: "web:${TAG:-none}-${B:-}", volumes: ["./x:/x"], environment: { N: "${COMPOSE_PROJECT_NAME}" } }',
    '  one: { image: one, profiles: [one] }',
    '  two: { image: two, profiles: [two] }',
    '  both: { image: both, profiles: [one, two], depends_on: [web] }',
  ].join('\n'),
  'shop/compose.override.yaml': 'services: { web: { labels: { over: "1" } } }',
  'shop/.env': 'TAG=default',
  'shop/a.env': 'TAG=a',
  // Not `B=${TAG}`: 2.26 takes that from a.env if it is read before, later versions from the line above, see the cases.
  'shop/b.env': 'TAG=b\nB=${FIRST:-b}',
  'shop/in/deep/file': '',
  'other/compose.yml': 'services: { web: { image: "other:${TAG:-none}", build: ., volumes: ["./y:/y"] } }',
  'other/.env': 'COMPOSE_PROJECT_NAME=named',
  'more/more.yaml': 'services: { more: { image: more, volumes: ["./z:/z"] } }',
  'set/docker-compose.yml': 'services: { own: { image: own } }',
  'set/.env':
    'COMPOSE_FILE=../shop/compose.yaml;../more/more.yaml\nCOMPOSE_PATH_SEPARATOR=;\nCOMPOSE_PROFILES=two\nB=set',
  'My Folder_/compose.yaml': 'services: { web: { image: web } }',
};
const STDIN = 'services: { piped: { image: "piped:${TAG:-none}", build: ./p, volumes: ["./q:/q"] } }';

type Row = readonly [cwd: string, settings: string, line: string];

/** Settings without `COMPOSE_`. */
const ROWS: readonly Row[] = [
  ['shop', '', ''],
  ['shop/in/deep', '', ''],
  ['shop', '', '--env-file a.env'],
  ['shop', '', '--env-file a.env --env-file b.env'],
  ['shop', '', '--env-file b.env --env-file a.env'],
  ['shop', '', '--env-file gone.env'],
  ['shop/in', '', '--env-file ../a.env'],
  ['shop/in', '', '--env-file a.env'],
  ['shop', 'ENV_FILES=a.env,b.env', ''],
  ['shop', 'ENV_FILES=gone.env', ''],
  ['shop', 'ENV_FILES=a.env', '--env-file b.env'],
  ['shop', 'DISABLE_ENV_FILE=1', ''],
  ['shop', 'DISABLE_ENV_FILE=TRUE', ''],
  ['shop', 'DISABLE_ENV_FILE=0', ''],
  ['shop', 'DISABLE_ENV_FILE=yes', ''],
  ['shop', 'DISABLE_ENV_FILE=1', '--env-file a.env'],
  ['shop', 'PROJECT_NAME=mine', ''],
  ['shop', 'PROJECT_NAME=mine', '-p given'],
  ['shop', 'PROJECT_NAME=Mine!', ''],
  ['shop', 'PROJECT_NAME=', ''],
  ['shop', '', '-p Given'],
  ['My Folder_', '', ''],
  ['shop', 'PROFILES=one', ''],
  ['shop', 'PROFILES=one,two', ''],
  ['shop', 'PROFILES=*', ''],
  ['shop', 'PROFILES=one', '--profile two'],
  ['shop', '', '--profile one --profile two'],
  ['shop', '', '--profile none'],
  ['shop', 'FILE=compose.yaml', ''],
  ['shop', 'FILE=compose.yaml:../more/more.yaml', ''],
  ['shop', 'FILE=compose.yaml;../more/more.yaml PATH_SEPARATOR=;', ''],
  ['shop', 'FILE=gone.yaml', ''],
  ['shop', 'FILE=../more/more.yaml', '-f compose.yaml'],
  ['shop/in', 'FILE=../compose.yaml', ''],
  ['shop', 'FILE=-', ''],
  ['.', '', '-f shop/compose.yaml'],
  ['.', '', '-f shop/compose.yaml -f more/more.yaml'],
  ['.', '', '-f more/more.yaml -f shop/compose.yaml'],
  ['.', '', '--project-directory shop'],
  ['.', '', '--project-directory shop/in'],
  ['.', '', '--project-directory other -f shop/compose.yaml'],
  ['shop', '', '--project-directory ../other -f compose.yaml'],
  ['.', '', '--project-directory gone -f shop/compose.yaml'],
  ['other', '', ''],
  ['other', 'PROJECT_NAME=mine', ''],
  ['set', '', ''],
  ['set', 'FILE=docker-compose.yml', ''],
  ['set', '', '--profile one'],
  ['set', '', '-f docker-compose.yml'],
  ['.', '', ''],
  ['shop', '', '-f -'],
  ['shop', '', '-f - -f compose.yaml'],
  ['shop', '', '-f - --project-directory ../other'],
  ['shop/in', '', '-f ../compose.yaml -f -'],
  ['shop', '', '-f in'],
];

/** We take an empty name of a file for none. */
const MILDER: readonly Row[] = [
  ['shop', 'FILE=', ''],
  ['shop', 'FILE=compose.yaml:', ''],
];

const folder = mkdtempSync(join(tmpdir(), 'dockr-compose-project-'));

before(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

after(() => {
  rmSync(folder, { recursive: true });
});

for (const row of ROWS) {
  test(`the same project as for Compose: ${row.join(' | ')}`, { skip }, async () => {
    assert.deepEqual(await projectOfOurs(row), await projectOfTheirs(row));
  });
}

for (const row of MILDER) {
  test(`a project for us alone: ${row.join(' | ')}`, { skip }, async () => {
    assert.notEqual(await projectOfOurs(row), 'refused');
    assert.equal(await projectOfTheirs(row), 'refused');
  });
}

async function projectOfOurs([cwd, settings, line]: Row): Promise<unknown> {
  const { options } = parseArguments(wordsOf(line), { options: GLOBAL_OPTIONS, stopAt: undefined, usage: 'dockr' });
  const globals = resolveGlobals(options as GlobalValues, {});
  const result = await tryLoad({
    files: globals.files,
    projectName: globals.projectName,
    projectDirectory: globals.projectDirectory,
    envFiles: globals.envFiles,
    profiles: globals.profiles,
    cwd: join(folder, cwd),
    environment: environmentOf(settings),
    ...diskReader,
    readStdin: async () => Buffer.from(STDIN),
  });
  return 'errors' in result ? 'refused' : toProject(result.shape);
}

function projectOfTheirs([cwd, settings, line]: Row): Promise<unknown> {
  const words = ['run', 'docker', 'compose', ...wordsOf(line), 'config', '--format', 'json'];
  const options = { cwd: join(folder, cwd), env: { PATH: process.env['PATH'], ...environmentOf(settings) } };
  return new Promise((settle) => {
    const child = execFile(String(script), words, options, (error, stdout) =>
      settle(error ? 'refused' : toProject(JSON.parse(stdout))),
    );
    // Who does not read it may be gone already.
    child.stdin?.on('error', () => undefined).end(STDIN);
  });
}

type Shape = {
  readonly name?: string;
  readonly services?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

function toProject({ name, services = {} }: Shape): unknown {
  const entries = Object.entries(services).map(([key, { image, build, volumes, environment, labels }]) => {
    const [mount] = (volumes ?? []) as readonly { readonly source: string }[];
    const { context } = (build ?? {}) as { readonly context?: string };
    return [key, { image, context, source: mount?.source, environment, labels }];
  });
  return { name, services: JSON.parse(JSON.stringify(Object.fromEntries(entries.sort()))) };
}

function wordsOf(line: string): readonly string[] {
  return line.split(' ').filter((word) => word !== '');
}

function environmentOf(settings: string): Record<string, string> {
  const pairs = wordsOf(settings).map((setting) => setting.split('=', 2));
  return { HOME: '/root', ...Object.fromEntries(pairs.map(([name, value]) => [`COMPOSE_${name}`, value ?? ''])) };
}
