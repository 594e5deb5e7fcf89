// The host's side of a rule, on a real folder: what a look through all of it finds, and what it leaves as it was.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { HostTree } from '../../../src/watch/sync/host-tree.ts';
import type { TreeFilter } from '../../../src/watch/sync/scan-tree.ts';

const EVERYTHING: TreeFilter = { takes: () => true, mayTakeIn: () => true };

describe('a tree of the host', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dockr-tree-'));
    mkdirSync(join(root, 'a/b'), { recursive: true });
    for (const name of ['a/one', 'a/b/two', 'three']) writeFileSync(join(root, name), name);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const open = async (filter = EVERYTHING) => {
    const tree = new HostTree(root, filter);
    await tree.refresh('all');
    return tree;
  };
  const paths = (tree: HostTree) => [...tree.manifest.keys()].sort();

  test('has what is there', async () => {
    const tree = new HostTree(root, EVERYTHING);
    const all = ['', 'a', 'a/b', 'a/b/two', 'a/one', 'three'];
    assert.deepEqual((await tree.refresh('all')).toSorted(), all);
    assert.deepEqual(paths(tree), all);
  });

  test('is the same value after a look that finds nothing', async () => {
    const tree = await open();
    const before = new Map(tree.manifest);
    assert.deepEqual(await tree.refresh('all'), []);
    for (const [path, entry] of tree.manifest) assert.equal(entry, before.get(path), path);
    assert.equal(tree.manifest.size, before.size);
  });

  test('finds all that was made, changed, renamed and removed, once', async () => {
    const tree = await open();
    writeFileSync(join(root, 'a/one'), 'another one');
    chmodSync(join(root, 'three'), 0o700);
    renameSync(join(root, 'a/b'), join(root, 'c'));
    const changed = ['a/b', 'a/b/two', 'a/one', 'c', 'c/two', 'three'];
    assert.deepEqual((await tree.refresh('all')).toSorted(), changed);
    assert.deepEqual(paths(tree), ['', 'a', 'a/one', 'c', 'c/two', 'three']);
    assert.deepEqual(await tree.refresh('all'), []);
  });

  test('knows what was found one by one at the next look through all of it', async () => {
    const tree = await open();
    writeFileSync(join(root, 'a/new'), 'new');
    rmSync(join(root, 'three'));
    assert.deepEqual((await tree.refresh(new Set(['a/new', 'three']))).toSorted(), ['a/new', 'three']);
    assert.deepEqual(await tree.refresh('all'), []);
    rmSync(join(root, 'a'), { recursive: true });
    const gone = ['a', 'a/b', 'a/b/two', 'a/new', 'a/one'];
    assert.deepEqual((await tree.refresh('all')).toSorted(), gone);
    writeFileSync(join(root, 'three'), 'again');
    assert.deepEqual(await tree.refresh('all'), ['three']);
  });

  test('that goes and comes back is found anew', async () => {
    const tree = await open();
    renameSync(root, `${root}.away`);
    assert.equal((await tree.refresh('all')).length, 6);
    assert.deepEqual(paths(tree), []);
    renameSync(`${root}.away`, root);
    assert.equal((await tree.refresh('all')).length, 6);
  });

  test('has the folders above what is taken, and nothing else that is left out', async () => {
    const tree = await open({
      takes: (path) => path === 'a/b/two',
      mayTakeIn: (folder) => !'three'.startsWith(folder),
    });
    assert.deepEqual(paths(tree), ['', 'a', 'a/b', 'a/b/two']);
    rmSync(join(root, 'a/b/two'));
    assert.deepEqual((await tree.refresh('all')).toSorted(), ['a', 'a/b', 'a/b/two']);
  });

  test('keeps what it knows of what cannot be read, and tells', async () => {
    const tree = await open();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/a/`), Buffer.from([0xff])]), 'no text');
    assert.deepEqual(await tree.refresh('all'), []);
    assert.equal(tree.unreadable.size, 1);
    assert.ok(tree.manifest.has('a/one'));
  });
});
