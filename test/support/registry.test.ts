import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createCertificate } from './certificate.ts';
import { digestOf, encodeManifest, INDEX, MANIFEST } from './image-layout.ts';
import { busyboxImage, extendImage, imagesSkipReason } from './images.ts';
import { pushImage, pushIndex } from './push-image.ts';
import { registrySkipReason, startRegistry } from './registry.ts';
import { createTestRoot, type TestRoot } from './test-root.ts';
import { startTokenServer } from './token-server.ts';

const options = { skip: registrySkipReason() || imagesSkipReason() };
let root: TestRoot;
let opening: Promise<TestRoot> | undefined;
before(async () => {
  opening = createTestRoot();
  root = await opening;
});
// Where no test of this file is asked for, its end does not wait for its beginning.
after(async () => (await opening)?.[Symbol.asyncDispose]());

test('a pushed image comes back byte for byte', options, async () => {
  await using registry = await startRegistry(root.makeDirectory('plain'));
  const image = await busyboxImage();
  const target = { registryUrl: registry.url, repository: 'library/busybox', tag: '1' };
  const digest = await pushImage(target, image);
  const manifest = await fetch(`${registry.url}/v2/library/busybox/manifests/1`, { headers: { accept: MANIFEST } });
  assert.equal(manifest.headers.get('docker-content-digest'), digest);
  assert.deepEqual(Buffer.from(await manifest.arrayBuffer()), encodeManifest(image));
  for (const layer of image.layers) {
    const blob = await fetch(`${registry.url}/v2/library/busybox/blobs/${layer.digest}`);
    assert.equal(digestOf(Buffer.from(await blob.arrayBuffer())), layer.digest);
  }
});

test('an index lists the image of each platform', options, async () => {
  await using registry = await startRegistry(root.makeDirectory('index'));
  const image = await busyboxImage();
  const other = { ...image, architecture: 'arm64', variant: 'v8' };
  const digest = await pushIndex({ registryUrl: registry.url, repository: 'many', tag: 'latest' }, [image, other]);
  const response = await fetch(`${registry.url}/v2/many/manifests/${digest}`, { headers: { accept: INDEX } });
  const index = (await response.json()) as { manifests: { platform: object; digest: string }[] };
  assert.deepEqual(
    index.manifests.map(({ platform }) => platform),
    [
      { os: 'linux', architecture: image.architecture },
      { os: 'linux', architecture: 'arm64', variant: 'v8' },
    ],
  );
});

test('an extended image has one layer more, with its files executable where they are scripts', options, async () => {
  const base = await busyboxImage();
  const files = { '/app/run': '#!/bin/sh\necho hello\n', '/app/note': 'text' };
  const image = await extendImage(base, root.makeDirectory('extended'), { files, config: { Cmd: ['/app/run'] } });
  assert.equal(image.layers.length, base.layers.length + 1);
  assert.deepEqual(image.config.Cmd, ['/app/run']);
  assert.deepEqual(image.config.Env, base.config.Env);
  const again = await extendImage(base, root.makeDirectory('extended'), { files });
  assert.equal(again.layers.at(-1)?.digest, image.layers.at(-1)?.digest);
});

test('a registry with passwords lets in those who know one', options, async () => {
  const auth = { kind: 'basic', users: { ada: 'secret: with colon' } } as const;
  await using registry = await startRegistry(root.makeDirectory('basic'), { auth });
  const statusWith = async (password: string) => {
    const authorization = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;
    return (await fetch(`${registry.url}/v2/`, { headers: { authorization } })).status;
  };
  assert.equal(await statusWith('secret: with colon'), 200);
  assert.equal(await statusWith('wrong'), 401);
});

test('a registry with tokens takes those of its token server, and no others', options, async () => {
  await using server = await startTokenServer({ users: { ada: 'secret' }, anonymous: 'pull' });
  await using registry = await startRegistry(root.makeDirectory('token'), { auth: { kind: 'token', server } });
  const challenge = await fetch(`${registry.url}/v2/`);
  assert.equal(challenge.status, 401);
  assert.ok(challenge.headers.get('www-authenticate')?.includes(`realm="${server.realm}"`));
  const target = { registryUrl: registry.url, repository: 'private/app', tag: '1' };
  const scope = 'repository:private/app:pull,push';
  const askToken = async (authorization?: string) => {
    const url = `${server.realm}?service=${server.service}&scope=${scope}`;
    const response = await fetch(url, authorization ? { headers: { authorization } } : {});
    return { status: response.status, ...((await response.json()) as { token?: string }) };
  };
  const adas = await askToken(`Basic ${Buffer.from('ada:secret').toString('base64')}`);
  const anonymous = await askToken();
  const image = await busyboxImage();
  await assert.rejects(pushImage({ ...target, authorization: `Bearer ${anonymous.token}` }, image), /401/);
  const digest = await pushImage({ ...target, authorization: `Bearer ${adas.token}` }, image);
  const manifest = await fetch(`${registry.url}/v2/private/app/manifests/${digest}`, {
    headers: { accept: MANIFEST, authorization: `Bearer ${anonymous.token}` },
  });
  assert.equal(manifest.status, 200);
  await manifest.body?.cancel();
  assert.equal((await askToken(`Basic ${Buffer.from('ada:wrong').toString('base64')}`)).status, 401);
  assert.deepEqual(
    server.requests.map(({ user }) => user),
    ['ada', undefined],
  );
});

test('a registry with TLS is trusted by who trusts its authority', options, async () => {
  const authority = createCertificate({ commonName: 'dockr test authority' });
  const tls = createCertificate({ commonName: 'registry', hosts: ['127.0.0.1', 'localhost'], issuedBy: authority });
  await using registry = await startRegistry(root.makeDirectory('tls'), { tls });
  const { request } = await import('node:https');
  const status = (ca: string | undefined) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = ca === undefined ? {} : { ca };
      request(`${registry.url}/v2/`, { ...options, agent: false }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
  assert.equal(await status(authority.certificate), 200);
  await assert.rejects(status(undefined), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
});

test('a stopped registry is gone, and another may continue with its storage', options, async () => {
  const storageDirectory = root.makeDirectory('shared');
  const image = await busyboxImage();
  const first = await startRegistry(root.makeDirectory('first'), { storageDirectory });
  await pushImage({ registryUrl: first.url, repository: 'app', tag: '1' }, image);
  await first[Symbol.asyncDispose]();
  assert.equal(existsSync(`/proc/${first.pid}`), false);
  await using second = await startRegistry(root.makeDirectory('second'), { storageDirectory });
  const manifest = await fetch(`${second.url}/v2/app/manifests/1`, { headers: { accept: MANIFEST } });
  assert.equal(manifest.status, 200);
  await manifest.body?.cancel();
  assert.match(readFileSync(join(root.workDirectory, 'second/log'), 'utf8'), /listening on/);
});
