import assert from 'node:assert/strict';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  changeModeAt,
  changeOwnerAt,
  changeTimesAt,
  getAttribute,
  listAttributes,
  lockFile,
  makeDirectoryAt,
  makeLinkAt,
  makeNodeAt,
  makeSymlinkAt,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_WRONLY,
  openAt,
  openBeneath,
  openDirectory,
  removeAt,
  renamePath,
  S_IFCHR,
  setAttribute,
  syncFileSystem,
  unlockFile,
} from '../../src/os/files.ts';
import { closeDescriptor } from '../../src/os/libc.ts';

const isRoot = process.getuid?.() === 0;
const asRoot = { skip: isRoot ? false : 'needs root' };

function temporaryDirectory(context: TestContext): { readonly path: string; readonly fd: number } {
  const path = mkdtempSync(join(tmpdir(), 'dockr-files-'));
  const fd = openDirectory(path);
  context.after(() => {
    closeDescriptor(fd);
    rmSync(path, { recursive: true });
  });
  return { path, fd };
}

test('a path that would leave the directory is not opened', (context) => {
  const { path, fd } = temporaryDirectory(context);
  symlinkSync('/etc', join(path, 'absolute'));
  symlinkSync('../../../../../etc', join(path, 'up'));
  for (const hostile of ['../x', '/etc/passwd', 'absolute/passwd', 'up/passwd']) {
    assert.throws(
      () => openBeneath(fd, hostile, { flags: O_RDONLY, containment: 'beneath' }),
      /openat2: (EXDEV|ELOOP)/,
    );
  }
});

test('within a root, symlinks are followed inside it', (context) => {
  const { path, fd } = temporaryDirectory(context);
  mkdirSync(join(path, 'etc'));
  writeFileSync(join(path, 'etc/passwd'), 'inside');
  symlinkSync('/etc', join(path, 'absolute'));
  symlinkSync('../../../etc', join(path, 'up'));
  for (const name of ['absolute/passwd', 'up/passwd', '../../etc/passwd']) {
    const file = openBeneath(fd, name, { flags: O_RDONLY, containment: 'in-root' });
    assert.equal(readFileSync(file, 'utf8'), 'inside');
    closeSync(file);
  }
});

test('a failed call says its name and the errno', (context) => {
  const { fd } = temporaryDirectory(context);
  assert.throws(() => openAt(fd, 'missing', { flags: O_RDONLY }), { code: 'ENOENT', message: 'openat: ENOENT' });
});

test('names of any bytes can be made, linked and removed', (context) => {
  const { path, fd } = temporaryDirectory(context);
  const name = Buffer.from([0x66, 0xff, 0xfe, 0]);
  closeDescriptor(openAt(fd, name, { flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o640 }));
  makeLinkAt({ directoryFd: fd, name }, { directoryFd: fd, name: 'second' });
  assert.equal(statSync(join(path, 'second')).nlink, 2);
  removeAt(fd, name);
  assert.equal(statSync(join(path, 'second')).nlink, 1);
  makeDirectoryAt(fd, 'folder', 0o755);
  removeAt(fd, 'folder');
  makeSymlinkAt('target', fd, 'link');
  assert.equal(readlinkSync(join(path, 'link')), 'target');
});

test('times keep their nanoseconds, before 1970 too', (context) => {
  const { path, fd } = temporaryDirectory(context);
  writeFileSync(join(path, 'file'), '');
  for (const timeNs of [1_700_000_000_123_456_789n, -1n, -1_500_000_000n, 0n]) {
    changeTimesAt(fd, 'file', timeNs);
    assert.equal(statSync(join(path, 'file'), { bigint: true }).mtimeNs, timeNs);
  }
});

test('owners and modes are set, of a symlink itself too', asRoot, (context) => {
  const { path, fd } = temporaryDirectory(context);
  writeFileSync(join(path, 'file'), '');
  symlinkSync('file', join(path, 'link'));
  changeOwnerAt(fd, 'link', { uid: 3_000_000_000, gid: 4_000_000_000 });
  changeModeAt(fd, 'file', 0o4755);
  assert.deepEqual(
    [lstatSync(join(path, 'link')).uid, lstatSync(join(path, 'link')).gid],
    [3_000_000_000, 4_000_000_000],
  );
  assert.equal(statSync(join(path, 'file')).uid, 0);
  assert.equal(statSync(join(path, 'file')).mode & 0o7777, 0o4755);
});

test('extended attributes hold any bytes', asRoot, (context) => {
  const { path } = temporaryDirectory(context);
  const value = Buffer.from([0, 255, 10, 61]);
  assert.equal(getAttribute(path, 'trusted.dockr'), undefined);
  setAttribute(path, 'trusted.dockr', value);
  assert.deepEqual(getAttribute(path, 'trusted.dockr'), value);
  assert.deepEqual(listAttributes(path), ['trusted.dockr']);
});

test('a device gets its whole number', asRoot, (context) => {
  const { path, fd } = temporaryDirectory(context);
  makeNodeAt(fd, 'device', { mode: S_IFCHR | 0o600, major: 300, minor: 70_000 });
  makeNodeAt(fd, 'whiteout', { mode: S_IFCHR, major: 0, minor: 0 });
  const { rdev } = lstatSync(join(path, 'device'), { bigint: true });
  assert.equal(rdev, (300n << 8n) | (70_000n & 0xffn) | ((70_000n & ~0xffn) << 12n));
  assert.equal(lstatSync(join(path, 'whiteout')).rdev, 0);
});

test('a rename can refuse to replace, or swap', (context) => {
  const { path } = temporaryDirectory(context);
  writeFileSync(join(path, 'a'), 'a');
  writeFileSync(join(path, 'b'), 'b');
  assert.throws(() => renamePath(join(path, 'a'), join(path, 'b'), 'exclusive'), { code: 'EEXIST' });
  renamePath(join(path, 'a'), join(path, 'b'), 'exchange');
  assert.equal(readFileSync(join(path, 'a'), 'utf8'), 'b');
  syncFileSystem(path);
});

test('a lock is had by one opener at a time', (context) => {
  const { path } = temporaryDirectory(context);
  writeFileSync(join(path, 'lock'), '');
  const [first, second] = [openSync(join(path, 'lock'), 'r'), openSync(join(path, 'lock'), 'r')];
  assert.ok(lockFile(first));
  assert.ok(!lockFile(second));
  unlockFile(first);
  assert.ok(lockFile(second));
  closeSync(first);
  closeSync(second);
});
