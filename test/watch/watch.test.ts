// `dockr watch` and `up --watch` as a user has them: files are saved, containers follow.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { TestDockr } from '../support/dockr.ts';
import { imagesSkipReason } from '../support/images.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const skip = process.getuid?.() === 0 ? imagesSkipReason() : 'containers need root';

function stackText(level: string): string {
  return `
services:
  web:
    build: image
    command: ["/busybox", "sleep", "1000"]
    stop_grace_period: 0s
    environment:
      LEVEL: ${level}
      FROM_ENV: \${FROM_ENV:-none}
    secrets: [token]
secrets:
  token:
    file: token.txt
`;
}

describe('watching', { skip }, () => {
  let root: TestRoot;
  let dockr: TestDockr;
  let folder: string;
  before(async () => {
    root = await createTestRoot();
    dockr = new TestDockr(root);
    folder = root.makeDirectory('shop');
    mkdirSync(join(folder, 'image'));
    copyFileSync('/bin/busybox', join(folder, 'image/busybox'));
    save('image/Dockerfile', 'FROM scratch\nCOPY busybox page.html /\n');
    save('image/page.html', 'first');
    save('image/.dockerignore', '*.log\n');
    save('token.txt', 'secret one');
    save('stack.yml', stackText('one'));
  });
  after(async () => {
    await dockr?.run(['-p', 'shop', 'down', '-t', '0']);
    await dockr?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  const save = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  const containers = async (): Promise<readonly ContainerSummary[]> => {
    const { stdout } = await dockr.ok(['-p', 'shop', 'ps', '--all', '--json']);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ContainerSummary);
  };
  const inside = async (script: string): Promise<string> =>
    (await dockr.run(['-p', 'shop', 'exec', 'web', '/busybox', 'sh', '-c', script])).stdout.trimEnd();
  const shows = (script: string, text: string) =>
    waitFor(`"${script}" to show "${text}"`, async () => (await inside(script)) === text, {
      timeoutMs: 20_000,
      intervalMs: 50,
    });

  test('each kind of file brings its change into the container, errors change nothing, and Ctrl-C leaves it running', async () => {
    const { exitCode, stderr } = await dockr.run(['watch'], {
      cwd: folder,
      during: async (child, seen) => {
        await waitFor('the first look', () => seen().includes('watching: '), { timeoutMs: 30_000 });
        assert.equal(await inside('echo $LEVEL $FROM_ENV'), 'one none');

        save('stack.yml', stackText('two'));
        await shows('echo $LEVEL', 'two');
        save('.env', 'FROM_ENV=file\n');
        await shows('echo $FROM_ENV', 'file');
        save('token.txt', 'secret two');
        await shows('/busybox cat /run/secrets/token', 'secret two');
        save('image/page.html', 'second');
        await shows('/busybox cat /page.html', 'second');

        const [running] = await containers();
        save('stack.yml', stackText('three').replace('build:', 'biuld:'));
        await waitFor('the error', () => seen().includes('error[unknown-key]'));
        assert.equal((await containers())[0]?.id, running?.id);
        save('stack.yml', stackText('three'));
        await shows('echo $LEVEL', 'three');
        // The container is there a moment before the line that tells it.
        await waitFor('its line', () => seen().split(/stack\.yml: \d steps? in/).length === 3);

        const lines = seen().split('\n').length;
        save('image/out.log', 'left out');
        save('image/unused.txt', 'not copied by the Dockerfile');
        await waitFor('the line', () => seen().includes('image/unused.txt: nothing to do'));
        assert.equal(seen().split('\n').length, lines + 1);
        child.kill('SIGINT');
      },
    });
    assert.equal(exitCode, 130);
    assert.match(stderr, /^\d\d:\d\d:\d\d stack\.yml: \d steps? in /m);
    assert.equal((await containers())[0]?.status, 'running');
  });

  test('with --json each batch is one value, and --no-up waits for the first change', async () => {
    const { stdout } = await dockr.run(['watch', '--no-up', '--json'], {
      cwd: folder,
      during: async (child, seen) => {
        await waitFor('the first look', () => seen().includes('"batch"'));
        save('stack.yml', stackText('four'));
        await waitFor('the second', () => seen().split('"batch"').length === 3);
        child.kill('SIGTERM');
      },
    });
    const events = stdout.split('\n').filter((line) => line !== '');
    const batches = events.map((line) => JSON.parse(line)).filter(({ type }) => type === 'batch');
    assert.deepEqual(
      batches.map(({ outcome, paths, steps }) => [outcome, paths, steps]),
      [
        ['applied', [], []],
        ['applied', [join(folder, 'stack.yml')], ['recreate-container shop-web-1']],
      ],
    );
  });

  test('up --watch follows the files beside the output, and Ctrl-C stops the containers', async () => {
    const { exitCode, stderr } = await dockr.run(['up', '--watch'], {
      cwd: folder,
      during: async (child, seen) => {
        await waitFor('the first look', () => seen().includes('watching: '), { timeoutMs: 30_000 });
        save('stack.yml', stackText('five'));
        await shows('echo $LEVEL', 'five');
        await waitFor('the line', () => /stack\.yml: \d step/.test(seen()));
        child.kill('SIGINT');
      },
    });
    assert.equal(exitCode, 130, stderr);
    assert.equal((await containers())[0]?.status, 'exited');
  });

  test('what cannot be watched, or is in the background, is refused', async () => {
    const background = await dockr.run(['up', '-d', '--watch'], { cwd: folder });
    assert.deepEqual([background.exitCode, /conflicting-options/.test(background.stderr)], [2, true]);
    const input = await dockr.run(['-f', '-', 'watch'], { cwd: folder, stdin: 'services: {}' });
    assert.deepEqual([input.exitCode, /not-supported/.test(input.stderr)], [2, true]);
  });
});
