// The loop on real trees: a folder of the host, and folders in the place of containers, written to as in containers.
import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { ContainerError } from '../../../src/core/errors.ts';
import { applyChanges } from '../../../src/engine/containers/sync/apply-changes.ts';
import { SyncTarget } from '../../../src/engine/containers/sync/sync-target.ts';
import { openDirectory } from '../../../src/os/files.ts';
import { closeDescriptor } from '../../../src/os/libc.ts';
import type { Bring, SyncContainer } from '../../../src/watch/sync/followed-rule.ts';
import type { SyncAction, SyncRule } from '../../../src/watch/sync/sync-rules.ts';
import { type SyncBatch, SyncSession } from '../../../src/watch/sync/sync-session.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const ALL = '*';

describe('a sync session', { skip: process.geteuid?.() === 0 ? false : 'needs root' }, () => {
  let folder: string;
  let host: string;
  let containers: SyncContainer[];
  let batches: SyncBatch[];
  let acted: string[];
  let clock: FakeClock;
  let session: SyncSession;
  let broken: 'nothing' | 'bringing' | 'acting';
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
      listContainers: async () => containers,
      bring,
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
    containers = [...containers, { id, name: `web-${id}`, service: 'web' }];
  };
  const save = (path: string, text: string): void => {
    mkdirSync(dirname(join(host, path)), { recursive: true });
    writeFileSync(join(host, path), text);
  };
  const treeOf = (root: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(root, { recursive: true, withFileTypes: true })
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
