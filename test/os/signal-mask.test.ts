import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withoutSignals } from '../../src/os/signal-mask.ts';
import { TestDockr } from '../support/dockr.ts';
import { createTestRoot } from '../support/test-root.ts';

const CHILD_ENDED = 1n << BigInt(constants.signals.SIGCHLD - 1);
const needsRoot = { skip: process.getuid?.() === 0 ? false : 'only root makes network namespaces' };

test('rules are changed while signals come, on the pool and on the main thread', needsRoot, () => {
  const script = join(import.meta.dirname, 'nft-under-signals.ts');
  const words = ['-n', '-m', '--propagation', 'private', process.execPath, script];
  const { status, stderr } = spawnSync('unshare', words, { encoding: 'utf8', timeout: 60_000 });
  assert.equal(status, 0, stderr);
});

test('signals come again after what ran without them, also if that failed', () => {
  const isBlocked = (): boolean => (blockedIn(process.pid) & CHILD_ENDED) !== 0n;
  assert.equal(withoutSignals(isBlocked), true);
  assert.equal(isBlocked(), false);
  assert.throws(() => withoutSignals(() => assert.fail('no')), /no/);
  assert.equal(isBlocked(), false);
});

test("no signal comes to the pool of the daemon's threads", needsRoot, async () => {
  await using root = await createTestRoot();
  await using dockr = new TestDockr(root);
  await dockr.ok(['ps']);
  const pid = dockr.daemonPid() ?? 0;
  const workers = readdirSync(`/proc/${pid}/task`)
    .map(Number)
    .filter((task) => readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8').startsWith('libuv-worker'));
  assert.ok(workers.length > 0);
  for (const worker of workers) assert.ok((blockedIn(pid, worker) & CHILD_ENDED) !== 0n);
  assert.equal(blockedIn(pid) & CHILD_ENDED, 0n);
});

function blockedIn(pid: number, task = pid): bigint {
  const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8');
  return BigInt(`0x${/^SigBlk:\t(\w+)/m.exec(status)?.[1]}`);
}
