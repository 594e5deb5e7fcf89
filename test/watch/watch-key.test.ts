// The key `w` of an attached `up`, in a terminal of its own (`script` makes one).
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TestDockr } from '../support/dockr.ts';
import { imagesSkipReason } from '../support/images.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));
const SCRIPT = '/usr/bin/script';
const STACK = `
services:
  web:
    build: .
    command: ["/busybox", "sh", "-c", "while :; do /busybox cat /app/note; /busybox sleep 0.1; done"]
    stop_grace_period: 0s
    develop:
      watch:
        - { path: ./app, target: /app, action: sync }
`;

function skipReason(): string | false {
  if (process.getuid?.() !== 0) return 'containers need root';
  return existsSync(SCRIPT) ? imagesSkipReason() : `no ${SCRIPT}`;
}

describe('the key w while attached', { skip: skipReason() }, () => {
  let root: TestRoot;
  let dockr: TestDockr;
  let folder: string;
  before(async () => {
    root = await createTestRoot();
    dockr = new TestDockr(root);
    folder = root.makeDirectory('shop');
    mkdirSync(join(folder, 'app'));
    copyFileSync('/bin/busybox', join(folder, 'busybox'));
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY busybox /\nCOPY app /app\n');
    writeFileSync(join(folder, 'stack.yml'), STACK);
    save('first');
  });
  after(async () => {
    await dockr?.run(['-p', 'shop', 'down', '-t', '0']);
    await dockr?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  const save = (text: string): void => writeFileSync(join(folder, 'app/note'), `note ${text}\n`);

  async function inTerminal(
    words: readonly string[],
    work: (child: ChildProcess, seen: () => string) => Promise<void>,
  ): Promise<{ readonly exitCode: number | null; readonly seen: string }> {
    const child = spawn(SCRIPT, ['-qec', [PROGRAM, ...words].join(' '), '/dev/null'], {
      cwd: folder,
      env: { ...dockr.environment, TERM: 'xterm' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 120_000,
    });
    let seen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    try {
      await work(child, () => seen);
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`${error instanceof Error ? error.message : error}\n--- output\n${seen}`, { cause: error });
    }
    return { exitCode: await ended, seen };
  }

  test('begins and ends the following of files; Ctrl-C stops the containers as ever', async () => {
    const { exitCode } = await inTerminal(['up'], async (child, seen) => {
      const shows = (text: string) => waitFor(text, () => seen().includes(text), { timeoutMs: 30_000 });
      await shows('press w to follow its files');
      await shows('note first');
      save('second');
      child.stdin?.write('w');
      await shows('watching: ');
      save('third');
      await shows('note third');
      child.stdin?.write('w');
      await shows('no longer following');
      save('fourth');
      const lines = seen().split('note third').length;
      await waitFor('more of the same', () => seen().split('note third').length > lines + 5);
      assert.doesNotMatch(seen(), /note fourth/);
      child.stdin?.write('x');
      child.stdin?.write('w');
      await waitFor('watching again', () => seen().split('watching: ').length === 3);
      await shows('note fourth');
      child.stdin?.write('\u0003');
    });
    assert.equal(exitCode, 130);
    assert.equal((await dockr.run(['-p', 'shop', 'ps', '-q'])).stdout, '');
  });

  test('an error of the file is told, and the output of the containers goes on', async () => {
    const { exitCode } = await inTerminal(['up'], async (child, seen) => {
      const shows = (text: string) => waitFor(text, () => seen().includes(text), { timeoutMs: 30_000 });
      await shows('press w');
      writeFileSync(join(folder, 'stack.yml'), STACK.replace('build:', 'biuld:'));
      child.stdin?.write('w');
      await shows('error[');
      const lines = seen().split('note fourth').length;
      await waitFor('more output', () => seen().split('note fourth').length > lines + 3);
      writeFileSync(join(folder, 'stack.yml'), STACK);
      child.stdin?.write('w');
      await shows('watching: ');
      save('fifth');
      await shows('note fifth');
      child.stdin?.write('\u0003');
    });
    assert.equal(exitCode, 130);
  });
});
