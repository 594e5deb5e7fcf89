// SECURITY.md row 14: archives, and registries that send them, which are to exhaust the agent or to confuse it.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ArtifactRegistry } from '../../../src/agent/sources/artifact-registry.ts';
import { paxEntry, tar, tarEntry } from '../../engine/images/layers/tar-builder.ts';
import { ArtifactBench, END, file, registryWith } from './artifact-bench.ts';

describe('an archive', () => {
  const cases: Readonly<Record<string, readonly [code: string, archive: Buffer]>> = {
    'with a name of a megabyte': [
      'invalid-tree',
      Buffer.concat([paxEntry({ path: 'x/'.repeat(500_000) }), tarEntry(file('y')), END]),
    ],
    'that promises a file of eight exbibytes': [
      'release-too-large',
      Buffer.concat([paxEntry({ size: '9007199254740991' }), tarEntry(file('a')), END]),
    ],
    'that is cut off': ['bad-artifact', tar(file('a', 'y'.repeat(2000))).subarray(0, 1200)],
    'that is none': ['bad-artifact', Buffer.from('x'.repeat(2048))],
    'with a negative size': ['bad-artifact', Buffer.concat([paxEntry({ size: '-1' }), tarEntry(file('a')), END])],
    'with a sparse file': ['bad-artifact', tar({ name: 'a', flag: 'S' })],
  };
  for (const [what, [code, archive]] of Object.entries(cases))
    test(`${what} is refused`, async () => {
      using bench = new ArtifactBench();
      assert.equal(await bench.refusalOf(registryWith({ bytes: gzipSync(archive) })), code);
    });

  test('of 64 kilobytes that unpacks to 64 megabytes is given up on the way', async () => {
    using bench = new ArtifactBench();
    const bomb = gzipSync(Buffer.concat([tar({ name: 'small', content: 'x' }), Buffer.alloc(64 << 20)]));
    assert.ok(bomb.length < 1 << 17);
    await assert.rejects(bench.readWithin('bomb', bomb), { code: 'release-too-large' });
    assert.ok(statSync(join(bench.folder, 'bomb/contents')).size <= 1 << 20);
  });

  test('of small files that are too large together is given up', async () => {
    using bench = new ArtifactBench();
    const files = Array.from({ length: 9 }, (_, index) => file(`f${index}`, 'x'.repeat(130_000)));
    await assert.rejects(bench.readWithin('together', gzipSync(tar(...files))), { code: 'release-too-large' });
  });

  test('of headers only is given up when they are too many, or too long', async () => {
    using bench = new ArtifactBench();
    const folders = Array.from({ length: 21 }, () => tarEntry({ name: 'a/', flag: '5' }));
    await assert.rejects(bench.readWithin('folders', Buffer.concat([...folders, END])), { code: 'release-too-large' });
    const comments = Array.from({ length: 2000 }, () => paxEntry({ comment: 'x'.repeat(1000) }));
    await assert.rejects(bench.readWithin('comments', Buffer.concat([...comments, END])), {
      code: 'release-too-large',
    });
  });

  test('that is damaged within its compression is refused', async () => {
    using bench = new ArtifactBench();
    const bytes = gzipSync(tar(file('a', 'y'.repeat(5000))));
    bytes[30] = (bytes[30] ?? 0) ^ 0xff;
    assert.equal(await bench.refusalOf(registryWith({ bytes })), 'bad-artifact');
    assert.equal(
      await bench.refusalOf(registryWith({ bytes: gzipSync(tar(file('a'))).subarray(0, 40) })),
      'bad-artifact',
    );
  });
});

describe('a registry', () => {
  const good = gzipSync(tar(file('file', 'good')));

  test('that announces an archive of a terabyte is not asked for it', async () => {
    using bench = new ArtifactBench();
    const registry = registryWith({ bytes: good, size: 1024 ** 4 });
    let isAsked = false;
    const spy: ArtifactRegistry = {
      ...registry,
      readBlob: (...words) => {
        isAsked = true;
        return registry.readBlob(...words);
      },
    };
    assert.deepEqual([await bench.refusalOf(spy), isAsked], ['release-too-large', false]);
  });

  test('that never answers is given up in time', async () => {
    using bench = new ArtifactBench();
    assert.equal(await bench.askServer(() => {}, { askMs: 200 }), 'source-timeout');
  });

  test('that sends a manifest without end is given up', async () => {
    using bench = new ArtifactBench();
    const code = await bench.askServer((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(200).end();
      response.writeHead(200, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' });
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(1 << 20, 0x20), () => setImmediate(more));
      };
      more();
    });
    assert.equal(code, 'bad-manifest');
  });
});
