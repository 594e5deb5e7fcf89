import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { VolumeEngine } from '../../../src/engine/volumes/volume-engine.ts';
import { Database } from '../../../src/store/database.ts';

const named = (name: string) => ({ name, stack: null, key: null, driver: 'local', options: {}, labels: {} }) as const;

/** An engine on a directory of its own, and an image's directory with one file. */
function place() {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-volumes-'));
  const database = new Database(join(directory, 'dockr.db'));
  const image = join(directory, 'image');
  mkdirSync(image);
  writeFileSync(join(image, 'seed'), 'from the image');
  return {
    directory,
    database,
    image,
    volumes: new VolumeEngine(database, directory),
    [Symbol.dispose]: (): void => {
      database[Symbol.dispose]();
      rmSync(directory, { recursive: true });
    },
  };
}

test('a volume is filled once, and what is deleted from it stays deleted', async () => {
  using at = place();
  await at.volumes.ensure(named('data'));
  await at.volumes.populate('data', at.image);
  assert.equal(readFileSync(join(at.volumes.path('data'), 'seed'), 'utf8'), 'from the image');
  rmSync(join(at.volumes.path('data'), 'seed'));
  await at.volumes.populate('data', at.image);
  assert.deepEqual(readdirSync(at.volumes.path('data')), []);
});

test('a removal that was cut short leaves no half of the data to the next volume of that name', async () => {
  using at = place();
  await at.volumes.ensure(named('data'));
  await at.volumes.populate('data', at.image);
  await at.volumes.remove('data');
  assert.deepEqual(at.volumes.list(), []);
  assert.deepEqual(readdirSync(join(at.directory, 'volumes')), []);
  // Cut short after the renaming: the record is there, the data is not.
  await at.volumes.ensure(named('data'));
  await at.volumes.populate('data', at.image);
  renameSync(join(at.directory, 'volumes/data'), join(at.directory, 'volumes/.removed-1'));
  await at.volumes.ensure(named('data'));
  await at.volumes.populate('data', at.image);
  assert.equal(readFileSync(join(at.volumes.path('data'), 'seed'), 'utf8'), 'from the image');
  await at.volumes.sweep();
  assert.deepEqual(readdirSync(join(at.directory, 'volumes')), ['data']);
});

test('a name that leads out of the directory of volumes is refused', async () => {
  using at = place();
  for (const name of ['..', '../image', 'a/b', '.removed-1', '', 'a\n'])
    await assert.rejects(at.volumes.ensure(named(name)), { code: 'invalid-volume-name' });
  assert.deepEqual(at.volumes.list(), []);
});

test('a volume that could not be recorded leaves no directory that nobody knows of', async () => {
  using at = place();
  at.database.run("CREATE TRIGGER full BEFORE INSERT ON volumes BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  await assert.rejects(at.volumes.ensure(named('data')), /the disk is full/);
  assert.deepEqual(await at.volumes.strays(), []);
});
