// What a deployed stack may name: files of its release, and nothing else of the host.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { loadRelease } from '../../src/agent/load-release.ts';

describe('the stack of a release', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-release-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function load(files: Readonly<Record<string, string>>, path = '.') {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    return loadRelease({ commit: 'c', directory }, { name: 'shop', path });
  }
  const service = (more: string): string => `services:\n  web:\n    image: busybox\n${more}`;

  test('has the name of its deployment, whatever the file says', async () => {
    const stack = await load({ 'stack.yml': `name: other\n${service('')}` });
    assert.equal(stack.name, 'shop');
  });

  test('is found by its folder or its file, with the .env beside it', async () => {
    const files = {
      'stacks/shop/compose.yaml': service('    hostname: $HOST\n'),
      'stacks/shop/.env': 'HOST=from-file\n',
    };
    for (const path of ['stacks/shop', 'stacks/shop/compose.yaml'])
      assert.equal((await load(files, path)).services['web']?.hostname, 'from-file');
  });

  test('is not looked for above its folder', async () => {
    await assert.rejects(load({ 'stack.yml': service(''), 'docs/x': '' }, 'docs'), { code: 'no-stack-file' });
    await assert.rejects(load({ 'stack.yml': service('') }, 'nowhere'), { code: 'path-not-found' });
  });

  test('sees no variable of the daemon', async () => {
    process.env['DOCKR_TEST_SECRET'] = 'hunter2';
    const stack = await load({
      'stack.yml': service('    environment:\n      A: a$DOCKR_TEST_SECRET\n      DOCKR_TEST_SECRET:\n'),
    });
    delete process.env['DOCKR_TEST_SECRET'];
    assert.deepEqual(
      { ...stack.services['web']?.environment, DOCKR_TEST_SECRET: null },
      { A: 'a', DOCKR_TEST_SECRET: null },
    );
    assert.doesNotMatch(JSON.stringify(stack), /hunter2/);
  });

  test('mounts files of the release read-only', async () => {
    const stack = await load({ 'stack.yml': service('    volumes: ["./page:/page"]\n'), page: '' });
    assert.deepEqual(stack.services['web']?.volumes, [
      { kind: 'bind', source: join(directory, 'page'), target: '/page', readOnly: true, createSource: false },
    ]);
  });

  const outside: Readonly<Record<string, string>> = {
    'a folder of the host': service('    volumes: ["/etc:/etc"]\n'),
    'the root of the host': service('    volumes: [{ type: bind, source: /, target: /host }]\n'),
    'a folder above the release': service('    volumes: ["../../x:/x"]\n'),
    'an env file of the host': service('    env_file: /etc/environment\n'),
    'an env file above the release': service('    env_file: ../../../etc/environment\n'),
    'a secret of the host': `${service('    secrets: [s]\n')}secrets:\n  s:\n    file: /etc/shadow\n`,
    'a config above the release': `${service('    configs: [c]\n')}configs:\n  c:\n    file: ../secret\n`,
    'a build context of the host': service('    build: /etc\n'),
    'a Dockerfile of the host': service('    build: { context: ., dockerfile: /etc/passwd }\n'),
    'a Dockerfile above the release': service('    build: { context: ., dockerfile: ../../etc/passwd }\n'),
    'a named context of the host': service('    build: { context: ., additional_contexts: { host: /etc } }\n'),
    'a volume that is a folder of the host': `${service('    volumes: ["disk:/v"]\n')}volumes:\n  disk:\n    driver_opts: { type: none, o: bind, device: /etc }\n`,
  };
  for (const [what, text] of Object.entries(outside)) {
    test(`may not use ${what}`, async () => {
      await assert.rejects(load({ 'stack.yml': text }), { code: 'path-outside-release' });
    });
  }

  test('may not use files that are not committed, and tells where they are named', async () => {
    await assert.rejects(load({ 'stack.yml': service('    volumes: ["./data:/data"]\n') }), (error: Error) => {
      assert.ok('code' in error && 'at' in error);
      assert.equal(error.code, 'file-not-found');
      assert.deepEqual(error.at && typeof error.at === 'object' && 'line' in error.at ? error.at.line : 0, 4);
      return true;
    });
  });

  test('may be no larger than what strangers may send', async () => {
    await assert.rejects(load({ 'stack.yml': `# ${'x'.repeat(1024 ** 2)}\n${service('')}` }), { code: 'too-large' });
    const bomb = Array.from(
      { length: 12 },
      (_, i) => `x-${i}: &x${i} [${i === 0 ? '1' : Array(10).fill(`*x${i - 1}`)}]`,
    );
    await assert.rejects(load({ 'stack.yml': `${bomb.join('\n')}\n${service('')}` }), { kind: 'stack' });
  });
});
