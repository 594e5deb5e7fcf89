import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { PullProgress } from '../../../../src/engine/images/pull-progress.ts';
import { makePlatform } from '../../../../src/oci/platform.ts';
import { listLayers } from '../../../../src/store/images.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { type TarItem, tar } from '../layers/tar-builder.ts';
import { makeWorkbench, needsRoot } from '../workbench.ts';
import {
  digestOf,
  INDEX_TYPE,
  MANIFEST_TYPE,
  putBlob,
  putImage,
  putManifest,
  serve,
  startStub,
} from './stub-registry.ts';

const platform = makePlatform('linux', 'amd64');
// Noise, so that gzip leaves it large enough to be cut.
const noise = Buffer.concat(
  Array.from({ length: 4000 }, (_, index) => createHash('sha512').update(`${index}`).digest()),
);
const layers: readonly (readonly TarItem[])[] = [[{ name: 'a', content: 'lower' }], [{ name: 'b', content: noise }]];

test('an image is pulled, unpacked and found again', needsRoot, async (context) => {
  await using stub = await startStub();
  const { manifestDigest, configDigest } = putImage(stub, 'app', layers);
  const { puller, store } = makeWorkbench(context);
  const events: PullProgress[] = [];
  const name = `${stub.address}/app`;
  const pulled = await puller.pull(name, { platform, onProgress: (event) => events.push(event) });
  assert.deepEqual(pulled, { imageId: configDigest, digest: manifestDigest, name: `${name}:latest`, changed: true });
  const [top, bottom] = store.layerPaths(pulled.imageId);
  assert.equal(readFileSync(join(bottom ?? '', 'a'), 'utf8'), 'lower');
  assert.deepEqual(readFileSync(join(top ?? '', 'b')), noise);
  assert.deepEqual(store.config(pulled.imageId).run.command, ['sh']);
  assert.equal(store.find(name)?.id, configDigest);
  assert.equal(store.find(name)?.sizeBytes, 5 + noise.length);
  assert.equal(events.at(-1)?.current, events.at(-1)?.total);
});

test('pulling again asks for the digest only', needsRoot, async (context) => {
  await using stub = await startStub();
  const { manifestDigest } = putImage(stub, 'app', layers);
  const { puller } = makeWorkbench(context);
  await puller.pull(`${stub.address}/app`, { platform });
  stub.requests.length = 0;
  assert.equal((await puller.pull(`${stub.address}/app`, { platform })).changed, false);
  assert.deepEqual(stub.requests, ['HEAD /v2/app/manifests/latest']);
  await puller.pull(`${stub.address}/app@${manifestDigest}`, { platform });
  stub.requests.length = 0;
  await puller.pull(`${stub.address}/app@${manifestDigest}`, { platform });
  assert.deepEqual(stub.requests, []);
});

test('two pulls at once fetch each part once, and both hear of the progress', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  putImage(stub, 'other', [...layers, [{ name: 'c' }]]);
  const { puller } = makeWorkbench(context);
  const heard = [0, 0];
  const names = ['app', 'app', 'other'].map((name) => `${stub.address}/${name}`);
  await Promise.all(
    names.map((name, index) =>
      puller.pull(name, {
        platform,
        onProgress: () => {
          heard[index] = (heard[index] ?? 0) + 1;
        },
      }),
    ),
  );
  const fetched = stub.requests
    .filter((request) => request.includes('/blobs/'))
    .map((request) => request.slice(request.lastIndexOf('/')));
  assert.equal(new Set(fetched).size, fetched.length);
  assert.ok(heard.every((count) => count > 0));
});

test('one of two pulls can leave without the other noticing', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  const { puller } = makeWorkbench(context);
  const leaving = new AbortController();
  const first = puller.pull(`${stub.address}/app`, { platform, signal: leaving.signal });
  const second = puller.pull(`${stub.address}/app`, { platform });
  leaving.abort(new Error('gone'));
  await assert.rejects(first, /gone/);
  assert.equal((await second).changed, true);
});

test('(a) a redirect to another host is followed without the credentials', needsRoot, async (context) => {
  await using storage = await startStub();
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  storage.hook = (request, response) => {
    if (request.headers.authorization === undefined) return false;
    response.writeHead(400).end();
    return true;
  };
  stub.hook = (request, response) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    }
    if (!request.url?.includes('/blobs/')) return false;
    const path = request.url.replace('/v2/', '/signed/');
    const stored = stub.content.get(request.url);
    if (stored) storage.content.set(path, stored);
    response.writeHead(307, { location: `http://${storage.address}${path}?signature=x` }).end();
    return true;
  };
  const { puller } = makeWorkbench(context, {
    credentials: async () => ({ kind: 'password', username: 'u', password: 'p' }),
  });
  await puller.pull(`${stub.address}/app`, { platform });
  assert.ok(storage.requests.length >= 3);
});

test('(b) a token that expires on the way is renewed, once for all that wait', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', [...layers, [{ name: 'c' }], [{ name: 'd' }]]);
  let tokens = 0;
  let uses = 0;
  stub.hook = (request, response) => {
    if (request.url?.startsWith('/token')) {
      tokens++;
      uses = 0;
      const url = new URL(request.url, 'http://x');
      assert.equal(url.searchParams.get('scope'), 'repository:app:pull');
      assert.equal(url.searchParams.get('service'), 'a,b');
      response.end(JSON.stringify({ access_token: `t${tokens}` }));
      return true;
    }
    if (request.headers.authorization === `Bearer t${tokens}` && ++uses <= 3) return false;
    response
      .writeHead(401, {
        'www-authenticate': `Bearer realm="http://${stub.address}/token",service="a,b",scope="repository:app:pull"`,
      })
      .end();
    return true;
  };
  const { puller } = makeWorkbench(context);
  await puller.pull(`${stub.address}/app`, { platform });
  assert.ok(tokens >= 2 && tokens <= 4, `${tokens} tokens`);
});

for (const [how, withRange] of [
  ['with Range', true],
  ['without Range', false],
] as const) {
  test(`(c) a body that breaks off is resumed at a registry ${how}`, needsRoot, async (context) => {
    await using stub = await startStub();
    const { layerDigests } = putImage(stub, 'app', layers);
    const path = `/v2/app/blobs/${layerDigests[1]}`;
    let cuts = 0;
    stub.hook = (request, response) => {
      const stored = stub.content.get(path);
      if (request.url !== path || !stored) return false;
      if (!withRange) delete request.headers.range;
      if (cuts++ >= 2) return false;
      const start = Number(/^bytes=([0-9]+)/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const total = stored.body.length;
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': total - start,
        'content-range': `bytes ${start}-${total - 1}/${total}`,
      });
      response.write(stored.body.subarray(start, start + 20_000), () => response.destroy());
      return true;
    };
    const { puller } = makeWorkbench(context);
    await puller.pull(`${stub.address}/app`, { platform });
    const ranges = stub.headers.flatMap(({ range }) => range ?? []);
    if (withRange) assert.deepEqual(ranges, ['bytes=20000-', 'bytes=40000-']);
    assert.equal(cuts, 3);
  });
}

test('(d) content that is not what its digest says is refused and nothing of it stays', needsRoot, async (context) => {
  await using stub = await startStub();
  const { layerDigests, configDigest, manifestDigest } = putImage(stub, 'app', layers);
  const { puller, store, directory } = makeWorkbench(context);
  const layerPath = `/v2/app/blobs/${layerDigests[0]}`;
  const originals = new Map(stub.content);
  const swap = (path: string, body: Buffer): void => {
    for (const [key, value] of originals) stub.content.set(key, value);
    const stored = originals.get(path);
    if (stored) stub.content.set(path, { ...stored, body });
  };
  const lies: Readonly<Record<string, readonly [string, Buffer]>> = {
    'a layer of another content': [layerPath, gzipSync(tar({ name: 'evil' }))],
    'a longer layer': [
      layerPath,
      Buffer.concat([originals.get(layerPath)?.body ?? Buffer.alloc(0), Buffer.alloc(100)]),
    ],
    'another config': [
      `/v2/app/blobs/${configDigest}`,
      Buffer.from((originals.get(`/v2/app/blobs/${configDigest}`)?.body ?? '').toString().replace('sh', 'rm')),
    ],
    'another manifest': [`/v2/app/manifests/${manifestDigest}`, Buffer.from('{}')],
  };
  for (const [what, [path, body]] of Object.entries(lies)) {
    swap(path, body);
    const name = path.includes('/manifests/') ? `${stub.address}/app@${manifestDigest}` : `${stub.address}/app`;
    await assert.rejects(puller.pull(name, { platform }), { code: 'digest-mismatch' }, what);
  }
  assert.deepEqual(store.list(), []);
  await waitFor('the temporary directories gone', () => readdirSync(join(directory, 'layers/tmp')).length === 0);
});

test('(d) a layer that unpacks to something else than the config says is refused', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  const manifest = JSON.parse(stub.content.get('/v2/app/manifests/latest')?.body.toString() ?? '');
  const other = gzipSync(tar({ name: 'evil' }));
  putBlob(stub, 'app', other);
  manifest.layers[0] = { ...manifest.layers[0], digest: digestOf(other), size: other.length };
  putManifest(stub, 'app', { body: Buffer.from(JSON.stringify(manifest)), mediaType: MANIFEST_TYPE });
  const { puller } = makeWorkbench(context);
  await assert.rejects(puller.pull(`${stub.address}/app`, { platform }), {
    code: 'digest-mismatch',
    message: /the image config says/,
  });
});

test('(d) a header that names another digest than the body has is refused', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  stub.hook = (request, response) => {
    const stored = stub.content.get(request.url ?? '');
    if (!request.url?.includes('/manifests/') || !stored) return false;
    response
      .writeHead(200, { 'content-type': stored.mediaType, 'docker-content-digest': `sha256:${'0'.repeat(64)}` })
      .end(stored.body);
    return true;
  };
  const { puller } = makeWorkbench(context);
  await assert.rejects(puller.pull(`${stub.address}/app`, { platform }), { code: 'digest-mismatch' });
});

test('(e) a registry that asks for patience is asked again when it said', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  const times: number[] = [];
  stub.hook = (_request, response) => {
    times.push(performance.now());
    if (times.length > 1) return false;
    response.writeHead(429, { 'retry-after': '1' }).end();
    return true;
  };
  const { puller } = makeWorkbench(context);
  await puller.pull(`${stub.address}/app`, { platform });
  assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 990);
});

test('(e) a limit that stays is told as what it is', needsRoot, async (context) => {
  await using stub = await startStub((_request, response) => {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message: 'pull limit' }] }));
    return true;
  });
  const { puller } = makeWorkbench(context);
  await assert.rejects(puller.pull(`${stub.address}/app`, { platform }), {
    code: 'too-many-requests',
    message: /pull limit/,
  });
  assert.equal(stub.requests.length, 4);
});

test('(f) a relative redirect stays on the host and keeps its query', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  stub.hook = (request, response) => {
    const url = request.url ?? '';
    if (url.startsWith('/moved')) {
      assert.ok(url.endsWith('?state=1%2B2'));
      serve(stub.content.get(url.replace('/moved', '').replace(/\?.*/, '')), request, response);
      return true;
    }
    if (!url.includes('/blobs/')) return false;
    response.writeHead(302, { location: `/moved${url}?state=1%2B2` }).end();
    return true;
  };
  const { puller } = makeWorkbench(context);
  await puller.pull(`${stub.address}/app`, { platform });
});

test('(h) schema 1 is refused with a way out', needsRoot, async (context) => {
  await using stub = await startStub();
  putManifest(stub, 'app', {
    body: Buffer.from('{"schemaVersion":1,"name":"app"}'),
    mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
  });
  const { puller } = makeWorkbench(context);
  await assert.rejects(puller.pull(`${stub.address}/app`, { platform }), {
    code: 'schema1-manifest',
    message: new RegExp(`"${stub.address}/app:latest"`),
  });
});

test(
  '(i) attestations in front of the image do not hide it, and platforms that are not there are listed',
  needsRoot,
  async (context) => {
    await using stub = await startStub();
    const { manifestDigest, configDigest } = putImage(stub, 'app', layers);
    const size = stub.content.get('/v2/app/manifests/latest')?.body.length;
    const entry = { mediaType: MANIFEST_TYPE, digest: manifestDigest, size };
    const index = {
      schemaVersion: 2,
      mediaType: INDEX_TYPE,
      manifests: [
        {
          ...entry,
          digest: `sha256:${'1'.repeat(64)}`,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
        { ...entry, platform: { os: 'linux', architecture: 'amd64' } },
        { ...entry, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      ],
    };
    const body = Buffer.from(JSON.stringify(index));
    putManifest(stub, 'app', { body, mediaType: INDEX_TYPE });
    const { puller } = makeWorkbench(context);
    const pulled = await puller.pull(`${stub.address}/app`, { platform });
    assert.deepEqual([pulled.imageId, pulled.digest], [configDigest, digestOf(body)]);
    await assert.rejects(puller.pull(`${stub.address}/app`, { platform: makePlatform('linux', 's390x') }), {
      code: 'no-matching-platform',
      message: /not made for linux\/s390x, but for: linux\/amd64, linux\/arm\/v7/,
    });
  },
);

test('an image of another platform is pulled with a warning', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers, { os: 'linux', architecture: 's390x' });
  const { puller } = makeWorkbench(context);
  const warnings: string[] = [];
  await puller.pull(`${stub.address}/app`, { platform, onWarning: (message) => warnings.push(message) });
  assert.equal(warnings.length, 1);
});

test('an image that is not there says which and where', needsRoot, async (context) => {
  await using stub = await startStub();
  const { puller } = makeWorkbench(context);
  await assert.rejects(puller.pull(`${stub.address}/none:1`, { platform }), {
    code: 'image-not-found',
    message: new RegExp(
      `cannot pull "${stub.address}/none:1": "${stub.address}" has no such image \\(manifest unknown\\)`,
    ),
  });
});

test('a registry that is not there is unreachable after some attempts', needsRoot, async (context) => {
  const stub = await startStub();
  await stub[Symbol.asyncDispose]();
  const { puller } = makeWorkbench(context);
  await assert.rejects(puller.pull(`${stub.address}/app`, { platform }), { code: 'registry-unreachable' });
});

test('a registry that falls silent is given up', needsRoot, async (context) => {
  await using stub = await startStub(() => true);
  const { puller } = makeWorkbench(context, { stallMs: 50 });
  await assert.rejects(puller.pull(`${stub.address}/app`, { platform }), {
    code: 'registry-unreachable',
    message: /no answer for/,
  });
});

test('errors of the server are tried again, a refusal is not', needsRoot, async (context) => {
  await using stub = await startStub();
  putImage(stub, 'app', layers);
  let failures = 2;
  stub.hook = (_request, response) => {
    if (failures-- <= 0) return false;
    response.writeHead(503).end();
    return true;
  };
  const { puller } = makeWorkbench(context);
  await puller.pull(`${stub.address}/app`, { platform });
  stub.requests.length = 0;
  stub.hook = (_request, response) => {
    response.writeHead(403).end();
    return true;
  };
  await assert.rejects(puller.pull(`${stub.address}/other`, { platform }), { code: 'unauthorized' });
  assert.equal(stub.requests.length, 1);
});

test(
  'a mirror is asked first and told whom it stands for; the registry serves what it lacks',
  needsRoot,
  async (context) => {
    await using mirror = await startStub();
    await using stub = await startStub();
    const { layerDigests } = putImage(stub, 'app', layers);
    for (const [path, stored] of stub.content)
      if (!path.endsWith(`${layerDigests[0]}`)) mirror.content.set(path, stored);
    const { puller } = makeWorkbench(context, { mirrors: { [stub.address]: [`http://${mirror.address}`] } });
    await puller.pull(`${stub.address}/app`, { platform });
    assert.ok(mirror.requests.every((request) => request.includes(`ns=${encodeURIComponent(stub.address)}`)));
    assert.deepEqual(stub.requests, [`GET /v2/app/blobs/${layerDigests[0]}`]);
  },
);

test(
  'a pull that is killed half-way keeps its whole layers, and the next one goes on from there',
  needsRoot,
  async (context) => {
    await using stub = await startStub();
    const { layerDigests, configDigest } = putImage(stub, 'app', layers);
    const { database, directory, layers: layerStore, puller } = makeWorkbench(context);
    const isSecondLayer = (url = ''): boolean => url.endsWith(`${layerDigests[1]}`);
    stub.hook = (request, response) => {
      const stored = stub.content.get(request.url ?? '');
      if (!isSecondLayer(request.url) || !stored) return false;
      response.writeHead(200, { 'content-length': stored.body.length }).write(stored.body.subarray(0, 100_000));
      return true;
    };
    const program = join(import.meta.dirname, '../pull-process.ts');
    const child = spawn(process.execPath, [program, directory, `${stub.address}/app`], { stdio: 'ignore' });
    const layersDirectory = join(directory, 'layers');
    await waitFor('one layer whole and one begun', () => {
      // Renamed is not yet whole: the row comes after.
      return listLayers(database).length === 1 && readdirSync(join(layersDirectory, 'tmp')).length === 1;
    });
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await layerStore.sweep();
    assert.deepEqual(readdirSync(join(layersDirectory, 'tmp')), []);
    stub.hook = () => false;
    stub.requests.length = 0;
    assert.equal((await puller.pull(`${stub.address}/app`, { platform })).imageId, configDigest);
    const fetched = stub.requests.filter((request) => request.includes('/blobs/') && !request.endsWith(configDigest));
    assert.deepEqual(fetched, [`GET /v2/app/blobs/${layerDigests[1]}`]);
  },
);

test('an aborted pull leaves nothing behind', needsRoot, async (context) => {
  await using stub = await startStub();
  const { layerDigests } = putImage(stub, 'app', layers);
  const { puller, directory, store } = makeWorkbench(context);
  const controller = new AbortController();
  stub.hook = (request, response) => {
    const stored = stub.content.get(request.url ?? '');
    if (!request.url?.endsWith(`${layerDigests[1]}`) || !stored) return false;
    response.writeHead(200, { 'content-length': stored.body.length });
    response.write(stored.body.subarray(0, 10_000), () => setTimeout(() => controller.abort(new Error('stop')), 20));
    return true;
  };
  await assert.rejects(puller.pull(`${stub.address}/app`, { platform, signal: controller.signal }), /stop/);
  await waitFor('the temporary directories gone', () => readdirSync(join(directory, 'layers/tmp')).length === 0);
  assert.deepEqual(store.list(), []);
  assert.ok(existsSync(directory));
});
