import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { BlobDecoder } from '../../../../src/engine/images/layers/blob-decoder.ts';

const content = Buffer.concat([randomBytes(700_000), Buffer.alloc(2_000_000, 'abc')]);
const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const skippable = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0]), Buffer.from('abcd')]);
const half = content.length / 2;

async function decode(
  blob: Buffer,
  pieceSize: number,
): Promise<{ readonly content: Buffer; readonly digest: string; readonly diffId: string; readonly size: number }> {
  const pieces: Buffer[] = [];
  const decoder = new BlobDecoder({
    digestAlgorithm: 'sha256',
    diffIdAlgorithm: 'sha256',
    onPiece: (piece) => pieces.push(Buffer.from(piece)),
  });
  for (let at = 0; at < blob.length; at += pieceSize) {
    const piece = Buffer.from(blob.subarray(at, at + pieceSize));
    await decoder.write(piece);
    // The piece is its sender's again: what becomes of it must not matter.
    piece.fill(0);
  }
  const digests = await decoder.finish();
  return { content: Buffer.concat(pieces), ...digests };
}

for (const [what, blob] of Object.entries({
  gzip: gzipSync(content),
  'gzip in several members': Buffer.concat([gzipSync(content.subarray(0, half)), gzipSync(content.subarray(half))]),
  zstd: zstdCompressSync(content),
  'zstd in several frames, some to be skipped': Buffer.concat([
    skippable,
    zstdCompressSync(content.subarray(0, half)),
    skippable,
    zstdCompressSync(content.subarray(half)),
    skippable,
  ]),
  'no compression': content,
})) {
  test(`a blob with ${what} is decoded and hashed, in any pieces`, async () => {
    for (const pieceSize of [262_144, 65_537]) {
      const decoded = await decode(blob, pieceSize);
      assert.ok(decoded.content.equals(content));
      assert.deepEqual(
        [decoded.digest, decoded.diffId, decoded.size],
        [digestOf(blob), digestOf(content), blob.length],
      );
    }
  });
}

test('a blob of a few bytes, or none, is content as it is', async () => {
  for (const blob of [Buffer.alloc(0), Buffer.from('a'), Buffer.from('abc'), Buffer.from('abcd')]) {
    assert.deepEqual((await decode(blob, 1)).content, blob);
  }
});

test('a blob that breaks off or is damaged fails, and so does every later piece', async () => {
  const blob = gzipSync(content);
  await assert.rejects(decode(blob.subarray(0, blob.length - 5), 262_144), { code: 'bad-layer' });
  await assert.rejects(decode(zstdCompressSync(content).subarray(0, 100_000), 262_144), { code: 'bad-layer' });
  const damaged = Buffer.from(blob);
  damaged.fill(0xff, 1000, 2000);
  await assert.rejects(decode(damaged, 65_536), { code: 'bad-layer' });
});

test('what the receiver throws ends the work', async () => {
  const decoder = new BlobDecoder({
    digestAlgorithm: 'sha256',
    diffIdAlgorithm: 'sha256',
    onPiece: () => {
      throw new Error('no more');
    },
  });
  const work = async (): Promise<void> => {
    for (let at = 0; at < content.length; at += 65_536) await decoder.write(content.subarray(at, at + 65_536));
    await decoder.finish();
  };
  await assert.rejects(work(), /no more/);
});
