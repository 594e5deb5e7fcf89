// SECURITY.md row 13: a registry, or who stands in its place, cannot send another artifact than the one that was named.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ContentDigest } from '../../../src/oci/digest.ts';
import { tar } from '../../engine/images/layers/tar-builder.ts';
import { ArtifactBench, digestOf, file, registryWith } from './artifact-bench.ts';

describe('a registry', () => {
  const good = gzipSync(tar(file('file', 'good')));

  test('that sends another archive than the manifest names is refused', async () => {
    using bench = new ArtifactBench();
    const evil = gzipSync(tar({ name: 'file', content: 'evil' }));
    assert.equal(await bench.refusalOf(registryWith({ bytes: evil, digest: digestOf(good) })), 'bad-artifact');
  });

  test('that gives a digest as a way out of the folder is refused', async () => {
    using bench = new ArtifactBench();
    const registry = { ...registryWith({ bytes: good }), headManifest: async () => 'sha256:../../x' as ContentDigest };
    assert.equal(await bench.refusalOf(registry), 'invalid-commit');
  });

  test('that gives another manifest than the digest it announced is refused', async () => {
    using bench = new ArtifactBench();
    const code = await bench.askServer((request, response) => {
      const headers = { 'docker-content-digest': digestOf(Buffer.from('the right one')) };
      response.writeHead(200, headers).end(request.method === 'HEAD' ? '' : '{"schemaVersion":2}');
    });
    assert.equal(code, 'digest-mismatch');
  });

  for (const [what, manifest] of Object.entries({
    'that is no JSON': 'x',
    'of an old kind': '{"schemaVersion":1}',
    'with a layer of a negative size': `{"schemaVersion":2,"layers":[{"mediaType":"x","digest":"${digestOf(good)}","size":-1}]}`,
    'with a thousand layers': JSON.stringify({ schemaVersion: 2, layers: Array.from({ length: 1000 }, () => ({})) }),
    'whose digest is a path': '{"schemaVersion":2,"layers":[{"mediaType":"x","digest":"../../etc","size":1}]}',
  }))
    test(`that sends a manifest ${what} is refused`, async () => {
      using bench = new ArtifactBench();
      const bytes = Buffer.from(manifest);
      const registry = {
        ...registryWith({ bytes: good }),
        getManifest: async () => ({ bytes, digest: digestOf(bytes) }),
      };
      assert.match(await bench.refusalOf(registry), /^bad-(?:artifact|digest)$/);
    });
});
