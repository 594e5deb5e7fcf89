import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ImageError } from '../../src/core/errors.ts';
import { chainId } from '../../src/oci/chain-id.ts';
import { computeDigest, matchesDigest, parseDigest } from '../../src/oci/digest.ts';
import { parseImageConfig } from '../../src/oci/image-config.ts';
import { isImageDescriptor, parseManifest } from '../../src/oci/manifest.ts';
import { DOCKER_MANIFEST, OCI_CONFIG, OCI_INDEX, OCI_LAYER_GZIP, OCI_MANIFEST } from '../../src/oci/media-types.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const image = {
  schemaVersion: 2,
  config: { mediaType: OCI_CONFIG, digest: DIGEST, size: 2 },
  layers: [{ mediaType: OCI_LAYER_GZIP, digest: DIGEST, size: 3 }],
};

test('an image manifest without a media type is read by its shape', () => {
  const manifest = parseManifest(bytes(image), 'application/json');
  assert.equal(manifest.kind, 'image');
  assert.equal(manifest.mediaType, OCI_MANIFEST);
});

test('the media type of the header must agree with that of the body', () => {
  assert.throws(() => parseManifest(bytes({ ...image, mediaType: OCI_MANIFEST }), DOCKER_MANIFEST), {
    code: 'bad-manifest',
  });
  assert.equal(
    parseManifest(bytes({ ...image, mediaType: OCI_MANIFEST }), `${OCI_MANIFEST}; charset=utf-8`).kind,
    'image',
  );
});

test('a body that reads as both an index and an image is refused', () => {
  assert.throws(() => parseManifest(bytes({ ...image, manifests: [] })), {
    code: 'bad-manifest',
    message: /ambiguous/,
  });
});

test('schema 1 is refused by name', () => {
  assert.throws(() => parseManifest(bytes({ schemaVersion: 1, name: 'a', fsLayers: [] })), {
    code: 'schema1-manifest',
  });
  assert.throws(
    () => parseManifest(bytes({ schemaVersion: 1 }), 'application/vnd.docker.distribution.manifest.v1+prettyjws'),
    { code: 'schema1-manifest' },
  );
});

test('artifacts are not images', () => {
  const chart = { ...image, config: { ...image.config, mediaType: 'application/vnd.cncf.helm.config.v1+json' } };
  assert.throws(() => parseManifest(bytes(chart)), { code: 'not-an-image' });
});

test('attestations in an index are told from images', () => {
  const entry = { mediaType: OCI_MANIFEST, digest: DIGEST, size: 1 };
  const index = parseManifest(
    bytes({
      schemaVersion: 2,
      manifests: [
        { ...entry, platform: { os: 'unknown', architecture: 'unknown' } },
        { ...entry, annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
        { ...entry, platform: { os: 'linux', architecture: 'amd64' } },
      ],
    }),
    OCI_INDEX,
  );
  assert.deepEqual(index.kind === 'index' && index.manifests.map(isImageDescriptor), [false, false, true]);
});

for (const [what, change] of Object.entries({
  'a negative size': { config: { ...image.config, size: -1 } },
  'a fractional size': { config: { ...image.config, size: 1.5 } },
  'a short digest': { config: { ...image.config, digest: 'sha256:abc' } },
  'an upper-case digest': { config: { ...image.config, digest: DIGEST.toUpperCase() } },
  'layers that are no list': { layers: {} },
  'a layer that is no object': { layers: [null] },
  'no config': { config: null },
  'another schema version': { schemaVersion: 3 },
})) {
  test(`a manifest with ${what} is refused`, () => {
    assert.throws(() => parseManifest(bytes({ ...image, ...change })), ImageError);
  });
}

test('the parsers throw nothing but ImageErrors on any JSON', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      for (const parse of [parseManifest, parseImageConfig]) {
        try {
          parse(Buffer.from(text));
        } catch (error) {
          assert.ok(error instanceof ImageError, String(error));
        }
      }
    }),
  );
});

test('a manifest of tens of megabytes is refused unread', () => {
  assert.throws(() => parseManifest(Buffer.alloc(30 << 20, 0x20)), { code: 'bad-manifest' });
});

test("an image config keeps Docker's extensions and the fields nobody knows", () => {
  const config = parseImageConfig(
    bytes({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: [DIGEST] },
      config: {
        Env: null,
        Cmd: ['sh'],
        Healthcheck: { Test: ['CMD', 'true'], Interval: 30_000_000_000 },
        Shell: ['/bin/bash', '-c'],
        OnBuild: ['RUN x'],
        ArgsEscaped: true,
        ExposedPorts: { '80/tcp': {} },
      },
      history: [{ created_by: 'x', empty_layer: true }],
      'moby.buildkit.cache.v0': 'kept',
    }),
  );
  assert.deepEqual(config.run.environment, []);
  assert.deepEqual(config.run.command, ['sh']);
  assert.equal(config.run.entrypoint, null);
  assert.deepEqual(config.run.healthcheck, {
    test: ['CMD', 'true'],
    intervalMs: 30_000,
    timeoutMs: null,
    startPeriodMs: null,
    startIntervalMs: null,
    retries: null,
  });
  assert.deepEqual(config.run.shell, ['/bin/bash', '-c']);
  assert.deepEqual(config.run.onBuild, ['RUN x']);
  assert.equal(config.run.argsEscaped, true);
  assert.deepEqual(config.run.exposedPorts, ['80/tcp']);
  assert.equal(config.document['moby.buildkit.cache.v0'], 'kept');
});

test('digests are of sha256 or sha512 and compared with the bytes', () => {
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const digest = computeDigest(algorithm, Buffer.from('x'));
    assert.equal(parseDigest(digest), digest);
    assert.ok(matchesDigest(digest, Buffer.from('x')));
    assert.ok(!matchesDigest(digest, Buffer.from('y')));
  }
  assert.throws(() => parseDigest('md5:abc'), { code: 'bad-digest' });
});

test('chain ids fold diff ids from the lowest layer up', () => {
  const [one, two] = [computeDigest('sha256', Buffer.from('1')), computeDigest('sha256', Buffer.from('2'))];
  assert.equal(chainId([]), undefined);
  assert.equal(chainId([one]), one);
  assert.equal(chainId([one, two]), computeDigest('sha256', Buffer.from(`${one} ${two}`)));
});
