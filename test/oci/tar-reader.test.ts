import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { ImageError } from '../../src/core/errors.ts';
import { type TarEntry, TarReader } from '../../src/oci/tar-reader.ts';
import { paxEntry, sealHeader, tar, tarEntry } from '../engine/images/layers/tar-builder.ts';

type Read = { readonly entry: TarEntry; readonly content: string };

function readTar(archive: Buffer, pieceSize = archive.length || 1): readonly Read[] {
  const found: Read[] = [];
  let entry: TarEntry | undefined;
  let content = '';
  const reader = new TarReader({
    startEntry: (next) => {
      entry = next;
      content = '';
    },
    writeContent: (piece) => {
      content += piece.toString('latin1');
    },
    endEntry: () => {
      if (entry) found.push({ entry, content });
    },
  });
  for (let at = 0; at < archive.length; at += pieceSize) reader.push(archive.subarray(at, at + pieceSize));
  reader.finish();
  return found;
}

const names = (archive: Buffer): readonly string[] => readTar(archive).map(({ entry }) => entry.name);
const END = Buffer.alloc(1024);

test('an archive in pieces of any size reads the same', () => {
  const archive = tar(
    { name: 'dir/', flag: '5' },
    { name: 'dir/a', content: 'x'.repeat(700) },
    { name: 'empty' },
    { name: 'l', flag: '2', linkName: 'dir/a' },
  );
  const whole = readTar(archive);
  assert.equal(whole[1]?.content, 'x'.repeat(700));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (size) => {
      assert.deepEqual(readTar(archive, size), whole);
    }),
    { numRuns: 30 },
  );
});

for (const format of ['v7', 'ustar', 'gnu', 'pax']) {
  test(`what tar(1) writes as ${format} is read back`, (context) => {
    const root = mkdtempSync(join(tmpdir(), 'dockr-tar-'));
    context.after(() => rmSync(root, { recursive: true }));
    const long = `${'d'.repeat(60)}/${'e'.repeat(60)}/${'f'.repeat(20)}`;
    const deep = format === 'v7' ? 'short/name' : long;
    mkdirSync(join(root, deep, '..'), { recursive: true });
    writeFileSync(join(root, deep), 'content');
    writeFileSync(join(root, '1-first'), 'same');
    linkSync(join(root, '1-first'), join(root, '2-second'));
    symlinkSync('target', join(root, 'symlink'));
    utimesSync(join(root, deep), 1_600_000_000.25, 1_600_000_000.25);
    const archive = execFileSync('tar', [`--format=${format}`, '--sort=name', '-C', root, '-c', '.'], {
      maxBuffer: 1 << 28,
    });
    const found = new Map(readTar(archive).map((read) => [read.entry.name, read]));
    const file = found.get(`./${deep}`);
    assert.equal(file?.entry.kind, 'file');
    assert.equal(file?.content, 'content');
    assert.equal(file?.entry.mtimeNs, format === 'pax' ? 1_600_000_000_250_000_000n : 1_600_000_000_000_000_000n);
    assert.equal(found.get('./2-second')?.entry.kind, 'hard-link');
    assert.equal(found.get('./2-second')?.entry.linkName, './1-first');
    assert.equal(found.get('./symlink')?.entry.linkName, 'target');
  });
}

test('GNU long names and long link targets are joined to their entry', () => {
  const name = 'n'.repeat(300);
  const link = 't'.repeat(300);
  const archive = Buffer.concat([
    tarEntry({ name: '././@LongLink', flag: 'L', content: `${name}\0` }),
    tarEntry({ name: '././@LongLink', flag: 'K', content: `${link}\0` }),
    tarEntry({ name: 'short', flag: '2', linkName: 'short' }),
    END,
  ]);
  assert.deepEqual(
    readTar(archive).map(({ entry }) => [entry.name, entry.linkName]),
    [[name, link]],
  );
});

test('PAX records win over the header, and owners may be large', () => {
  const archive = Buffer.concat([
    paxEntry({ path: 'päth', uid: '3000000', gid: '4000000000', mtime: '-1.5' }),
    tarEntry({ name: 'x' }),
    tarEntry({ name: 'next' }),
    END,
  ]);
  const [first, second] = readTar(archive);
  assert.equal(first?.entry.name, Buffer.from('päth').toString('latin1'));
  assert.deepEqual(
    [first?.entry.uid, first?.entry.gid, first?.entry.mtimeNs],
    [3_000_000, 4_000_000_000, -1_500_000_000n],
  );
  assert.deepEqual([second?.entry.name, second?.entry.uid], ['next', 0]);
});

test('extended attributes keep every byte', () => {
  const value = Buffer.from([1, 0, 0, 2, 10, 255, 61, 0]);
  const archive = Buffer.concat([
    paxEntry({ 'SCHILY.xattr.security.capability': value }),
    tarEntry({ name: 'x' }),
    END,
  ]);
  assert.deepEqual(readTar(archive)[0]?.entry.attributes.get('security.capability'), value);
});

test('a global header holds until another one changes it', () => {
  const archive = Buffer.concat([
    paxEntry({ uid: '7' }, 'g'),
    tarEntry({ name: 'a' }),
    paxEntry({ uid: '9' }),
    tarEntry({ name: 'b' }),
    tarEntry({ name: 'c' }),
    END,
  ]);
  assert.deepEqual(
    readTar(archive).map(({ entry }) => entry.uid),
    [7, 9, 7],
  );
});

test('numbers in base 256 are read, negative ones too', () => {
  const entry = tarEntry({ name: 'x' });
  entry.writeUInt32BE(0x80000000, 108);
  entry.writeUInt32BE(3_000_000_000, 112);
  entry.fill(0xff, 136, 148);
  sealHeader(entry);
  const [read] = readTar(Buffer.concat([entry, END]));
  assert.equal(read?.entry.uid, 3_000_000_000);
  assert.equal(read?.entry.mtimeNs, -1_000_000_000n);
});

test('a link that says it has a size has no content', () => {
  assert.deepEqual(names(tar({ name: 'l', flag: '1', linkName: 'x', size: 700 }, { name: 'next' })), ['l', 'next']);
});

test('names that are not UTF-8 stay what they are', () => {
  assert.deepEqual(names(tar({ name: 'a\xff\xfe' })), ['a\xff\xfe']);
});

test('an archive without end blocks is whole, one that ends in an entry is not', () => {
  const archive = tar({ name: 'a', content: 'x'.repeat(600) });
  assert.deepEqual(names(archive.subarray(0, 1536)), ['a']);
  for (const length of [100, 511, 513, 1000, 1111, 1535]) {
    assert.throws(() => readTar(archive.subarray(0, length)), { code: 'bad-layer' }, `${length}`);
  }
  assert.throws(() => readTar(paxEntry({ path: 'x' })), { code: 'bad-layer' });
});

const checksum = tarEntry({ name: 'a' });
checksum[0] = 0x62;
for (const [what, archive] of Object.entries({
  'a wrong checksum': checksum,
  'an entry after a zero block': Buffer.concat([Buffer.alloc(512), tarEntry({ name: 'a' })]),
  'a sparse file': tar({ name: 'a', flag: 'S' }),
  'a sparse file of PAX': Buffer.concat([paxEntry({ 'GNU.sparse.major': '1' }), tarEntry({ name: 'a' })]),
  'an unknown type': tar({ name: 'a', flag: 'Z' }),
  'a PAX record without its length': tarEntry({ name: 'p', flag: 'x', content: 'path=x\n' }),
  'a PAX record that is longer than the header': tarEntry({ name: 'p', flag: 'x', content: '99 path=x\n' }),
  'a PAX path with a NUL': Buffer.concat([paxEntry({ path: 'a\0b' }), tarEntry({ name: 'a' })]),
  'a PAX size that is no number': Buffer.concat([paxEntry({ size: '1e3' }), tarEntry({ name: 'a' })]),
  'a PAX size that is negative': Buffer.concat([paxEntry({ size: '-5' }), tarEntry({ name: 'a' })]),
  'the owner that means "leave it"': Buffer.concat([paxEntry({ uid: '4294967295' }), tarEntry({ name: 'a' })]),
  'an extended header of gigabytes': tarEntry({ name: 'p', flag: 'x', size: 4 * 2 ** 30 }),
})) {
  test(`an archive with ${what} is refused`, () => {
    assert.throws(() => readTar(archive), { code: 'bad-layer' });
  });
}

test('no bytes make the reader throw anything but an ImageError', () => {
  const seed = Buffer.concat([paxEntry({ path: 'abc' }), tarEntry({ name: 'x', content: 'y' }), END]);
  const change = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 6 });
  fc.assert(
    fc.property(change, fc.boolean(), (changes, seal) => {
      const archive = Buffer.from(seed);
      for (const [at, byte] of changes) archive[at] = byte;
      if (seal) sealHeader(archive);
      try {
        readTar(archive);
      } catch (error) {
        assert.ok(error instanceof ImageError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
