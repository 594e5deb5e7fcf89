// What a sync leaves in a container when the daemon is killed in the middle of a file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { SyncChange } from '../../../../src/core/sync-change.ts';
import { removeLeftoversOf, syncContainer } from '../../../../src/engine/containers/sync/sync-container.ts';

describe('a sync whose daemon was killed', { skip: process.geteuid?.() === 0 ? false : 'needs root' }, () => {
  let folder: string;
  let host: string;
  let target: string;
  let journal: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-sync-'));
    [host, target, journal] = [join(folder, 'host'), join(folder, 'app'), join(folder, 'syncing')];
    mkdirSync(join(host, 'deep'), { recursive: true });
    mkdirSync(target);
    writeFileSync(join(host, 'deep/large'), Buffer.alloc(256 << 20, 'x'));
    writeFileSync(join(host, 'small'), 'small');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const killed = (): void => {
    const words = [join(import.meta.dirname, 'killed-sync.ts'), host, target, journal];
    const { signal, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    assert.equal(signal, 'SIGKILL', stderr);
  };
  const left = () => readdirSync(join(target, 'deep'));
  const root = { pid: process.pid, isRunning: () => true };
  const sync = (changes: readonly SyncChange[]) =>
    syncContainer(root, { target, changes, source: { kind: 'folder', path: host } }, journal);
  const small: SyncChange = { path: 'small', entry: { kind: 'file', mode: 0o644 } };

  test('leaves half a file, which goes with the next sync, whatever that brings', async () => {
    killed();
    assert.match(left().join(), /^\.dockr-sync-[-0-9a-f]+$/);
    assert.equal(readdirSync(journal).length, 1);
    assert.deepEqual(await sync([small]), []);
    assert.deepEqual([left(), readdirSync(journal)], [[], []]);
  });

  test('keeps no folder from going that went on the host meanwhile', async () => {
    killed();
    assert.deepEqual(await sync([{ path: 'deep', entry: null }]), []);
    assert.equal(existsSync(join(target, 'deep')), false);
  });

  test('is no reason to remove what another has under way, or what only looks so', async () => {
    killed();
    mkdirSync(join(target, 'other'));
    for (const name of ['deep/.dockr-sync-mine', 'other/.dockr-sync-0']) writeFileSync(join(target, name), '');
    assert.deepEqual(await sync([small]), []);
    assert.deepEqual([left(), readdirSync(join(target, 'other'))], [['.dockr-sync-mine'], ['.dockr-sync-0']]);
  });

  test('is undone without another sync, too, as when a daemon finds its containers again', () => {
    killed();
    removeLeftoversOf(process.pid, journal);
    assert.deepEqual([left(), readdirSync(journal)], [[], []]);
    removeLeftoversOf(process.pid, join(folder, 'nothing'));
  });

  test('leads nowhere else when the container has put a link in the place of the folder', async () => {
    killed();
    renameSync(join(target, 'deep'), join(folder, 'outside'));
    symlinkSync('../outside', join(target, 'deep'));
    assert.deepEqual(await sync([small]), []);
    assert.equal(readdirSync(join(folder, 'outside')).length, 1);
  });

  test('is forgotten where its entry is cut short, and keeps nothing from being brought', async () => {
    mkdirSync(journal);
    for (const [name, text] of Object.entries({ a: '', b: '{"target":"/app', c: '[]', d: '{"target":1,"paths":[]}' }))
      writeFileSync(join(journal, name), text);
    assert.deepEqual(await sync([small]), []);
    assert.deepEqual(readdirSync(journal), []);
    assert.deepEqual(readdirSync(target), ['small']);
  });

  test('a journal that cannot be written keeps nothing from being brought', async () => {
    writeFileSync(journal, 'no folder');
    await assert.doesNotReject(sync([small]));
    assert.deepEqual(readdirSync(target), ['small']);
  });
});
