import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { warmCgroupLock } from '../../src/os/warm-cgroup-lock.ts';

test('warming the lock leaves the process in its control groups', async () => {
  const before = readFileSync('/proc/self/cgroup', 'utf8');
  warmCgroupLock();
  await sleep(50);
  assert.equal(readFileSync('/proc/self/cgroup', 'utf8'), before);
});
