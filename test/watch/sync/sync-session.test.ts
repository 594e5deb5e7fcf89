// The loop on real trees: a folder of the host, and folders in the place of containers, written to as in containers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  type Dirent,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { ContainerError, SystemError } from '../../../src/core/errors.ts';
import { applyChanges } from '../../../src/engine/containers/sync/apply-changes.ts';
import { compareEntries } from '../../../src/engine/containers/sync/compare-entries.ts';
import { SyncTarget } from '../../../src/engine/containers/sync/sync-target.ts';
import { openDirectory } from '../../../src/os/files.ts';
import { closeDescriptor } from '../../../src/os/libc.ts';
import type { Bring, Compare, SyncContainer } from '../../../src/watch/sync/followed-rule.ts';
import { HostTree } from '../../../src/watch/sync/host-tree.ts';
import type { SyncAction, SyncRule } from '../../../src/watch/sync/sync-rules.ts';
import { type SyncBatch, SyncSession } from '../../../src/watch/sync/sync-session.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const ALL = '*';
const EVERYTHING = { takes: () => true, mayTakeIn: () => true };

/** Links to folders are not followed, as with `recursive` they would be. */
function entriesIn(folder: string): readonly Dirent[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry, ...entriesIn(join(folder, entry.name))] : [entry]));
}

describe('a sync session', { skip: process.geteuid?.() === 0 ? false : 'needs root' }, () => {
  let folder: string;
  let host: string;
  let containers: SyncContainer[];
  let batches: SyncBatch[];
  let acted: string[];
  let clock: FakeClock;
  let session: SyncSession;
  let broken: 'nothing' | 'bringing' | 'acting' | 'daemon';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-session-'));
    host = join(folder, 'host');
    mkdirSync(host);
    containers = [];
    batches = [];
    acted = [];
    broken = 'nothing';
    clock = new FakeClock();
    session = new SyncSession({
      clock,
      signal: new AbortController().signal,
      listContainers: async () => {
        if (broken === 'daemon') throw new SystemError('daemon-gone', { message: 'it went away' });
        return containers;
      },
      bring,
      compare,
      act: async (all, action) => {
        if (broken === 'acting') throw new ContainerError('container-not-running', { message: 'it has ended' });
        for (const { name } of all) acted.push(`${action.kind} ${name}`);
      },
      report: (batch) => batches.push(batch),
    });
  });
  afterEach(() => {
    session[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });

  const bring: Bring = async ({ id }, { source, target, changes }) => {
    if (broken === 'bringing') throw new ContainerError('container-not-running', { message: 'it has ended' });
    const rootFd = openDirectory(join(folder, id));
    try {
      using place = new SyncTarget(rootFd, target);
      return await applyChanges(place, changes, { kind: 'folder', path: source });
    } finally {
      closeDescriptor(rootFd);
    }
  };
  const compare: Compare = async ({ id }, { source, target, changes }) => {
    const rootFd = openDirectory(join(folder, id));
    try {
      using place = new SyncTarget(rootFd, target);
      const expected = changes.map((change) => {
        if (change.entry?.kind !== 'file') return change;
        return {
          ...change,
          sha256: createHash('sha256')
            .update(readFileSync(join(source, change.path)))
            .digest('hex'),
        };
      });
      const different = await compareEntries(place, expected);
      return changes.filter(({ path }) => different.includes(path));
    } finally {
      closeDescriptor(rootFd);
    }
  };
  const rule = (more: Partial<SyncRule> = {}): SyncRule => ({
    service: 'web',
    root: host,
    target: '/app',
    filter: { takes: (path) => !path.endsWith('.tmp'), mayTakeIn: () => true },
    action: { kind: 'none' },
    isInitial: true,
    isVolatile: false,
    key: JSON.stringify(more),
    ...more,
  });
  const start = (id: string): void => {
    mkdirSync(join(folder, id, 'app'), { recursive: true });
    containers = [...containers, { id, name: `web-${id}`, service: 'web', isRunning: true }];
  };
  const save = (path: string, text: string): void => {
    mkdirSync(dirname(join(host, path)), { recursive: true });
    writeFileSync(join(host, path), text);
  };
  const treeOf = (root: string): Record<string, string> =>
    Object.fromEntries(
      entriesIn(root)
        .map((entry): [string, string] => {
          const path = join(entry.parentPath, entry.name);
          const text = entry.isDirectory()
            ? '/'
            : entry.isSymbolicLink()
              ? `-> ${readlinkSync(path)}`
              : readFileSync(path, 'utf8');
          return [path.slice(root.length + 1), text];
        })
        .filter(([path]) => !path.endsWith('.tmp'))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const assertEqual = (id: string): void => assert.deepEqual(treeOf(join(folder, id, 'app')), treeOf(host));

  test('random changes of files, with half of the events lost, end with equal trees in every container', async () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('/'));
    const change = fc.record({
      kind: fc.constantFrom('write', 'write', 'write', 'link', 'mkdir', 'remove', 'round', 'fail', 'container'),
      path: name,
      content: fc.nat(9),
      isTold: fc.boolean(),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
        rmSync(host, { recursive: true });
        mkdirSync(host);
        containers = [];
        start(`first${++run}`);
        await session.follow([rule({ key: String(run) })]);
        const told: string[] = [];
        for (const { kind, path, content, isTold } of changes) {
          const full = join(host, path);
          if (isTold) told.push(full);
          if (kind === 'container') start(`c${run}-${containers.length}`);
          else if (kind === 'remove') rmSync(full, { recursive: true, force: true });
          else if (kind === 'round' || kind === 'fail') {
            broken = kind === 'fail' ? 'bringing' : 'nothing';
            await session.round(told.splice(0));
          } else {
            makeRoom(path);
            if (kind === 'mkdir') mkdirSync(full);
            if (kind === 'link') symlinkSync(String(content), full);
            if (kind === 'write') writeFileSync(full, String(content));
          }
        }
        broken = 'nothing';
        await session.round([ALL]);
        for (const { id } of containers) assertEqual(id);
      }),
      { numRuns: 60 },
    );
  });

  /** Folders down to the path, and nothing at it. */
  function makeRoom(path: string): void {
    const parts = path.split('/');
    for (let count = 1; count < parts.length; count++) {
      const above = join(host, ...parts.slice(0, count));
      try {
        readdirSync(above);
      } catch {
        rmSync(above, { force: true });
        mkdirSync(above);
      }
    }
    rmSync(join(host, path), { recursive: true, force: true });
  }

  test('what fails stays marked, is told once, and is done as soon as it can be', async () => {
    start('one');
    save('f', '1');
    await session.follow([rule({ action: { kind: 'restart' }, isInitial: false })]);
    save('f', '2');
    broken = 'bringing';
    for (let round = 0; round < 3; round++) await session.round([join(host, 'f')]);
    assert.deepEqual(
      batches.map(({ paths, failures }) => [paths, failures.map(({ message }) => message)]),
      [[[], ['it has ended']]],
    );
    broken = 'acting';
    await session.round([]);
    assertEqual('one');
    assert.deepEqual(acted, []);
    broken = 'nothing';
    await session.round([]);
    assert.deepEqual(acted, ['restart web-one']);
    await session.round([]);
    assert.deepEqual(acted, ['restart web-one']);
  });

  test('a new container gets what changed since the beginning, one with all of it everything', async () => {
    save('old', 'old');
    save('edited', '1');
    // What was saved this very moment cannot be told from what is saved next.
    await sleep(50);
    await session.follow([rule({ isInitial: false })]);
    save('edited', '2');
    start('one');
    await session.round([ALL]);
    assert.deepEqual(treeOf(join(folder, 'one/app')), { edited: '2' });
    await session.follow([rule({ isInitial: true, action: { kind: 'restart' } })]);
    start('two');
    await session.round([ALL]);
    assertEqual('two');
    assert.deepEqual(acted, [], 'what is brought in at the beginning is no change');
  });

  test('a container of a newer image is asked what it has: nothing follows what it brought along, and old states go', async () => {
    const action: SyncAction = { kind: 'restart' };
    save('kept', '1');
    save('edited', '1');
    await sleep(50);
    await session.follow([rule({ isInitial: false, action })]);
    start('one');
    save('edited', '22');
    save('added', '1');
    await sleep(50);
    await session.round([ALL]);
    acted.splice(0);
    const image = join(folder, 'image');
    cpSync(host, image, { recursive: true });
    start('two');
    cpSync(image, join(folder, 'two/app'), { recursive: true });
    await session.round([ALL]);
    assert.deepEqual(acted.splice(0), [], 'the image has all that changed');
    save('edited', '1');
    rmSync(join(host, 'added'));
    await sleep(50);
    await session.round([ALL]);
    assert.deepEqual(acted.splice(0), ['restart web-one', 'restart web-two']);
    start('three');
    cpSync(image, join(folder, 'three/app'), { recursive: true });
    await session.round([ALL]);
    assertEqual('three');
    assert.deepEqual(acted, ['restart web-three'], 'the image has what was changed back since');
  });

  test('a successor gets the files, and what follows them once it has its place; what it replaces is left alone', async () => {
    await session.follow([rule({ isInitial: false, action: { kind: 'restart' } })]);
    mkdirSync(join(folder, 'new/app'), { recursive: true });
    mkdirSync(join(folder, 'old/app'), { recursive: true });
    const [next, previous] = ['#next', '#previous'].map((end) => `web-1${end}`);
    containers = [
      { id: 'old', name: 'web-1', service: 'web', isRunning: true },
      { id: 'new', name: next ?? '', service: 'web', isRunning: true },
    ];
    save('f', '1');
    await session.round([ALL]);
    assertEqual('new');
    assert.deepEqual(acted.splice(0), ['restart web-1']);
    containers = [
      { id: 'old', name: previous ?? '', service: 'web', isRunning: true },
      { id: 'new', name: 'web-1', service: 'web', isRunning: true },
    ];
    save('f', '22');
    await session.round([]);
    assert.deepEqual(acted, ['restart web-1']);
    assert.equal(readFileSync(join(folder, 'old/app/f'), 'utf8'), '1');
  });

  test('actions come once for all rules, a restart in place of all others', async () => {
    start('one');
    start('two');
    const signal: SyncAction = { kind: 'signal', signal: 'SIGHUP' };
    for (const path of ['a', 'b', 'c', 'd']) save(`${path}/f`, '1');
    const under = (path: string, action: SyncAction, target: string | undefined = `/${path}`) =>
      rule({ root: join(host, path), target, action, isInitial: false, key: path });
    await session.follow([under('a', signal), under('b', signal), under('c', { kind: 'none' })]);
    for (const path of ['a', 'b', 'c']) save(`${path}/f`, '22');
    await session.round(['a', 'b', 'c'].map((path) => join(host, path, 'f')));
    assert.deepEqual(acted.splice(0), ['signal web-one', 'signal web-two']);
    await session.follow([under('a', signal), under('d', { kind: 'restart' }, undefined)]);
    save('a/f', '333');
    save('d/f', '333');
    await session.round(['a', 'd'].map((path) => join(host, path, 'f')));
    assert.deepEqual(acted, ['restart web-one', 'restart web-two']);
  });

  test('a restarted container gets back what was in memory', async () => {
    start('one');
    save('f', '1');
    await session.follow([rule({ isInitial: false, isVolatile: true })]);
    await session.round([ALL]);
    assertEqual('one');
    rmSync(join(folder, 'one/app/f'));
    await session.round([]);
    assert.deepEqual(treeOf(join(folder, 'one/app')), {});
    session.started('web-one');
    await session.round([]);
    assertEqual('one');
  });

  test('events that are lost beside others are made up for a second later, however busy the writer', async () => {
    start('one');
    mkdirSync(join(host, 'busy'));
    await session.follow([rule()]);
    await session.round([ALL]);
    const running = session.run().catch(() => {});
    save('lost', '1');
    for (let turn = 0; turn < 15; turn++) {
      save('busy/f', String(turn));
      session.changed(join(host, 'busy/f'));
      await clock.advance(100);
      await sleep(5);
    }
    assertEqual('one');
    assert.ok(running);
  });

  const stop = (id: string, isRunning = false): void => {
    containers = containers.map((each) => (each.id === id ? { ...each, isRunning } : each));
  };

  test('what goes while a container is stopped is gone from it, and nothing that it has comes again', async () => {
    start('one');
    for (const path of ['stays', 'd/goes']) save(path, '1');
    await session.follow([rule({ isInitial: false, action: { kind: 'restart' } })]);
    for (const path of ['added', 'd/added']) save(path, '1');
    await session.round([ALL]);
    assert.equal(acted.splice(0).length, 1);
    stop('one');
    await session.round([ALL]);
    stop('one', true);
    await session.round([ALL]);
    assert.deepEqual(acted, [], 'a stop and a start are no change of files');
    stop('one');
    rmSync(join(host, 'd'), { recursive: true });
    await session.round([ALL]);
    stop('one', true);
    await session.round([]);
    assert.deepEqual(treeOf(join(folder, 'one/app')), { added: '1' });
  });

  test('a new container loses what its image was given while it was built and is gone since', async () => {
    start('one');
    save('f', '1');
    await session.follow([rule({ isInitial: false })]);
    save('passing', '1');
    await session.round([ALL]);
    start('two');
    for (const path of ['f', 'passing']) writeFileSync(join(folder, 'two/app', path), '1');
    rmSync(join(host, 'passing'));
    await session.round([join(host, 'passing')]);
    assert.deepEqual(treeOf(join(folder, 'two/app')), { f: '1' });
  });

  test('a rule that takes more or less than before brings what changed with it', async () => {
    start('one');
    for (const path of ['a', 'left']) save(path, '1');
    const takes = (path: string): boolean => path !== 'left';
    const narrow = rule({ isInitial: false, filter: { takes, mayTakeIn: () => true }, key: 'narrow' });
    await session.follow([narrow]);
    await session.round([ALL]);
    for (const path of ['a', 'left']) save(path, '22');
    await session.follow([rule({ isInitial: false, key: 'wide' })]);
    await session.round([ALL]);
    assert.deepEqual(treeOf(join(folder, 'one/app')), { a: '22', left: '22' });
    await session.follow([narrow]);
    for (const path of ['a', 'left']) save(path, '333');
    await session.round([ALL]);
    assert.deepEqual(treeOf(join(folder, 'one/app')), { a: '333', left: '22' });
  });

  test('a rule is done once, however quick the save was and whatever the clock says', async () => {
    start('one');
    await session.follow([rule({ isInitial: false, action: { kind: 'restart' } })]);
    save('quick', '1');
    save('later', '1');
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(join(host, 'later'), tomorrow, tomorrow);
    for (let round = 0; round < 3; round++) {
      await session.round([ALL]);
      await sleep(30);
    }
    assert.deepEqual(acted, ['restart web-one']);
    assertEqual('one');
  });

  test('what cannot be read stays as it was, is told, and keeps nothing else from being seen', async () => {
    for (const path of ['locked/f', 'open/f']) save(path, '1');
    chmodSync(folder, 0o755);
    const tree = new HostTree(host, EVERYTHING);
    await tree.refresh('all');
    chmodSync(join(host, 'locked'), 0o000);
    save('open/f', '22');
    save('open/g', '1');
    process.seteuid?.(65534);
    const changed = await tree.refresh('all').finally(() => process.seteuid?.(0));
    assert.deepEqual([...tree.unreadable.keys()], ['locked']);
    assert.deepEqual(changed.toSorted(), ['locked', 'open/f', 'open/g']);
    assert.ok(tree.manifest.has('locked/f'));
    chmodSync(join(host, 'locked'), 0o755);
    await tree.refresh(new Set(['locked']));
    assert.equal(tree.unreadable.size, 0);
  });

  test('a path that is longer than the kernel takes is told, and the rest is brought', async () => {
    const deep = join(host, ...Array.from({ length: 14 }, () => 'd'.repeat(255)));
    mkdirSync(deep, { recursive: true });
    const script = 'cd "$0" && mkdir -p "$1/$1/$1" && touch file';
    execFileSync('sh', ['-c', script, deep, 'e'.repeat(255)]);
    start('one');
    await session.follow([rule()]);
    await session.round([ALL]);
    assert.deepEqual(
      batches.flatMap(({ failures }) => failures.map(({ code, message }) => [code, message.includes('ENAMETOOLONG')])),
      [['sync-unreadable', true]],
    );
    assert.equal(readFileSync(join(deep.replace(host, join(folder, 'one/app')), 'file'), 'utf8'), '');
    execFileSync('rm', ['-rf', folder]);
    mkdirSync(folder);
  });

  test('pipes and sockets are left out, names that are no text told, hard links and loops of links as they look', async () => {
    start('one');
    for (const path of ['first', 'becomes-pipe', 'd/f']) save(path, '1');
    await session.follow([rule()]);
    await session.round([ALL]);
    linkSync(join(host, 'first'), join(host, 'd/second'));
    symlinkSync('../d', join(host, 'd/loop'));
    symlinkSync('self', join(host, 'self'));
    rmSync(join(host, 'becomes-pipe'));
    execFileSync('mkfifo', [join(host, 'becomes-pipe')]);
    writeFileSync(Buffer.concat([Buffer.from(`${host}/`), Buffer.of(0xff)]), '');
    await session.round([ALL]);
    writeFileSync(join(host, 'first'), 'through one of two names');
    await session.round([join(host, 'first')]);
    await session.round([ALL]);
    assert.deepEqual(treeOf(join(folder, 'one/app')), {
      d: '/',
      'd/f': '1',
      'd/loop': '-> ../d',
      'd/second': 'through one of two names',
      first: 'through one of two names',
      self: '-> self',
    });
    assert.deepEqual(
      batches.flatMap(({ failures }) => failures.map(({ message }) => /no text/.test(message))),
      [true],
    );
  });

  test('every replica has the files, also one that comes later', async () => {
    for (const id of ['one', 'two', 'three']) start(id);
    await session.follow([rule()]);
    save('f', '1');
    await session.round([ALL]);
    start('four');
    save('g', '1');
    await session.round([join(host, 'g')]);
    for (const { id } of containers) assertEqual(id);
    assert.deepEqual(batches.at(-1)?.containers, ['web-one', 'web-two', 'web-three', 'web-four']);
  });

  test('without the daemon what changed is kept, the reason told once, and brought when there is another', async () => {
    start('one');
    await session.follow([rule()]);
    await session.round([ALL]);
    save('f', '1');
    broken = 'daemon';
    for (let round = 0; round < 3; round++) await session.round([join(host, 'f')]);
    assert.deepEqual(
      batches.flatMap(({ failures }) => failures.map(({ code }) => code)),
      ['daemon-gone'],
    );
    broken = 'nothing';
    await session.round([]);
    assertEqual('one');
  });

  test('without events everything is looked at every second', async () => {
    start('one');
    save('f', '1');
    assert.equal(await session.follow([rule()]), 1);
    session.poll();
    const running = session.run().catch(() => {});
    const seen = async (text: string): Promise<void> => {
      save('f', text);
      for (let second = 0; second < 5; second++) {
        await clock.advance(1000);
        await sleep(20);
      }
      assert.equal(readFileSync(join(folder, 'one/app/f'), 'utf8'), text);
    };
    await seen('22');
    await seen('333');
    assert.ok(running);
  });
});
