// chokidar on real folders: what is told, and what is not even watched.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { PathWatcher } from '../../src/watch/path-watcher.ts';
import { waitFor } from '../support/wait-for.ts';

describe('a path watcher', () => {
  let folder: string;
  let seen: Set<string>;
  let watcher: PathWatcher;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-watch-'));
    seen = new Set();
    watcher = new PathWatcher({
      onPath: (path) => seen.add(path),
      onError: (error) => seen.add(`error ${error.message}`),
    });
  });
  afterEach(async () => {
    await watcher[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const write = (path: string): string => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), String(Math.random()));
    return join(folder, path);
  };
  const told = (path: string) => waitFor(`${path} to be told`, () => seen.has(path));
  const context = (except: readonly string[] = []) =>
    ({ kind: 'folder', path: folder, ignoreFiles: [join(folder, '.dockerignore')], except }) as const;

  test('tells a file that changes, one that is replaced as editors do it, and one that appears', async () => {
    const file = write('stack.yml');
    const missing = join(folder, '.env');
    await watcher.follow([{ kind: 'files', paths: [file, missing] }]);
    write('stack.yml');
    await told(file);
    seen.clear();
    renameSync(write('stack.yml.new'), file);
    await told(file);
    seen.clear();
    write('stack.yml');
    await told(file);
    write('.env');
    await told(missing);
    assert.deepEqual([...seen].sort(), [missing, file]);
  });

  test('tells what happens in a context, in new folders too, but not what .dockerignore leaves out', async () => {
    write('src/main.js');
    write('node_modules/a/index.js');
    writeFileSync(join(folder, '.dockerignore'), 'node_modules\n*.log\n!keep.log\n');
    await watcher.follow([context()]);
    const left = [write('node_modules/a/index.js'), write('node_modules/new.js'), write('out.log'), write('src/x.swp')];
    left.push(write('.git/index'), write('4913'));
    for (const path of ['src/new/deep.js', 'keep.log', 'src/main.js']) await told(write(path));
    assert.deepEqual(
      left.filter((path) => seen.has(path)),
      [],
    );
  });

  test('takes in again what a later rule of .dockerignore names beneath a folder that is left out', async () => {
    write('vendor/own/a.js');
    write('vendor/other/b.js');
    writeFileSync(join(folder, '.dockerignore'), 'vendor\n!vendor/own\n');
    await watcher.follow([context()]);
    const other = write('vendor/other/b.js');
    await told(write('vendor/own/a.js'));
    assert.equal(seen.has(other), false);
  });

  test('leaves out what the containers see live', async () => {
    write('data/rows');
    await watcher.follow([context([join(folder, 'data')])]);
    const rows = write('data/rows');
    await told(write('main.js'));
    assert.equal(seen.has(rows), false);
  });

  test('follows other rules once .dockerignore has changed, and nothing once it has no targets', async () => {
    const file = write('src/main.js');
    await watcher.follow([context()]);
    writeFileSync(join(folder, '.dockerignore'), 'src\n');
    await watcher.follow([context()]);
    seen.clear();
    write('src/main.js');
    await told(write('other.js'));
    assert.equal(seen.has(file), false);
    await watcher.follow([]);
    seen.clear();
    write('other.js');
    const other = mkdtempSync(join(tmpdir(), 'dockr-watch-'));
    await watcher.follow([{ kind: 'folder', path: other, ignoreFiles: [], except: [] }]);
    writeFileSync(join(other, 'mark'), '');
    await told(join(other, 'mark'));
    rmSync(other, { recursive: true });
    assert.equal(seen.has(join(folder, 'other.js')), false);
  });
});
