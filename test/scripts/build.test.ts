import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { createTestRoot } from '../support/test-root.ts';

const repository = resolve(import.meta.dirname, '../..');

const sources = {
  'src/cli/main.ts': `
    declare const __DOCKR_VERSION__: string;
    if (process.argv[2] === 'version') console.log(__DOCKR_VERSION__);
    else if (process.argv[2] === 'signs') console.log(/^µ$/.test('µ'), 'µ–😀');
    else void import('./run-daemon.ts').then(({ runDaemon }) => runDaemon());`,
  'src/cli/commands/ls.ts': '',
  'src/cli/commands/volume-ls.ts': '',
  'src/cli/run-daemon.ts': `
    import { Worker } from 'node:worker_threads';
    export const runDaemon = () => new Worker(new URL('daemon.js', import.meta.url));`,
  'src/daemon/main.ts': "(await import('./heavy.ts')).startWorker();",
  'src/daemon/heavy.ts': `
    import { Worker } from 'node:worker_threads';
    export const startWorker = () => new Worker(new URL('../os/echo.worker.ts', import.meta.url));`,
  'src/os/echo.worker.ts': "console.log('from the worker');",
};

test('the build bundles the programs and workers, and is skipped until a source changes', async () => {
  await using root = await createTestRoot();
  const checkout = root.makeDirectory('checkout');
  for (const path of ['bin/dockr', 'scripts/build.ts', 'src/cli/launch.ts', 'package.json', 'package-lock.json']) {
    cpSync(join(repository, path), join(checkout, path));
  }
  symlinkSync(join(repository, 'node_modules'), join(checkout, 'node_modules'));
  for (const [path, content] of Object.entries(sources)) write(join(checkout, path), content);

  assert.match(build(checkout).stderr, /^built dist\/ in \d+ ms\n$/);
  assert.equal(build(checkout).stderr, '');
  assert.match(dockr(checkout, 'version').stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(dockr(checkout, 'signs').stdout, 'true µ–😀\n');
  assert.equal(dockr(checkout, 'worker').stdout, 'from the worker\n');
  dockr(checkout, '-f', 'x.yml', 'ls');
  dockr(checkout, 'volume', 'ls');
  const cached = readdirSync(join(checkout, 'cache')).filter((name) => name.endsWith('.code'));
  assert.deepEqual(cached.map((name) => name.replace(/.*cjs-/, '')).sort(), ['ls.code', 'other.code', 'volume.code']);
  const chunks = () => readdirSync(join(checkout, 'dist')).filter((name) => name.startsWith('heavy-'));
  const before = chunks();

  write(join(checkout, 'src/daemon/heavy.ts'), sources['src/daemon/heavy.ts'].replace('echo', 'other'));
  const failed = build(checkout);
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /other\.worker\.ts" is not bundled/);

  write(join(checkout, 'src/os/other.worker.ts'), "console.log('from the other');");
  assert.equal(build(checkout).status, 0);
  assert.equal(dockr(checkout, 'worker').stdout, 'from the other\n');
  assert.ok(!chunks().some((name) => before.includes(name)), 'chunks of the last build are gone');

  rmSync(join(checkout, 'dist'), { recursive: true });
  assert.equal(build(checkout).status, 0);
  assert.ok(existsSync(join(checkout, 'dist/daemon.js')));
});

test('nothing loads modules of Node at run time: the script that the command line becomes cannot', () => {
  const files = globSync('src/**/*.ts', { cwd: repository });
  const found = files.filter((file) => /\bimport\('node:/.test(readFileSync(join(repository, file), 'utf8')));
  assert.deepEqual(found, []);
});

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function build(checkout: string) {
  return spawnSync(process.execPath, [join(checkout, 'scripts/build.ts')], { encoding: 'utf8' });
}

function dockr(checkout: string, ...words: readonly string[]) {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(checkout, 'cache') };
  return spawnSync(join(checkout, 'bin/dockr'), words, { encoding: 'utf8', env });
}
