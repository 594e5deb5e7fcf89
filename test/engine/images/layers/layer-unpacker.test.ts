import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LayerUnpacker, type UnpackLimits } from '../../../../src/engine/images/layers/layer-unpacker.ts';
import { TarReader } from '../../../../src/oci/tar-reader.ts';
import { getAttribute, listAttributes, setAttribute } from '../../../../src/os/files.ts';
import { paxEntry, type TarItem, tar, tarEntry } from './tar-builder.ts';

const options = {
  skip: process.getuid?.() === 0 ? false : 'needs root: owners, devices and trusted attributes are set',
};
const OPAQUE = 'trusted.overlay.opaque';

function unpack(context: TestContext, archive: Buffer, limits?: UnpackLimits): string {
  // Not in /tmp, which may be a tmpfs: attributes and times are to be those of a disk.
  const base = mkdtempSync('/var/tmp/dockr-unpack-');
  context.after(() => rmSync(base, { recursive: true }));
  const directory = join(base, 'layer');
  mkdirSync(directory);
  using unpacker = new LayerUnpacker(directory, limits);
  const reader = new TarReader(unpacker);
  for (let at = 0; at < archive.length; at += 3000) reader.push(archive.subarray(at, at + 3000));
  reader.finish();
  unpacker.finish();
  return directory;
}

function isWhiteout(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isCharacterDevice() && stat.rdev === 0;
}

test('files get their content, owner, mode and time; directories their time last', options, (context) => {
  const root = unpack(
    context,
    tar(
      { name: 'dir/', flag: '5', mode: 0o1770, uid: 5, gid: 6, mtime: 1000 },
      { name: 'dir/file', content: 'hello', mode: 0o4755, uid: 1, gid: 2, mtime: 2000 },
      { name: 'dir/link', flag: '2', linkName: '/anywhere', uid: 3, gid: 4, mtime: 3000 },
      { name: 'pipe', flag: '6', mode: 0o622 },
      { name: 'null', flag: '3', mode: 0o666, device: [1, 3] },
      { name: './', flag: '5', mode: 0o700, mtime: 4000 },
    ),
  );
  const file = statSync(join(root, 'dir/file'));
  assert.deepEqual([file.mode & 0o7777, file.uid, file.gid, file.mtimeMs], [0o4755, 1, 2, 2_000_000]);
  const directory = statSync(join(root, 'dir'));
  assert.deepEqual(
    [directory.mode & 0o7777, directory.uid, directory.gid, directory.mtimeMs],
    [0o1770, 5, 6, 1_000_000],
  );
  const link = lstatSync(join(root, 'dir/link'));
  assert.deepEqual(
    [readlinkSync(join(root, 'dir/link')), link.uid, link.gid, link.mtimeMs],
    ['/anywhere', 3, 4, 3_000_000],
  );
  assert.ok(lstatSync(join(root, 'pipe')).isFIFO());
  assert.equal(lstatSync(join(root, 'null')).rdev, 0x103);
  assert.deepEqual([statSync(root).mode & 0o7777, statSync(root).mtimeMs], [0o700, 4_000_000]);
  assert.equal(readFileSync(join(root, 'dir/file'), 'utf8'), 'hello');
});

test('missing parents are made', options, (context) => {
  const root = unpack(context, tar({ name: 'a/b/c', content: 'x' }));
  assert.equal(readFileSync(join(root, 'a/b/c'), 'utf8'), 'x');
});

test('owners above 2^21 and binary attributes are kept', options, (context) => {
  const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex');
  const root = unpack(
    context,
    Buffer.concat([
      paxEntry({
        uid: '3000000',
        gid: '4000000000',
        'SCHILY.xattr.security.capability': capability,
        'SCHILY.xattr.user.x': '',
      }),
      tarEntry({ name: 'f', content: 'x', mode: 0o755 }),
      Buffer.alloc(1024),
    ]),
  );
  const path = join(root, 'f');
  assert.deepEqual([statSync(path).uid, statSync(path).gid], [3_000_000, 4_000_000_000]);
  assert.deepEqual(getAttribute(path, 'security.capability'), capability);
  assert.deepEqual(getAttribute(path, 'user.x'), Buffer.alloc(0));
});

test('what tar(1) packs comes out as it was', options, (context) => {
  const source = mkdtempSync('/var/tmp/dockr-source-');
  context.after(() => rmSync(source, { recursive: true }));
  mkdirSync(join(source, 'sub'));
  writeFileSync(join(source, 'sub/big'), Buffer.alloc(300_000, 'ab'));
  linkSync(join(source, 'sub/big'), join(source, 'same'));
  symlinkSync('sub/big', join(source, 'soft'));
  writeFileSync(join(source, `${'ü'.repeat(100)}`), 'long');
  setAttribute(join(source, 'sub/big'), 'user.binary', Buffer.from([0, 1, 255]));
  const archive = execFileSync('tar', ['--format=pax', '--xattrs', '--xattrs-include=*', '-C', source, '-c', '.'], {
    maxBuffer: 1 << 28,
  });
  const root = unpack(context, archive);
  execFileSync('diff', ['-r', '--no-dereference', source, root]);
  assert.equal(statSync(join(root, 'same')).ino, statSync(join(root, 'sub/big')).ino);
  assert.deepEqual(getAttribute(join(root, 'same'), 'user.binary'), Buffer.from([0, 1, 255]));
  assert.equal(
    statSync(join(root, 'sub'), { bigint: true }).mtimeNs,
    statSync(join(source, 'sub'), { bigint: true }).mtimeNs,
  );
});

test('whiteouts become character devices 0:0', options, (context) => {
  const root = unpack(context, tar({ name: 'dir/', flag: '5' }, { name: 'dir/.wh.gone' }, { name: '.wh.other' }));
  assert.ok(isWhiteout(join(root, 'dir/gone')));
  assert.ok(isWhiteout(join(root, 'other')));
  assert.deepEqual(readdirSync(join(root, 'dir')), ['gone']);
});

test('opaque directories get the attribute, wherever the marker stands', options, (context) => {
  const root = unpack(
    context,
    tar(
      { name: 'a/x', content: '1' },
      { name: 'a/.wh..wh..opq' },
      { name: 'b/.wh..wh..opq' },
      { name: 'b/y', content: '2' },
    ),
  );
  for (const name of ['a', 'b']) assert.equal(getAttribute(join(root, name), OPAQUE)?.toString(), 'y');
  assert.deepEqual(readdirSync(join(root, 'a')), ['x']);
});

test('a directory that is removed and made again hides the lower one, in either order', options, (context) => {
  const root = unpack(
    context,
    tar(
      { name: '.wh.a' },
      { name: 'a/', flag: '5' },
      { name: 'b/', flag: '5' },
      { name: '.wh.b' },
      { name: '.wh.c' },
      { name: 'c/x' },
    ),
  );
  for (const name of ['a', 'b', 'c']) assert.equal(getAttribute(join(root, name), OPAQUE)?.toString(), 'y', name);
});

test('a whiteout does not remove what its own layer brings', options, (context) => {
  const root = unpack(
    context,
    tar({ name: 'a', content: 'x' }, { name: '.wh.a' }, { name: '.wh.b' }, { name: 'b', content: 'y' }),
  );
  assert.equal(readFileSync(join(root, 'a'), 'utf8'), 'x');
  assert.equal(readFileSync(join(root, 'b'), 'utf8'), 'y');
});

test('of duplicates the last one wins, whatever they are', options, (context) => {
  const root = unpack(
    context,
    tar(
      { name: 'a', content: 'first' },
      { name: 'a', content: 'second' },
      { name: 'b', content: 'file' },
      { name: 'b/', flag: '5' },
      { name: 'b/x', content: 'in' },
      { name: 'c/', flag: '5' },
      { name: 'c/x/y', content: 'in' },
      { name: 'c', content: 'file again' },
      { name: 'd/', flag: '5', mode: 0o700 },
      { name: 'd/kept', content: 'k' },
      { name: 'd/', flag: '5', mode: 0o711 },
      { name: 'e', flag: '2', linkName: 'd' },
      { name: 'e/', flag: '5' },
    ),
  );
  assert.equal(readFileSync(join(root, 'a'), 'utf8'), 'second');
  assert.equal(readFileSync(join(root, 'b/x'), 'utf8'), 'in');
  assert.equal(readFileSync(join(root, 'c'), 'utf8'), 'file again');
  assert.deepEqual([statSync(join(root, 'd')).mode & 0o777, existsSync(join(root, 'd/kept'))], [0o711, true]);
  assert.ok(lstatSync(join(root, 'e')).isDirectory());
});

test('a hard link to itself changes nothing', options, (context) => {
  const root = unpack(context, tar({ name: 'a', content: 'x' }, { name: './a', flag: '1', linkName: 'a' }));
  assert.equal(readFileSync(join(root, 'a'), 'utf8'), 'x');
});

test('symlinks of the layer are followed inside it only', options, (context) => {
  const root = unpack(
    context,
    tar(
      { name: 'usr/lib/', flag: '5' },
      { name: 'lib', flag: '2', linkName: '/usr/lib' },
      { name: 'lib/x', content: 'in' },
      { name: 'up', flag: '2', linkName: '../../../../..' },
      { name: 'up/escaped', content: 'in' },
      { name: 'abs', flag: '2', linkName: '/' },
      { name: 'abs/hard', flag: '1', linkName: 'up/escaped' },
    ),
  );
  assert.equal(readFileSync(join(root, 'usr/lib/x'), 'utf8'), 'in');
  assert.equal(readFileSync(join(root, 'escaped'), 'utf8'), 'in');
  assert.equal(statSync(join(root, 'hard')).nlink, 2);
});

test('absolute names count from the root of the layer', options, (context) => {
  const root = unpack(context, tar({ name: '/etc/dockr-test-absolute', content: 'x' }));
  assert.ok(existsSync(join(root, 'etc/dockr-test-absolute')));
  assert.ok(!existsSync('/etc/dockr-test-absolute'));
});

test('a file is never written through a symlink', options, (context) => {
  const outside = join(mkdtempSync('/var/tmp/dockr-outside-'), 'victim');
  context.after(() => rmSync(join(outside, '..'), { recursive: true }));
  writeFileSync(outside, 'untouched');
  const root = unpack(
    context,
    tar(
      { name: 'x', flag: '2', linkName: outside },
      { name: 'x', content: 'evil', mode: 0o777 },
      { name: 'y', flag: '2', linkName: outside, mode: 0o777, uid: 77 },
    ),
  );
  assert.equal(readFileSync(outside, 'utf8'), 'untouched');
  assert.equal(statSync(outside).uid, 0);
  assert.equal(readFileSync(join(root, 'x'), 'utf8'), 'evil');
});

test('an archive cannot speak to overlayfs', options, (context) => {
  const archive = Buffer.concat([
    paxEntry({ 'SCHILY.xattr.trusted.overlay.redirect': '/etc', 'SCHILY.xattr.user.overlay.opaque': 'y' }),
    tarEntry({ name: 'd/', flag: '5' }),
    Buffer.alloc(1024),
  ]);
  assert.deepEqual(listAttributes(join(unpack(context, archive), 'd')), []);
});

test('names that are not UTF-8 are kept byte for byte', options, (context) => {
  const root = unpack(
    context,
    tar({ name: 'd\xff/', flag: '5' }, { name: 'd\xff/f\xfe', content: 'x' }, { name: 'd\xff', content: 'now a file' }),
  );
  assert.deepEqual(readdirSync(root, { encoding: 'buffer' }), [Buffer.from([0x64, 0xff])]);
});

const hostile: Readonly<Record<string, { readonly items: readonly TarItem[]; readonly code: string }>> = {
  'a name that leads out': { items: [{ name: '../x' }], code: 'unsafe-layer' },
  'a name that leads out in the middle': { items: [{ name: 'a/../../x' }], code: 'unsafe-layer' },
  'a hard link that leads out': {
    items: [{ name: 'x', flag: '1', linkName: '../../etc/passwd' }],
    code: 'unsafe-layer',
  },
  'a hard link to what is not there': { items: [{ name: 'x', flag: '1', linkName: '/etc/passwd' }], code: 'bad-layer' },
  'a hard link through a symlink that leads out': {
    items: [
      { name: 's', flag: '2', linkName: '/etc' },
      { name: 'x', flag: '1', linkName: 's/passwd' },
    ],
    code: 'bad-layer',
  },
  'a whiteout of nothing': { items: [{ name: 'a/.wh.' }], code: 'unsafe-layer' },
  'a whiteout of the parent': { items: [{ name: 'a/.wh...' }], code: 'unsafe-layer' },
  'a file as the root': { items: [{ name: './', content: '', flag: '2', linkName: '/etc' }], code: 'bad-layer' },
  'a file below a file': { items: [{ name: 'a', content: 'x' }, { name: 'a/b' }], code: 'bad-layer' },
  'a name that is too long': {
    items: [{ name: 'x', flag: 'L', content: 'n'.repeat(5000) }, { name: 'x' }],
    code: 'bad-layer',
  },
  'a symlink in a circle': { items: [{ name: 'a', flag: '2', linkName: 'a' }, { name: 'a/b' }], code: 'bad-layer' },
};

for (const [what, { items, code }] of Object.entries(hostile)) {
  test(`a layer with ${what} is refused`, options, (context) => {
    assert.throws(() => unpack(context, tar(...items)), { code });
  });
}

test('a layer that grows too large is refused', options, (context) => {
  const limits = { maximumBytes: 1000, maximumEntries: 3 };
  assert.throws(() => unpack(context, tar({ name: 'a', content: 'x'.repeat(1001) }), limits), {
    code: 'layer-too-large',
  });
  assert.throws(() => unpack(context, tar(...['a', 'b', 'c', 'd'].map((name) => ({ name }))), limits), {
    code: 'layer-too-large',
  });
});
