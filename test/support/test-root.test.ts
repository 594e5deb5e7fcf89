import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findLeaks, observeTraces } from './leaks.ts';
import { cacheDirectory, tryLock } from './machine-lock.ts';
import { mountsBeneath } from './mounts.ts';
import { createTestRoot, findFreePort, tagsUsedBeneath } from './test-root.ts';
import { waitFor } from './wait-for.ts';

const asRoot = { skip: process.getuid?.() === 0 ? false : 'needs root' };

test('two roots share neither directory, tag nor addresses', async () => {
  await using first = await createTestRoot();
  await using second = await createTestRoot();
  assert.notEqual(first.directory, second.directory);
  assert.notEqual(first.tag, second.tag);
  assert.notEqual(first.addressPool, second.addressPool);
  assert.match(first.bridgePrefix, /^dt2\d\d$/);
});

test('what another runner uses by now is not looked at for what this one has left', async () => {
  await using root = await createTestRoot();
  const base = root.makeDirectory('base/slots');
  const mine = root.tag.slice(2);
  for (const slot of [mine, '999']) writeFileSync(join(base, slot), '');
  assert.deepEqual(await tagsUsedBeneath(root.makeDirectory('base')), ['dt999']);
});

test('disposing of a root removes its directories and mounts', asRoot, async () => {
  const root = await createTestRoot();
  writeFileSync(join(root.runDirectory, 'a'), '');
  await root[Symbol.asyncDispose]();
  assert.equal(existsSync(root.directory), false);
  assert.deepEqual(mountsBeneath(root.directory), []);
});

test('a process that outlives its test is reported with its command', async () => {
  const root = await createTestRoot();
  const child = spawn('sleep', ['60'], { env: { ...process.env, TEST_DIRECTORY: root.workDirectory } });
  try {
    await assert.rejects(root[Symbol.asyncDispose](), new RegExp(`process ${child.pid} sleep 60`));
  } finally {
    child.kill('SIGKILL');
  }
  await root[Symbol.asyncDispose]();
});

test(
  'a cgroup, an nft table and a link with the tag of a root are leaks; those of others are not',
  asRoot,
  async () => {
    await using root = await createTestRoot();
    const cgroup = `/sys/fs/cgroup/${existsSync('/sys/fs/cgroup/memory') ? 'memory/' : ''}${root.cgroupParent}`;
    mkdirSync(cgroup);
    const { execFileSync } = await import('node:child_process');
    execFileSync('ip', ['link', 'add', `${root.bridgePrefix}x`, 'type', 'bridge']);
    execFileSync('nft', ['add', 'table', 'inet', root.nftTable]);
    try {
      const scope = { root: '/tmp/dockr-test-none', tags: [root.tag] };
      const expected = [`cgroup ${cgroup}`, `link ${root.bridgePrefix}x`, `nft table ${root.nftTable}`];
      assert.deepEqual(await findLeaks(scope, [], 0), expected);
      assert.deepEqual(await observeTraces({ ...scope, tags: ['dt250'] }), []);
    } finally {
      execFileSync('ip', ['link', 'delete', `${root.bridgePrefix}x`]);
      execFileSync('nft', ['delete', 'table', 'inet', root.nftTable]);
      execFileSync('rmdir', [cgroup]);
    }
  },
);

test('a lock is held by one until it is disposed of', asRoot, async () => {
  const name = `a-lock-${process.pid}`;
  const held = tryLock(name);
  assert.equal(tryLock(name), undefined);
  const elsewhere = `import { tryLock } from ${JSON.stringify(import.meta.resolve('./machine-lock.ts'))}; console.log(tryLock('${name}') ? 'free' : 'held');`;
  const { stdout } = spawnSync('unshare', ['-n', process.execPath, '--input-type=module', '-e', elsewhere]);
  assert.equal(String(stdout).trim(), 'held', 'also in another network namespace');
  held?.[Symbol.dispose]();
  const again = tryLock(name);
  assert.ok(again);
  again[Symbol.dispose]();
  rmSync(join(cacheDirectory, 'locks', name));
});

test('a free port can be listened on', async () => {
  const port = await findFreePort();
  assert.ok(port > 1023 && port < 65536);
});

test('waiting in vain ends with the last error in the message', async () => {
  const waiting = waitFor('a miracle', () => Promise.reject(new Error('none yet')), { timeoutMs: 30, intervalMs: 5 });
  await assert.rejects(waiting, /^Error: a miracle: not within 30 ms: none yet$/);
});
