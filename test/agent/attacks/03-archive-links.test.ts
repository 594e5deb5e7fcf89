// SECURITY.md row 3: no link of an archive leads out of its folder, and nothing is written through one.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tar } from '../../engine/images/layers/tar-builder.ts';
import { ArtifactBench, file, link, registryWith } from './artifact-bench.ts';

describe('an archive', () => {
  const cases: Readonly<Record<string, readonly [code: string, archive: Buffer]>> = {
    'that writes through a link of its own': ['invalid-tree', tar(link('a', '/tmp'), file('a/x'))],
    'that writes through a link that comes later': ['invalid-tree', tar(file('a/x'), link('a', '/tmp'))],
    'that puts a link in place of its file': ['invalid-tree', tar(file('a'), link('a', '/etc/passwd'))],
    'with a link to the host': ['link-outside-release', tar(link('a', '/etc/shadow'))],
    'with a link that leads out through another': [
      'link-outside-release',
      tar(link('d/up', '..'), link('d/out', 'up/../x')),
    ],
    'with a link without a target': ['invalid-tree', tar(link('a', ''))],
    'with a hard link to the host': ['invalid-tree', tar({ name: 'a', flag: '1', linkName: '/etc/shadow' })],
    'with a hard link within': ['invalid-tree', tar(file('b'), { name: 'a', flag: '1', linkName: 'b' })],
  };
  for (const [what, [code, archive]] of Object.entries(cases))
    test(`${what} is refused`, async () => {
      using bench = new ArtifactBench();
      assert.equal(await bench.refusalOf(registryWith({ bytes: gzipSync(archive) })), code);
    });
});
