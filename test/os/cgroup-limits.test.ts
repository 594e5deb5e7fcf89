// Limits of a control group of our own, set and read as the kernel has them.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CgroupLimits } from '../../src/core/cgroup-limits.ts';
import { cgroupHierarchies } from '../../src/os/cgroup-hierarchies.ts';
import { defaultCgroupLimits, readCgroupLimits, writeCgroupLimit } from '../../src/os/cgroup-limits.ts';
import { removeCgroup } from '../../src/os/cgroups.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';

const isRoot = process.getuid?.() === 0;
const MEBIBYTE = 2 ** 20;
const LIMITS: CgroupLimits = {
  memory: 64 * MEBIBYTE,
  memoryReservation: 32 * MEBIBYTE,
  memorySwap: 128 * MEBIBYTE,
  cpus: 0.25,
  cpuShares: 512,
  cpuset: '0',
  pids: 17,
};

describe('limits of a control group', { skip: isRoot ? false : 'needs root: control groups are made' }, () => {
  let root: TestRoot;
  let path: string;
  before(async () => {
    root = await createTestRoot();
    path = `/${root.cgroupParent}/limits`;
    for (const { mountPoint, controllers } of cgroupHierarchies())
      if (controllers.length > 0) mkdirSync(join(mountPoint, path), { recursive: true });
  });
  after(async () => {
    await removeCgroup(`/${root.cgroupParent}`);
    await root[Symbol.asyncDispose]();
  });

  const fields = ['memory', 'memoryReservation', 'memorySwap', 'cpus', 'cpuShares', 'pids'] as const;

  test('a new group has none', () => {
    const [limits, none] = [readCgroupLimits(path), defaultCgroupLimits(path)];
    for (const field of fields) if (limits[field] !== undefined) assert.equal(limits[field], none[field], field);
  });

  test('each that is set is read, and can be taken away again', () => {
    const known = readCgroupLimits(path);
    const supported = fields.filter((field) => known[field] !== undefined);
    for (const field of supported) writeCgroupLimit(path, field, LIMITS);
    const read = readCgroupLimits(path);
    for (const field of supported) {
      const tolerance = field === 'cpuShares' ? 20 : 0;
      assert.ok(Math.abs(Number(read[field]) - Number(LIMITS[field])) <= tolerance, `${field}: ${read[field]}`);
    }
    // Memory with swap first: it must not be below memory alone.
    for (const field of supported.toReversed()) writeCgroupLimit(path, field, defaultCgroupLimits(path));
    assert.deepEqual(
      supported.map((field) => readCgroupLimits(path)[field]),
      supported.map((field) => defaultCgroupLimits(path)[field]),
    );
  });

  test('of a group that is not there nothing can be read', () => {
    const read = readCgroupLimits(`${path}/missing`);
    assert.deepEqual(
      fields.filter((field) => read[field] !== undefined),
      [],
    );
  });
});
