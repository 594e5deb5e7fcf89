// `develop.watch` as a user has it: a file is saved, the container has it.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { TestDockr } from '../support/dockr.ts';
import { imagesSkipReason } from '../support/images.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const skip = process.getuid?.() === 0 ? imagesSkipReason() : 'containers need root';

const STACK = `
services:
  web:
    build: .
    command: ["/busybox", "sh", "-c", "trap 'echo reloaded >>/log' HUP; echo begun >>/log; while :; do /busybox sleep 0.05; done"]
    stop_grace_period: 0s
    tmpfs: /scratch
    volumes: ["./live:/live"]
    develop:
      watch:
        - { path: ./src, target: /app/src, action: sync, ignore: ["*.tmp", generated/] }
        - { path: ./scratch, target: /scratch/in, action: sync }
        - { path: ./live, target: /live, action: sync }
        - { path: ./settings, target: /app/settings, action: sync+restart }
        - { path: ./hooks, target: /app/hooks, action: sync+exec, initial_sync: true, exec: { command: ["/busybox", "sh", "/app/hooks/run"] } }
        - { path: ./conf, target: /app/conf, action: sync, x-dockr: { reload: SIGHUP } }
        - { path: ./packages, action: rebuild }
`;

describe('syncing files', { skip }, () => {
  let root: TestRoot;
  let dockr: TestDockr;
  let folder: string;
  before(async () => {
    root = await createTestRoot();
    dockr = new TestDockr(root);
    folder = root.makeDirectory('shop');
    for (const path of ['src/deep', 'settings', 'hooks', 'conf', 'packages', 'live', 'scratch']) {
      mkdirSync(join(folder, path), { recursive: true });
      save(`${path}/first`, 'first');
    }
    copyFileSync('/bin/busybox', join(folder, 'busybox'));
    save('hooks/run', 'echo hook >>/log\n');
    save('Dockerfile', 'FROM scratch\nCOPY busybox /\nCOPY src /app/src\nCOPY packages /packages\nWORKDIR /app\n');
    save('stack.yml', STACK);
  });
  after(async () => {
    await dockr?.run(['-p', 'shop', 'down', '-t', '0']);
    await dockr?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  const save = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  const inside = async (script: string): Promise<string> =>
    (await dockr.run(['-p', 'shop', 'exec', 'web', '/busybox', 'sh', '-c', script])).stdout.trimEnd();
  const shows = (script: string, text: string) =>
    waitFor(`"${script}" to show "${text}"`, async () => (await inside(script)) === text, {
      timeoutMs: 20_000,
      intervalMs: 50,
    });
  const cat = (path: string) => `/busybox cat ${path} 2>&1`;
  const container = async (): Promise<string> => (await dockr.ok(['-p', 'shop', 'ps', '-q'])).stdout.trim();

  test('what is edited, added, renamed and deleted is in the container, and what follows is done', async () => {
    const { stderr } = await dockr.run(['watch'], {
      cwd: folder,
      during: async (child, seen) => {
        await waitFor('the first look', () => seen().includes('watching: '), { timeoutMs: 30_000 });
        const built = await container();
        save('src/deep/first', 'second');
        await shows(cat('/app/src/deep/first'), 'second');
        mkdirSync(join(folder, 'src/new/er'), { recursive: true });
        save('src/new/er/file', 'added');
        save('src/new/er/file.tmp', 'not this');
        symlinkSync('er/file', join(folder, 'src/new/link'));
        await shows(cat('/app/src/new/link'), 'added');
        renameSync(join(folder, 'src/new'), join(folder, 'src/named'));
        await shows(cat('/app/src/named/er/file'), 'added');
        rmSync(join(folder, 'src/named'), { recursive: true });
        await shows('/busybox ls /app/src', 'deep');

        save('scratch/f', 'in memory');
        await shows(cat('/scratch/in/f'), 'in memory');
        save('conf/first', 'loaded');
        await shows(`${cat('/app/conf/first')}; /busybox grep -c reloaded /log`, 'loaded1');
        save('hooks/first', 'ran');
        await shows('/busybox grep -c hook /log', '1');
        save('settings/first', 'restarted');
        await shows(`${cat('/app/settings/first')}; /busybox grep -c begun /log`, 'restarted2');
        await shows(cat('/scratch/in/f'), 'in memory');
        assert.equal(await container(), built, 'nothing so far was a reason for another container');

        for (let index = 0; index < 600; index++) save(`src/many-${index}`, String(index));
        await shows('/busybox ls /app/src | /busybox wc -l', '601');
        await shows(cat('/app/src/many-599'), '599');

        save('packages/first', 'built');
        await shows(`${cat('/packages/first')}; ${cat('/app/src/many-599')}`, 'built599');
        assert.notEqual(await container(), built);
        await dockr.ok(['-f', join(folder, 'stack.yml'), 'up', '-d', '--force-recreate', '--no-build']);
        await shows(cat('/app/src/many-599'), '599');
        child.kill('SIGINT');
      },
    });
    assert.match(stderr, /src\/deep\/first: in web after /);
    assert.match(stderr, /settings\/first: in web, restarted after /);
    assert.match(stderr, /warning\[watched-mount\]: ".*live" is mounted into service "web"/);
    assert.equal(stderr.match(/warning\[watched-mount\]/g)?.length, 1);
    assert.doesNotMatch(stderr, /file\.tmp/);
  });
});
