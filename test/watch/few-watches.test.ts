// `dockr watch` where the kernel allows next to no watches: in a user namespace of its own, which has a limit of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { TestDockr } from '../support/dockr.ts';
import { imagesSkipReason } from '../support/images.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const skip = process.getuid?.() === 0 ? imagesSkipReason() : 'containers need root';
const PROGRAM = join(import.meta.dirname, '../../bin/dockr');
const FOLDERS = 30;
const LIMIT_IS_REACHED = /the limit of this machine for watched folders is reached/;

const stackText = (level: string): string => `
name: few
services:
  web:
    build: image
    command: ["/busybox", "sleep", "1000"]
    stop_signal: SIGKILL
    environment: {LEVEL: ${level}}
    develop:
      watch: [{ path: ./src, target: /app, action: sync }]
`;

describe('with few watches', { skip }, () => {
  let root: TestRoot;
  let dockr: TestDockr;
  let folder: string;
  before(async () => {
    root = await createTestRoot();
    dockr = new TestDockr(root);
    folder = root.makeDirectory('few');
    mkdirSync(join(folder, 'image'));
    copyFileSync('/bin/busybox', join(folder, 'image/busybox'));
    writeFileSync(join(folder, 'image/Dockerfile'), 'FROM scratch\nCOPY busybox /\n');
    writeFileSync(join(folder, 'compose.yaml'), stackText('one'));
    for (let number = 0; number < FOLDERS; number++) mkdirSync(join(folder, `src/${number}`), { recursive: true });
    await dockr.ok(['up', '-d'], { cwd: folder });
  });
  after(async () => {
    await dockr?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  const watching = async (limit: number, during: (said: () => string) => Promise<void>): Promise<string> => {
    const script = 'echo "$0" >/proc/sys/user/max_inotify_watches && exec "$@"';
    const words = ['--user', '--map-root-user', 'sh', '-c', script, String(limit), PROGRAM, 'watch', '--no-up'];
    const child = spawn('unshare', words, { cwd: folder, env: dockr.environment });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    const ended = new Promise((resolve) => child.once('close', resolve));
    try {
      await waitFor('the first look', () => said.includes('watching: '), { timeoutMs: 30_000 });
      await during(() => said);
    } finally {
      child.kill('SIGINT');
      await ended;
    }
    return said;
  };
  const shows = async (path: string, text: string): Promise<void> => {
    writeFileSync(join(folder, 'src', path), text);
    const cat = ['exec', 'web', '/busybox', 'cat', `/app/${path}`];
    await waitFor(`${path} in the container`, async () => (await dockr.run(cat, { cwd: folder })).stdout === text, {
      timeoutMs: 20_000,
    });
  };

  test('too many folders are known before they are watched, and looked at instead', async () => {
    const said = await watching(25, () => shows('7/first', 'one'));
    assert.match(said, /warning\[watch-limit\]: 31 folders are more than this machine lets somebody watch/);
  });

  test('a limit that is met on the way is told, and all is looked at from then on', async () => {
    const said = await watching(40, async (saidSoFar) => {
      await shows('8/first', 'one');
      for (let number = FOLDERS; number < 3 * FOLDERS; number++)
        mkdirSync(join(folder, `src/${number}/deep`), { recursive: true });
      await shows(`${3 * FOLDERS - 1}/deep/first`, 'one');
      await waitFor('the warning', () => LIMIT_IS_REACHED.test(saidSoFar()));
    });
    assert.equal(said.match(LIMIT_IS_REACHED)?.length, 1, said);
  });

  test('the stack file is looked at, too', async () => {
    const said = await watching(1, async () => {
      const id = async () => (await dockr.lines<ContainerSummary>(['ps'], { cwd: folder }))[0]?.id;
      const before = await id();
      writeFileSync(join(folder, 'compose.yaml'), stackText('two'));
      const isNew = async () => ![before, undefined].includes(await id());
      await waitFor('the changed stack', isNew, { timeoutMs: 20_000, intervalMs: 100 });
      await shows('9/first', 'one');
    });
    assert.equal(said.match(LIMIT_IS_REACHED)?.length, 1, said);
  });
});
