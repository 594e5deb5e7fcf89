import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { createCertificate } from '../../support/certificate.ts';
import { digestOf, hostArchitecture, packLayer, type TestImage, type TestLayer } from '../../support/image-layout.ts';
import { pushImage, pushIndex } from '../../support/push-image.ts';
import { registrySkipReason, startRegistry } from '../../support/registry.ts';
import { tar } from './layers/tar-builder.ts';
import { makeWorkbench, needsRoot } from './workbench.ts';

const options = { skip: needsRoot.skip || registrySkipReason() };

async function makeImage(directory: string): Promise<TestImage> {
  const root = join(directory, 'root');
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/one'), '1');
  writeFileSync(join(root, 'etc/two'), '2');
  const lower = await packLayer(root, join(directory, 'lower.tar.gz'));
  const upper = writeLayer(
    join(directory, 'upper.tar'),
    tar({ name: 'etc/', flag: '5', mode: 0o755 }, { name: 'etc/.wh.one' }, { name: 'etc/three', content: '3' }),
  );
  return { architecture: hostArchitecture, config: { Cmd: ['sh'] }, layers: [lower, upper] };
}

function writeLayer(file: string, archive: Buffer, blob = archive): TestLayer {
  writeFileSync(file, blob);
  return {
    file,
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest: digestOf(blob),
    sizeBytes: blob.length,
    diffId: digestOf(archive),
  };
}

test('layers from a real registry make the file system that overlayfs shows', options, async (context) => {
  const bench = makeWorkbench(context);
  await using registry = await startRegistry(join(bench.directory, 'registry'));
  const image = await makeImage(bench.directory);
  await pushImage({ registryUrl: registry.url, repository: 'team/app', tag: '1' }, image);
  const { imageId } = await bench.puller.pull(`${registry.address}/team/app:1`);
  const merged = join(bench.directory, 'merged');
  mkdirSync(merged);
  execFileSync('mount', [
    '-t',
    'overlay',
    'overlay',
    '-o',
    `lowerdir=${bench.store.layerPaths(imageId).join(':')}`,
    merged,
  ]);
  try {
    assert.deepEqual(readdirSync(join(merged, 'etc')), ['three', 'two']);
  } finally {
    execFileSync('umount', [merged]);
  }
});

test('an index, a pull by digest and a zstd layer work with a real registry', options, async (context) => {
  const bench = makeWorkbench(context);
  await using registry = await startRegistry(join(bench.directory, 'registry'));
  const archive = tar({ name: 'z', content: 'zstd' });
  const layer = writeLayer(join(bench.directory, 'z'), archive, zstdCompressSync(archive));
  const image: TestImage = { architecture: hostArchitecture, config: {}, layers: [layer] };
  const digest = await pushIndex({ registryUrl: registry.url, repository: 'multi', tag: 'x' }, [
    { ...image, architecture: 's390x' },
    image,
  ]);
  const pulled = await bench.puller.pull(`${registry.address}/multi@${digest}`);
  assert.equal(pulled.digest, digest);
  const [path] = bench.store.layerPaths(pulled.imageId);
  assert.equal(readFileSync(join(path ?? '', 'z'), 'utf8'), 'zstd');
  assert.deepEqual(bench.store.resolve(pulled.imageId).repositoryDigests, [`${registry.address}/multi@${digest}`]);
});

test('a registry with passwords lets in who has one', options, async (context) => {
  const credentials = { known: false };
  const bench = makeWorkbench(context, {
    credentials: async () =>
      credentials.known ? { kind: 'password', username: 'ann', password: 'secret' } : { kind: 'anonymous' },
  });
  await using registry = await startRegistry(join(bench.directory, 'registry'), {
    auth: { kind: 'basic', users: { ann: 'secret' } },
  });
  const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
  await pushImage(
    { registryUrl: registry.url, repository: 'app', tag: '1', authorization },
    await makeImage(bench.directory),
  );
  await assert.rejects(bench.puller.pull(`${registry.address}/app:1`), { code: 'unauthorized', hint: /config\.json/ });
  credentials.known = true;
  assert.equal((await bench.puller.pull(`${registry.address}/app:1`)).changed, true);
});

test('a loopback registry with TLS is reached over https, whatever its certificate', options, async (context) => {
  const bench = makeWorkbench(context);
  const authority = createCertificate({ commonName: 'dockr test authority' });
  const tls = createCertificate({ commonName: 'registry', hosts: ['127.0.0.1', 'localhost'], issuedBy: authority });
  await using registry = await startRegistry(join(bench.directory, 'registry'), { tls });
  // Over http it would answer 400.
  await assert.rejects(bench.puller.pull(`${registry.address}/none:1`), { code: 'image-not-found' });
});

test('what no row names is swept away at start', options, async (context) => {
  const bench = makeWorkbench(context);
  mkdirSync(join(bench.directory, 'layers', 'a'.repeat(64), 'x'), { recursive: true });
  mkdirSync(join(bench.directory, 'layers/tmp/half/done'), { recursive: true });
  await bench.layers.sweep();
  assert.deepEqual(readdirSync(join(bench.directory, 'layers')), ['tmp']);
  assert.deepEqual(readdirSync(join(bench.directory, 'layers/tmp')), []);
});

test('a layer whose directory is gone is fetched again', options, async (context) => {
  const bench = makeWorkbench(context);
  await using registry = await startRegistry(join(bench.directory, 'registry'));
  await pushImage({ registryUrl: registry.url, repository: 'app', tag: '1' }, await makeImage(bench.directory));
  const name = `${registry.address}/app:1`;
  const { imageId } = await bench.puller.pull(name);
  const [top = ''] = bench.store.layerPaths(imageId);
  rmSync(top, { recursive: true });
  assert.equal(bench.store.find(name), undefined);
  await bench.puller.pull(name);
  assert.ok(statSync(top).isDirectory());
});
