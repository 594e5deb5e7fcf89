import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cgroupHierarchies, cgroupVersion, parseCgroupMounts } from '../../src/os/cgroup-hierarchies.ts';
import { readCgroupUsage, readOomKills } from '../../src/os/cgroup-usage.ts';
import {
  cgroupDirectories,
  cgroupProcesses,
  killCgroup,
  listCgroups,
  removeCgroup,
  setFrozen,
} from '../../src/os/cgroups.ts';

const V1 =
  '30 25 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n31 25 0:27 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n';
const V2 = '32 25 0:28 / /nowhere/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate\n';

test('controllers of version 1 are read from the options of its mounts', () => {
  assert.deepEqual(parseCgroupMounts(V1), [
    { version: 1, mountPoint: '/sys/fs/cgroup/cpu,cpuacct', controllers: ['cpu', 'cpuacct'] },
    { version: 1, mountPoint: '/sys/fs/cgroup/systemd', controllers: ['name=systemd'] },
  ]);
});

test('a second mount of the same tree is left out', () => {
  assert.equal(parseCgroupMounts(V1 + V1.replaceAll('/sys/fs/', '/again/')).length, 2);
});

test('a hybrid machine counts as version 1, one with version 2 alone as version 2', () => {
  assert.equal(cgroupVersion(parseCgroupMounts(V1 + V2)), 1);
  assert.equal(cgroupVersion(parseCgroupMounts(V2)), 2);
  assert.throws(() => cgroupVersion([]), { code: 'no-cgroups' });
});

test('the root of a tree, and whatever leads elsewhere, is never touched', async () => {
  for (const path of ['/', '', 'dockr', '/..', '/dockr/../..', '/dockr/', '//x', '/a\0']) {
    assert.throws(() => cgroupProcesses(path), { code: 'invalid-cgroup' }, path);
    await assert.rejects(killCgroup(path), { code: 'invalid-cgroup' });
    await assert.rejects(removeCgroup(path), { code: 'invalid-cgroup' });
  }
});

const skip = process.getuid?.() !== 0 ? 'needs root' : false;

describe('a control group', { skip }, () => {
  const parent = `/dockr-cgroups-${process.pid}`;

  async function withGroup(name: string, run: (path: string) => Promise<void>): Promise<void> {
    const path = `${parent}/${name}`;
    for (const { mountPoint, controllers } of cgroupHierarchies()) {
      // A group of processors without processors takes nobody, and this test does not need one.
      if (!controllers.includes('cpuset')) mkdirSync(join(mountPoint, path), { recursive: true });
    }
    try {
      await run(path);
    } finally {
      await killCgroup(parent);
      await removeCgroup(parent);
    }
  }

  async function startIn(path: string, script: string): Promise<ChildProcess> {
    const child = spawn('/bin/sh', ['-c', `read go; ${script}`], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    for (const directory of cgroupDirectories(path)) writeFileSync(join(directory, 'cgroup.procs'), String(child.pid));
    child.stdin?.end('go\n');
    return child;
  }

  test('is listed, measured and removed, with what is beneath it', async () => {
    await withGroup('one', async (path) => {
      for (const directory of cgroupDirectories(path)) mkdirSync(join(directory, 'inner'));
      assert.deepEqual(listCgroups(parent), ['one']);
      assert.equal(readOomKills(path), 0);
      const usage = readCgroupUsage(path);
      assert.equal(usage?.memoryLimitBytes, null);
      assert.equal(usage?.pids, 0);
      assert.equal(usage?.pidsLimit, null);
      await removeCgroup(path);
      assert.deepEqual(
        [listCgroups(parent), cgroupDirectories(path), readCgroupUsage(path), readOomKills(path)],
        [[], [], undefined, undefined],
      );
      await removeCgroup(path);
    });
  });

  test('counts its processes, memory and processor time', async () => {
    await withGroup('busy', async (path) => {
      const child = await startIn(path, 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; exec sleep 60');
      await waitUntil(() => (readCgroupUsage(path)?.cpuNs ?? 0) > 0);
      // Memory that a process had before it came does not count: a moment passes until it takes more.
      await waitUntil(() => (readCgroupUsage(path)?.memoryBytes ?? 0) > 0);
      assert.equal(readCgroupUsage(path)?.pids, 1);
      assert.deepEqual(cgroupProcesses(path), [child.pid]);
    });
  });

  test('is emptied even of processes that fork all the time', async () => {
    await withGroup('forks', async (path) => {
      const child = await startIn(path, 'trap "" TERM; while :; do sleep 5 & sleep 0.01; done');
      await waitUntil(() => cgroupProcesses(path).length > 5);
      const exit = once(child, 'exit');
      await killCgroup(path);
      assert.deepEqual(cgroupProcesses(path), []);
      await exit;
    });
  });

  test('is emptied of processes that are frozen', async () => {
    await withGroup('frozen', async (path) => {
      const child = await startIn(path, 'exec sleep 60');
      setFrozen(path, true);
      const exit = once(child, 'exit');
      await killCgroup(path);
      await exit;
    });
  });

  test('with processes in it cannot be removed, and says which', async () => {
    await withGroup('kept', async (path) => {
      const child = await startIn(path, 'exec sleep 60');
      await assert.rejects(removeCgroup(path, 50), { code: 'cgroup-busy', facts: { pids: String(child.pid) } });
    });
  });

  test('leaves nothing behind', () => {
    assert.ok(cgroupHierarchies().every(({ mountPoint }) => !existsSync(join(mountPoint, parent))));
  });
});

async function waitUntil(check: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!check()) {
    if (performance.now() > deadline) throw new Error('waited for 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
