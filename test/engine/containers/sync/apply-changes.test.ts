// Files that are put into a container's file system from outside, with a folder in the place of its root.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { SyncChange } from '../../../../src/core/sync-change.ts';
import { applyChanges } from '../../../../src/engine/containers/sync/apply-changes.ts';
import { SyncTarget } from '../../../../src/engine/containers/sync/sync-target.ts';
import { O_DIRECTORY, O_PATH, openBeneath, openDirectory } from '../../../../src/os/files.ts';
import { closeDescriptor } from '../../../../src/os/libc.ts';

describe('changes in a container', { skip: process.geteuid?.() === 0 ? false : 'needs root' }, () => {
  let folder: string;
  let root: string;
  let host: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-sync-'));
    root = join(folder, 'root');
    host = join(folder, 'host');
    mkdirSync(join(root, 'app'), { recursive: true });
    mkdirSync(host);
    mkdirSync(join(folder, 'outside'));
    writeFileSync(join(folder, 'outside/kept'), 'kept');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const apply = async (changes: readonly SyncChange[], target = '/app') => {
    const base = openDirectory(root);
    const rootFd = openBeneath(base, '.', { flags: O_PATH | O_DIRECTORY, containment: 'in-root' });
    try {
      using place = new SyncTarget(rootFd, target);
      return await applyChanges(place, changes, { kind: 'folder', path: host });
    } finally {
      closeDescriptor(rootFd);
      closeDescriptor(base);
    }
  };
  const done = async (changes: readonly SyncChange[], target?: string) =>
    assert.deepEqual(await apply(changes, target), []);
  const file = (path: string, mode = 0o644): SyncChange => ({ path, entry: { kind: 'file', mode } });
  const inRoot = (path: string) => join(root, path);
  const onHost = (path: string, text: string) => {
    mkdirSync(join(host, path, '..'), { recursive: true });
    writeFileSync(join(host, path), text);
  };

  test('files come with their mode and time, folders and links with them', async () => {
    onHost('a/b.txt', 'one');
    utimesSync(join(host, 'a/b.txt'), 1000, 2000);
    await done([
      { path: 'a', entry: { kind: 'folder', mode: 0o750 } },
      file('a/b.txt', 0o640),
      { path: 'a/l', entry: { kind: 'link', to: 'b.txt' } },
      { path: 'empty', entry: { kind: 'folder', mode: 0o700 } },
    ]);
    assert.equal(readFileSync(inRoot('app/a/b.txt'), 'utf8'), 'one');
    const { mode, mtimeMs } = lstatSync(inRoot('app/a/b.txt'));
    assert.deepEqual([mode & 0o777, mtimeMs], [0o640, 2_000_000]);
    assert.equal(lstatSync(inRoot('app/a')).mode & 0o777, 0o750);
    assert.equal(readlinkSync(inRoot('app/a/l')), 'b.txt');
    assert.deepEqual(readdirSync(inRoot('app/empty')), []);
    assert.deepEqual(readdirSync(inRoot('app')).sort(), ['a', 'empty']);
  });

  test('a file keeps its owner, a new one belongs to whom its folder does', async () => {
    chownSync(inRoot('app'), 1000, 1001);
    writeFileSync(inRoot('app/old'), 'old');
    chownSync(inRoot('app/old'), 33, 34);
    onHost('old', 'new');
    onHost('d/new', 'new');
    await done([file('old'), file('d/new')]);
    const owner = (path: string) => {
      const { uid, gid } = lstatSync(inRoot(path));
      return [uid, gid];
    };
    assert.deepEqual(
      [owner('app/old'), owner('app/d'), owner('app/d/new')],
      [
        [33, 34],
        [1000, 1001],
        [1000, 1001],
      ],
    );
  });

  test('what goes is gone, but for folders in which the container has something of its own', async () => {
    mkdirSync(inRoot('app/a/b'), { recursive: true });
    mkdirSync(inRoot('app/c'));
    for (const path of ['a/f', 'a/b/f', 'c/mine']) writeFileSync(inRoot(`app/${path}`), 'x');
    const gone = (path: string): SyncChange => ({ path, entry: null });
    await done(['c', 'a/f', 'a/b/f', 'a/b', 'a', 'never/there'].map(gone));
    assert.deepEqual(readdirSync(inRoot('app')), ['c']);
  });

  test('a file takes the place of a folder, a folder that of a file', async () => {
    mkdirSync(inRoot('app/was-folder/deep'), { recursive: true });
    writeFileSync(inRoot('app/was-folder/deep/f'), 'x');
    writeFileSync(inRoot('app/was-file'), 'x');
    onHost('was-folder', 'file');
    onHost('was-file/f', 'in folder');
    await done([file('was-folder'), { path: 'was-file', entry: { kind: 'folder', mode: 0o755 } }, file('was-file/f')]);
    assert.equal(readFileSync(inRoot('app/was-folder'), 'utf8'), 'file');
    assert.equal(readFileSync(inRoot('app/was-file/f'), 'utf8'), 'in folder');
  });

  test('no link of the container leads out of the target', async () => {
    const outside = join(folder, 'outside');
    symlinkSync(outside, inRoot('app/sub'));
    symlinkSync(join(outside, 'kept'), inRoot('app/kept'));
    symlinkSync(outside, inRoot('app/gone'));
    symlinkSync('../../outside', inRoot('app/up'));
    for (const path of ['sub/f', 'kept', 'up/f']) onHost(path, 'new');
    await done([
      file('sub/f'),
      file('kept'),
      file('up/f'),
      { path: 'gone/kept', entry: null },
      { path: 'gone', entry: null },
    ]);
    assert.deepEqual(readdirSync(outside), ['kept']);
    assert.equal(readFileSync(join(outside, 'kept'), 'utf8'), 'kept');
    assert.equal(readFileSync(inRoot('app/sub/f'), 'utf8'), 'new');
    assert.equal(existsSync(inRoot('app/gone')), false);
  });

  test('the target may be a link of the image, which stays within its root', async () => {
    rmSync(inRoot('app'), { recursive: true });
    mkdirSync(inRoot('srv/app'), { recursive: true });
    symlinkSync('/srv/app', inRoot('app'));
    symlinkSync('../../../../outside', inRoot('far'));
    onHost('f', 'new');
    await done([file('f')]);
    assert.equal(readFileSync(inRoot('srv/app/f'), 'utf8'), 'new');
    await apply([file('f')], '/far');
    assert.deepEqual(readdirSync(join(folder, 'outside')), ['kept']);
  });

  test('a single file is a target, too, and folders above it are made', async () => {
    rmSync(host, { recursive: true });
    writeFileSync(host, 'config');
    await done([file('')], '/etc/deep/app.conf');
    assert.equal(readFileSync(inRoot('etc/deep/app.conf'), 'utf8'), 'config');
  });

  test('what fails is told, leaves the old file, and does not keep the rest from being done', async () => {
    for (const name of ['pipe', 'after']) onHost(name, 'new');
    rmSync(join(host, 'pipe'));
    mkdirSync(join(host, 'pipe'));
    writeFileSync(inRoot('app/pipe'), 'old');
    const failures = await apply([file('missing'), file('pipe'), file('../up'), file('a//b'), file('after')]);
    assert.deepEqual(
      failures.map(({ path, error }) => `${path} ${error.code}`),
      ['missing sync-failed', 'pipe sync-not-a-file', '../up sync-bad-path', 'a//b sync-bad-path'],
    );
    assert.equal(readFileSync(inRoot('app/pipe'), 'utf8'), 'old');
    assert.equal(readFileSync(inRoot('app/after'), 'utf8'), 'new');
    assert.deepEqual(readdirSync(inRoot('app')).sort(), ['after', 'pipe']);
  });

  test('folders get their mode though a link was in their place', async () => {
    chmodSync(join(folder, 'outside'), 0o700);
    symlinkSync(join(folder, 'outside'), inRoot('app/d'));
    await done([{ path: 'd', entry: { kind: 'folder', mode: 0o777 } }]);
    assert.equal(lstatSync(join(folder, 'outside')).mode & 0o777, 0o700);
    assert.equal(lstatSync(inRoot('app/d')).mode & 0o777, 0o777);
  });

  /** As a container has volumes and file systems in memory. */
  const mounted = async (path: string, options: string, work: () => Promise<void>): Promise<void> => {
    mkdirSync(inRoot(path), { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', inRoot(path)]);
    try {
      await work();
    } finally {
      execFileSync('umount', [inRoot(path)]);
    }
  };
  const CODE = /\b(EISDIR|ENOSPC|EROFS)\b/;
  const codes = async (changes: readonly SyncChange[]) =>
    (await apply(changes)).map(({ path, error }) => `${path} ${error.code} ${CODE.exec(error.message)?.[0]}`);

  test('a huge file with holes keeps them', async () => {
    onHost('huge', 'begin');
    truncateSync(join(host, 'huge'), 2 ** 31);
    appendFileSync(join(host, 'huge'), 'end');
    await done([file('huge')]);
    const { size, blocks } = lstatSync(inRoot('app/huge'));
    assert.deepEqual([size, blocks * 512 < 4 * 2 ** 20], [2 ** 31 + 3, true]);
    const ends = [0, 2 ** 31].map((at) => `tail -c +${at + 1} "${inRoot('app/huge')}" | head -c 5`);
    assert.deepEqual(
      ends.map((command) => execFileSync('sh', ['-c', command], { encoding: 'utf8' })),
      ['begin', 'end'],
    );
  });

  test('a large file leaves others their turn', async () => {
    onHost('large', 'x'.repeat(100 * 2 ** 20));
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await done([file('large')]);
    clearInterval(counting);
    assert.ok(turns > 3, `${turns} turns`);
  });

  test('a file that grows as fast as it is read comes to an end', async () => {
    const chunk = 'x'.repeat(1 << 20);
    onHost('growing', chunk.repeat(40));
    const growing = setInterval(() => appendFileSync(join(host, 'growing'), chunk.repeat(4)), 0);
    await done([file('growing')]);
    clearInterval(growing);
    assert.equal(lstatSync(inRoot('app/growing')).size % chunk.length, 0);
    assert.ok(lstatSync(inRoot('app/growing')).size < lstatSync(join(host, 'growing')).size);
  });

  test('names may be as long as they can be, and have line ends', async () => {
    const names = ['n'.repeat(255), 'two\nlines', ' .. ', '-rf', 'back\\slash', '.dockr'];
    for (const name of names) onHost(name, name);
    await done(names.map((name) => file(name)));
    assert.deepEqual(readdirSync(inRoot('app')).sort(), [...names].sort());
  });

  test('a file takes the place of a folder with names that are no text', async () => {
    mkdirSync(inRoot('app/was-folder'));
    for (const bytes of [[0xff, 0xfe], [0xc3]])
      writeFileSync(Buffer.concat([Buffer.from(inRoot('app/was-folder/')), Buffer.from(bytes)]), 'x');
    onHost('was-folder', 'file');
    await done([file('was-folder')]);
    assert.equal(readFileSync(inRoot('app/was-folder'), 'utf8'), 'file');
  });

  test('what is mounted in the target is written to, and stays', async () => {
    onHost('modules/f', 'new');
    await mounted('app/modules', 'size=1m', async () => {
      await done([{ path: 'modules', entry: { kind: 'folder', mode: 0o700 } }, file('modules/f')]);
      assert.equal(readFileSync(inRoot('app/modules/f'), 'utf8'), 'new');
      await done([
        { path: 'modules/f', entry: null },
        { path: 'modules', entry: null },
      ]);
      assert.deepEqual(readdirSync(inRoot('app/modules')), []);
      rmSync(join(host, 'modules'), { recursive: true });
      onHost('modules', 'a file now');
      assert.deepEqual(await codes([file('modules')]), ['modules sync-failed EISDIR']);
      assert.deepEqual(readdirSync(inRoot('app')), ['modules']);
    });
  });

  test('a full or read-only file system is told, keeps the old file, and no rest of the new one', async () => {
    onHost('d/big', 'x'.repeat(2 ** 20));
    onHost('d/small', 'new');
    await mounted('app/d', 'size=64k', async () => {
      writeFileSync(inRoot('app/d/big'), 'old');
      assert.deepEqual(await codes([file('d/big'), file('d/small')]), ['d/big sync-failed ENOSPC']);
      assert.deepEqual(readdirSync(inRoot('app/d')).sort(), ['big', 'small']);
      assert.equal(readFileSync(inRoot('app/d/big'), 'utf8'), 'old');
    });
    await mounted('app/d', 'ro', async () => {
      const changes = [file('d/small'), { path: 'd/l', entry: { kind: 'link', to: 'x' } } as const];
      assert.deepEqual(await codes(changes), ['d/small sync-failed EROFS', 'd/l sync-failed EROFS']);
    });
  });
});
