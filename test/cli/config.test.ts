import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { createTestRoot } from '../support/test-root.ts';
import { EMPTY_PLAN, FakeDaemon } from './fake-daemon.ts';
import { runDockr } from './run-dockr.ts';

const PROGRAM = resolve(import.meta.dirname, '../../bin/dockr');
const STACK = `
services:
  web: { image: nginx, depends_on: [db], secrets: [mine] }
  db: { image: postgres }
  other: { image: x, gpus: all, secrets: [far] }
  job: { image: y, profiles: [jobs], runtime: crun }
secrets:
  mine: { file: ./mine }
  far: { file: ./far, driver: vault }
`;

async function inStack(run: (folder: string) => Promise<void>): Promise<void> {
  await using root = await createTestRoot();
  const folder = root.makeDirectory('shop');
  writeFileSync(join(folder, 'compose.yaml'), STACK);
  await run(folder);
}

describe('config -o', () => {
  test('writes what would be printed, which is then the stack file of the same stack', async () => {
    await inStack(async (folder) => {
      const printed = await runDockr(['config'], { cwd: folder });
      const { stdout, stderr, exitCode } = await runDockr(['config', '-o', 'out.yaml'], { cwd: folder });
      assert.deepEqual({ stdout, stderr, exitCode }, { stdout: '', stderr: '', exitCode: 0 });
      assert.equal(readFileSync(join(folder, 'out.yaml'), 'utf8'), printed.stdout);
      assert.equal((await runDockr(['-f', 'out.yaml', 'config'], { cwd: folder })).stdout, printed.stdout);
    });
  });

  for (const [path, reason] of [
    ['none/out.yaml', 'its folder does not exist'],
    ['compose.yaml/out.yaml', 'its folder does not exist'],
    ['.', 'it is a folder'],
  ] as const) {
    test(`says why "${path}" cannot be written`, async () => {
      await inStack(async (folder) => {
        const { stderr, exitCode } = await runDockr(['config', '-o', path], { cwd: folder });
        assert.equal(exitCode, 1);
        assert.match(stderr, /^error\[output-not-written\]: cannot write the output to /);
        assert.ok(stderr.includes(`: ${reason}\n`), stderr);
      });
    });
  }
});

test('an env file is read by dockr alone: Node takes an option of that name from anywhere in its line', async () => {
  await inStack(async (folder) => {
    writeFileSync(join(folder, 'own.env'), 'NODE_OPTIONS=--no-such-option\n');
    const run = (file: string) => {
      const env = { ...process.env, DOCKR_DEV: '1' };
      return spawnSync(PROGRAM, ['--env-file', file, 'config', '-q'], { cwd: folder, env, encoding: 'utf8' });
    };
    assert.deepEqual([run('own.env').status, run('own.env').stderr], [0, '']);
    const { status, stderr } = run('none.env');
    assert.equal(status, 3);
    assert.match(stderr, /^error\[file-not-found\]: env file /);
  });
});

test('a service that config is asked for and the stack does not have is a wrong use', async () => {
  await inStack(async (folder) => {
    const { stderr, exitCode } = await runDockr(['config', 'wbe'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error\[no-such-service\]: .*\n {2}hint: did you mean "web"\?\n$/);
  });
});

describe('config --no-interpolate', () => {
  test('lists names as without it, and shows services with what they depend on', async () => {
    await inStack(async (folder) => {
      const run = (...words: readonly string[]) => runDockr(['config', '--no-interpolate', ...words], { cwd: folder });
      assert.equal((await run('--services')).stdout, 'db\nother\nweb\n');
      const { services } = JSON.parse((await run('--format', 'json', 'web')).stdout);
      assert.deepEqual(Object.keys(services), ['web', 'db']);
      const { exitCode, stderr } = await run('--origin');
      assert.equal(exitCode, 2);
      assert.match(stderr, /^error\[conflicting-options\]/);
    });
  });
});

describe('what dockr cannot do', () => {
  const refusalsOf = async (folder: string, words: readonly string[]): Promise<readonly string[]> => {
    await using daemon = await FakeDaemon.start({ calls: { plan: () => ({ plan: EMPTY_PLAN }) } });
    const { stderr } = await runDockr(words, { cwd: folder, daemon });
    return [...stderr.matchAll(/error\[not-supported\]: (.*) is not supported/g)].map(([, what]) => what ?? '');
  };

  test('is refused of the services that a command acts on, with what they depend on', async () => {
    await inStack(async (folder) => {
      for (const words of [['plan', 'web'], ['up', '-d', 'web'], ['build', 'web'], ['plan', 'db'], ['config']])
        assert.deepEqual(await refusalsOf(folder, words), [], words.join(' '));
      const all = ['"gpus" in service "other"', '"driver" in secret "far"'];
      for (const words of [['plan'], ['up', '-d'], ['build'], ['plan', 'web', 'other']])
        assert.deepEqual(await refusalsOf(folder, words), all, words.join(' '));
    });
  });

  test('a service that is named is on, whatever its profiles', async () => {
    await inStack(async (folder) => {
      assert.deepEqual(await refusalsOf(folder, ['plan', 'job']), ['"runtime" in service "job"']);
    });
  });
});
