// What a deployed stack may name: files of its release, and nothing else of the host.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { loadRelease, type StackPlace } from '../../src/agent/load-release.ts';
import { policyFor } from '../../src/agent/policy/policy.ts';

const url = 'https://git.example.org/shop.git';
const policy = policyFor({ file: 'policy.yaml', sections: [] }, { name: 'shop', url });

describe('the stack of a release', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-release-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function load(files: Readonly<Record<string, string>>, path = '.', settings: Partial<StackPlace> = {}) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    return loadRelease(
      { commit: 'c', directory },
      { name: 'shop', path, ...settings },
      { policies: [policy], ownerOfVolume: () => undefined, isStack: () => false },
    );
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

  test('is merged of several files in their order, with the variables and profiles that are declared', async () => {
    const files = {
      'stacks/shop/base.yaml': service('    hostname: base-$REGION\n    environment: { LEVEL: $LEVEL }\n'),
      'stacks/shop/live.yaml':
        'services:\n  web: { hostname: live-$REGION }\n  extra: { image: busybox, profiles: [more] }\n',
      'stacks/shop/.env': 'REGION=from-file\nLEVEL=from-file\n',
    };
    const settings = { files: ['base.yaml'], overlays: ['live.yaml'], variables: { REGION: 'eu' }, profiles: ['more'] };
    const { services } = await load(files, 'stacks/shop', settings);
    assert.deepEqual(Object.keys(services), ['extra', 'web']);
    assert.equal(services['web']?.hostname, 'live-eu');
    const without = await load(files, 'stacks/shop', { files: ['base.yaml'] });
    assert.deepEqual([Object.keys(without.services), without.services['web']?.hostname], [['web'], 'base-from-file']);
  });

  test('has overlays after the file that is found', async () => {
    const files = {
      'stack.yml': service('    hostname: base\n'),
      'live.yaml': 'services:\n  web: { hostname: live }\n',
    };
    const { services } = await load(files, '.', { overlays: ['live.yaml'] });
    assert.equal(services['web']?.hostname, 'live');
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

  for (const file of ['/etc/environment', '../../../etc/environment']) {
    test(`is not told variables from ${file}`, async () => {
      await assert.rejects(load({ 'stack.yml': service(`    env_file: ${file}\n`) }), { code: 'path-outside-release' });
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
