// Variables that are settings: COMPOSE_X, and DOCKR_X, which wins.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadOptions } from '../../src/stack/read-stack-files.ts';
import { memoryReader, tryLoad } from './load-case.ts';

const FILES: Readonly<Record<string, string>> = {
  '/work/shop/compose.yaml': [
    'services:',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of a stack file
    '  web: { image: "web:${TAG:-none}" }',
    '  one: { image: one, profiles: [one] }',
    '  two: { image: two, profiles: [two] }',
  ].join('\n'),
  '/work/shop/compose.override.yaml': 'services: { over: { image: over } }',
  '/work/shop/more.yaml': 'services: { more: { image: more } }',
  '/work/shop/.env': 'TAG=default',
  '/work/shop/a.env': 'TAG=a',
  '/work/shop/b.env': 'TAG=b',
  '/work/set/.env':
    'COMPOSE_PROJECT_NAME=set\nCOMPOSE_FILE=../shop/compose.yaml;../shop/more.yaml\nCOMPOSE_PATH_SEPARATOR=;\nCOMPOSE_PROFILES=two',
};

/** The name of the stack, the image of its first service, and its services; or the code of the error. */
async function summary(environment: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}) {
  const result = await tryLoad({ files: [], cwd: '/work/shop', environment, ...memoryReader(FILES), ...options });
  if ('errors' in result) return result.errors.map((error) => error.code).join();
  const { name, services } = result.loaded.stack;
  return `${name} ${services['web']?.image} ${Object.keys(services).sort().join()}`;
}

type Setting = readonly [name: string, value: string, summary: string];

const SETTINGS: readonly Setting[] = [
  ['FILE', 'compose.yaml', 'shop web:default web'],
  ['FILE', 'compose.yaml:more.yaml', 'shop web:default more,web'],
  ['FILE', 'compose.yaml:', 'shop web:default web'],
  ['FILE', '', 'shop web:default over,web'],
  ['FILE', 'gone.yaml', 'file-not-found'],
  ['PROJECT_NAME', 'mine', 'mine web:default over,web'],
  ['PROJECT_NAME', '', 'shop web:default over,web'],
  ['PROJECT_NAME', 'My Shop', 'invalid-stack-name'],
  ['PROFILES', 'one', 'shop web:default one,over,web'],
  ['PROFILES', 'one, two', 'shop web:default one,over,two,web'],
  ['PROFILES', '*', 'shop web:default one,over,two,web'],
  ['ENV_FILES', 'a.env', 'shop web:a over,web'],
  ['ENV_FILES', 'a.env,b.env', 'shop web:b over,web'],
  ['ENV_FILES', 'gone.env', 'file-not-found'],
  ['DISABLE_ENV_FILE', '1', 'shop web:none over,web'],
  ['DISABLE_ENV_FILE', 'True', 'shop web:none over,web'],
  ['DISABLE_ENV_FILE', 't', 'shop web:none over,web'],
  ['DISABLE_ENV_FILE', 'FALSE', 'shop web:default over,web'],
  ['DISABLE_ENV_FILE', 'yes', 'wrong-value'],
];

for (const [name, value, expected] of SETTINGS) {
  test(`${name}="${value}" means the same for COMPOSE_ and DOCKR_`, async () => {
    assert.equal(await summary({ [`COMPOSE_${name}`]: value }), expected);
    assert.equal(await summary({ [`DOCKR_${name}`]: value }), expected);
  });
}

test('of two settings the one of DOCKR_ wins', async () => {
  assert.equal(await summary({ COMPOSE_PROFILES: 'one', DOCKR_PROFILES: 'two' }), 'shop web:default over,two,web');
});

test('a setting that cannot be read names the variable and what it may be', async () => {
  const environment = { DOCKR_DISABLE_ENV_FILE: 'yes' };
  const result = await tryLoad({ files: [], cwd: '/work/shop', environment, ...memoryReader(FILES) });
  assert.ok('errors' in result);
  assert.equal(
    result.errors[0]?.message,
    'variable "DOCKR_DISABLE_ENV_FILE" is "yes", but must be "true", "false", "1" or "0"',
  );
});

test('a .env file may hold settings', async () => {
  assert.equal(await summary({}, { cwd: '/work/set' }), 'set web:default more,two,web');
  assert.equal(await summary({ COMPOSE_PROFILES: 'one' }, { cwd: '/work/set' }), 'set web:default more,one,web');
});

test('options win over settings', async () => {
  const settings = {
    COMPOSE_FILE: 'more.yaml',
    COMPOSE_PROJECT_NAME: 'x',
    COMPOSE_PROFILES: 'one',
    COMPOSE_ENV_FILES: 'a.env',
  };
  const options = { files: ['compose.yaml'], projectName: 'given', profiles: ['two'], envFiles: ['b.env'] };
  assert.equal(await summary(settings, options), 'given web:b two,web');
});

test('what to do with orphans is a setting, too', async () => {
  const orphansOf = async (environment: Readonly<Record<string, string>>) => {
    const result = await tryLoad({ files: [], cwd: '/work/shop', environment, ...memoryReader(FILES) });
    return 'errors' in result ? result.errors.map(({ code }) => code).join() : result.loaded.orphans;
  };
  assert.equal(await orphansOf({}), 'warn');
  assert.equal(await orphansOf({ COMPOSE_IGNORE_ORPHANS: '1' }), 'ignore');
  assert.equal(await orphansOf({ DOCKR_REMOVE_ORPHANS: 'true', COMPOSE_IGNORE_ORPHANS: '1' }), 'remove');
  assert.equal(await orphansOf({ COMPOSE_REMOVE_ORPHANS: 'perhaps' }), 'wrong-value');
});
