// Watches on real folders: what is told is enough to know the tree without looking at all of it.
import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { HostTree } from '../../src/watch/sync/host-tree.ts';
import { TreeWatcher } from '../../src/watch/tree-watcher.ts';
import { waitFor } from '../support/wait-for.ts';

const EVERYTHING = { takes: () => true, mayTakeIn: () => true };

describe('a tree watcher', () => {
  let folder: string;
  let root: string;
  let seen: Set<string>;
  let errors: unknown[];
  let watchers: TreeWatcher[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-tree-'));
    root = join(folder, 'root');
    mkdirSync(root);
    seen = new Set();
    errors = [];
    watchers = [];
  });
  afterEach(() => {
    for (const watcher of watchers) watcher[Symbol.dispose]();
    rmSync(folder, { recursive: true });
    assert.deepEqual(errors, []);
  });

  const follow = (at = root, left = 'left'): void => {
    const isOfInterest = (path: string): boolean => !path.split('/').includes(left);
    const onPath = (path: string) => seen.add(path);
    watchers.push(new TreeWatcher({ root: at, isOfInterest, onPath, onError: (error) => errors.push(error) }));
  };
  const write = (path: string, text = String(Math.random())): string => {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  };
  const told = (path: string) => waitFor(`${path} to be told`, () => seen.has(join(root, path)));
  /** Where so many folders and files come from nowhere, the folder above them is enough. */
  const toldAt = (...paths: readonly string[]) =>
    waitFor(`one of ${paths} to be told`, () => paths.some((path) => seen.has(join(root, path))));

  test('tells of files, modes, links, new folders and what is in them', async () => {
    write('a/f');
    follow();
    write('a/f');
    await told('a/f');
    seen.clear();
    chmodSync(join(root, 'a'), 0o700);
    await told('a');
    symlinkSync('f', join(root, 'a/l'));
    await told('a/l');
    write('a/new/deep/f');
    await toldAt('a/new', 'a/new/deep', 'a/new/deep/f');
    seen.clear();
    write('a/new/deep/f');
    await told('a/new/deep/f');
  });

  test('goes on where a folder is moved, removed and made again, or becomes a file', async () => {
    write('a/b/f');
    follow();
    renameSync(join(root, 'a'), join(root, 'z'));
    await told('z');
    write('z/b/f');
    await told('z/b/f');
    for (let time = 0; time < 20; time++) {
      rmSync(join(root, 'z'), { recursive: true });
      write('z/b/g');
      seen.clear();
      await new Promise((resolve) => setTimeout(resolve, 10));
      write('z/b/f');
      await told('z/b/f');
    }
    rmSync(join(root, 'z'), { recursive: true });
    write('z');
    await told('z');
    rmSync(join(root, 'z'));
    write('z/b/f');
    await toldAt('z', 'z/b');
    seen.clear();
    write('z/b/f');
    await told('z/b/f');
  });

  test('follows a root that is not there yet, that goes and comes back, and one that is a file', async () => {
    rmSync(root, { recursive: true });
    follow(join(root, 'deep/src'));
    write('deep/src/f');
    await toldAt('deep/src', 'deep/src/f');
    seen.clear();
    write('deep/src/f');
    await told('deep/src/f');
    rmSync(root, { recursive: true });
    await told('deep/src');
    write('deep/src/f');
    await toldAt('deep/src', 'deep/src/f');
    write('one');
    follow(join(root, 'one'));
    renameSync(write('one.new'), join(root, 'one'));
    await told('one');
    seen.clear();
    write('one');
    await told('one');
  });

  test('watches no folder in which nothing is of interest', async () => {
    write('left/deep/f');
    write('src/f');
    follow();
    const count = (): number => watchesOf(process.pid);
    const before = count();
    write('left/deep/more/f');
    write('src/left/f');
    write('src/f');
    await told('src/f');
    assert.equal([...seen].filter((path) => relative(root, path).includes('left')).length, 0);
    assert.equal(count(), before);
  });

  test('what is told is enough, whatever is done', async () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    const step = fc.record({
      kind: fc.constantFrom('write', 'write', 'mkdir', 'remove', 'rename', 'chmod', 'wait', 'round'),
      path,
      to: path,
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const at = join(root, String(run++));
        mkdirSync(at);
        const tree = new HostTree(at, EVERYTHING);
        const marks = new Set<string>();
        const onPath = (each: string) => marks.add(relative(at, each));
        const onError = (error: unknown) => errors.push(error);
        using _ = new TreeWatcher({ root: at, isOfInterest: () => true, onPath, onError });
        const round = async (): Promise<void> => {
          const taken = new Set(marks);
          marks.clear();
          await tree.refresh(taken);
        };
        for (const { kind, path, to } of steps) {
          if (kind === 'wait') await new Promise((resolve) => setTimeout(resolve, 2));
          else if (kind === 'round') await round();
          else attempt(() => change(kind, join(at, path), join(at, to)));
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
        await round();
        const whole = new HostTree(at, EVERYTHING);
        await whole.refresh('all');
        assert.deepEqual(kinds(tree), kinds(whole));
      }),
      { numRuns: 100 },
    );
  });
});

/** By path, without what differs from look to look. */
function kinds(tree: HostTree): unknown {
  return [...tree.manifest]
    .map(([path, { stamp, ...entry }]) => [path, entry, stamp?.replace(/ unsettled.*/, '')])
    .filter(([path]) => path !== '')
    .sort();
}

function change(kind: 'write' | 'mkdir' | 'remove' | 'rename' | 'chmod', path: string, to: string): void {
  if (kind === 'remove') rmSync(path, { recursive: true });
  else if (kind === 'rename') renameSync(path, to);
  else if (kind === 'chmod') chmodSync(path, 0o700);
  else if (kind === 'mkdir') mkdirSync(path, { recursive: true });
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, String(Math.random()));
  }
}

/** Not every step is possible where it comes. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {}
}

function watchesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fdinfo`)
    .map((fd) => attemptText(`/proc/${pid}/fdinfo/${fd}`))
    .reduce((sum, text) => sum + (text.match(/^inotify wd/gm)?.length ?? 0), 0);
}

function attemptText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
