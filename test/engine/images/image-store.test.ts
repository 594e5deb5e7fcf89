import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ContentDigest, computeDigest } from '../../../src/oci/digest.ts';
import { makeWorkbench, needsRoot, type Workbench } from './workbench.ts';

const nobody = { usedBy: () => [] };

function addLayer({ layers }: Workbench, content: string): ContentDigest {
  const diffId = computeDigest('sha256', Buffer.from(content));
  const directory = layers.makeTemporary();
  writeFileSync(join(directory, 'file'), content);
  layers.commit(directory, { diffId, sizeBytes: content.length });
  return diffId;
}

function configOf(diffIds: readonly string[], command = 'sh'): Buffer {
  return Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: { Cmd: [command] },
      rootfs: { type: 'layers', diff_ids: diffIds },
    }),
  );
}

test('a built image is found by name, id and the beginning of its id', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  const config = configOf([addLayer(bench, 'a')]);
  const { id } = bench.store.addImage({ config, name: 'app', buildInputs: 'key' });
  for (const text of ['app', 'app:latest', 'docker.io/library/app', id, id.slice(7), id.slice(7, 15)])
    assert.equal(bench.store.resolve(text).id, id);
  assert.deepEqual(bench.store.list(), [bench.store.find('app')]);
  assert.deepEqual(bench.store.find('app')?.names, ['app:latest']);
  assert.equal(bench.store.find('app')?.buildInputs, 'key');
  assert.deepEqual(bench.store.configBytes(id), config);
  assert.equal(bench.store.manifestBytes(id), undefined);
});

test('what is not there is said with what is near', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  bench.store.addImage({ config: configOf([addLayer(bench, 'a')]), name: 'application:1' });
  assert.throws(() => bench.store.resolve('aplication:1'), {
    code: 'image-not-found',
    hint: 'did you mean "application:1"?',
  });
  assert.equal(bench.store.find('other'), undefined);
});

test('layer paths are topmost first and name a layer once', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  const [a, b] = [addLayer(bench, 'a'), addLayer(bench, 'bb')];
  const { id, sizeBytes } = bench.store.addImage({ config: configOf([a, b, a]) });
  assert.deepEqual(bench.store.layerPaths(id), [bench.layers.path(a), bench.layers.path(b)]);
  assert.equal(sizeBytes, 3);
});

test('an image whose layer is missing is not stored', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  assert.throws(() => bench.store.addImage({ config: configOf([`sha256:${'0'.repeat(64)}`]) }), {
    code: 'layer-missing',
  });
});

test('a tag moves from one image to another', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  const layer = addLayer(bench, 'a');
  const one = bench.store.addImage({ config: configOf([layer], 'one'), name: 'app' });
  const two = bench.store.addImage({ config: configOf([layer], 'two'), name: 'app:2' });
  bench.store.tag('app:2', 'app');
  assert.equal(bench.store.resolve('app').id, two.id);
  assert.deepEqual(bench.store.resolve(one.id).names, []);
  assert.throws(() => bench.store.tag('app', `app@sha256:${'0'.repeat(64)}`), { code: 'bad-reference' });
});

test('removing takes a name, and with the last name the image', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  const { id } = bench.store.addImage({ config: configOf([addLayer(bench, 'a')]), name: 'app' });
  bench.store.tag('app', 'second');
  assert.throws(() => bench.store.remove(id, nobody), { code: 'image-has-names' });
  assert.deepEqual(bench.store.remove('second', nobody), ['second:latest']);
  assert.deepEqual(bench.store.remove('app', nobody), ['app:latest', id]);
  assert.deepEqual(bench.store.list(), []);
});

test('an image that a container uses keeps its last name', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  bench.store.addImage({ config: configOf([addLayer(bench, 'a')]), name: 'app' });
  assert.throws(() => bench.store.remove('app', { usedBy: () => ['web-1'], force: true }), {
    code: 'image-in-use',
    message: /"web-1"/,
  });
  assert.ok(bench.store.find('app'));
});

test('garbage is what no image, no pin and no cache names', needsRoot, async (context) => {
  const bench = makeWorkbench(context);
  const [used, cached, pinned, unused] = ['a', 'b', 'c', 'd'].map((content) => addLayer(bench, content));
  assert.ok(used && cached && pinned && unused);
  bench.store.addImage({ config: configOf([used]), name: 'app' });
  const stray = join(bench.directory, 'layers', 'f'.repeat(64));
  mkdirSync(stray);
  {
    using _pin = bench.layers.pin(pinned);
    assert.deepEqual(await bench.store.collectGarbage([cached]), [unused]);
  }
  assert.deepEqual(
    [used, cached, pinned, unused].map((layer) => bench.layers.has(layer)),
    [true, true, true, false],
  );
  assert.ok(!existsSync(bench.layers.path(unused)));
  assert.ok(!existsSync(stray));
  assert.deepEqual(await bench.store.collectGarbage([cached]), [pinned]);
});

test('a layer is committed once; a second one of the same content is thrown away', needsRoot, (context) => {
  const bench = makeWorkbench(context);
  const first = addLayer(bench, 'same');
  assert.equal(addLayer(bench, 'same'), first);
  assert.ok(bench.layers.has(first));
});
