import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { errorCode } from '../../src/core/errors.ts';
import {
  becomeSubreaper,
  parseSignal,
  processStartTime,
  reapOrphans,
  runProcess,
  sendSignal,
  spawnProcess,
  waitForExit,
  wouldMissSignal,
} from '../../src/os/process.ts';
import { waitFor } from '../support/wait-for.ts';

const SIGTERM = 15;
const isRoot = process.getuid?.() === 0;

test('a program gives its output and its code, or 128 and the signal that ended it', async () => {
  const ended = await runProcess('/bin/sh', ['sh', '-c', 'echo out; echo err >&2; exit 7']);
  assert.deepEqual(ended, { exitCode: 7, stdout: 'out\n', stderr: 'err\n' });
  assert.equal((await runProcess('/bin/sh', ['sh', '-c', 'kill -9 $$'])).exitCode, 137);
});

test('a program that is not there is an error at once', () => {
  assert.throws(
    () => spawnProcess('/nonexistent', ['x']),
    (error) => errorCode(error) === 'ENOENT',
  );
});

test('waiting for a process that is gone rejects, and never throws', async () => {
  const pid = spawnProcess('/bin/true', ['true']);
  await waitForExit(pid);
  const waiting = waitForExit(pid);
  await assert.rejects(waiting, (error) => errorCode(error) === 'ESRCH');
  assert.equal(processStartTime(pid), undefined);
  assert.equal(sendSignal(pid, SIGTERM), false);
});

test('a later process with the same pid is told apart by its start', async () => {
  const pid = spawnProcess('/bin/sleep', ['sleep', '1000']);
  const start = processStartTime(pid);
  assert.equal(start, processStartTime(pid));
  assert.ok(start !== undefined && start > 0);
  sendSignal(pid, 9);
  assert.equal(await waitForExit(pid), 137);
});

test('signals have names with and without SIG, and numbers', () => {
  assert.deepEqual(['TERM', 'SIGTERM', '15', 'sigterm'].map(parseSignal), [15, 15, 15, 15]);
  assert.deepEqual(['', 'NOPE', '-1', '65', '1x'].map(parseSignal), Array(5).fill(undefined));
});

test('an ordinary process misses no signal', async () => {
  const pid = spawnProcess('/bin/sleep', ['sleep', '1000']);
  assert.equal(wouldMissSignal(pid, SIGTERM), false);
  sendSignal(pid, SIGTERM);
  assert.equal(await waitForExit(pid), 128 + SIGTERM);
});

const inits = [
  { what: 'sleep', script: 'exec sleep 1000', misses: true },
  { what: 'a shell that runs a program', script: 'sleep 1000; true', misses: true },
  {
    what: 'a shell with a trap',
    script: 'trap "exit 0" TERM; echo ready; while :; do sleep 0.05; done',
    misses: false,
  },
];

for (const { what, script, misses } of inits) {
  const title = `as init of a pid namespace, ${what} ${misses ? 'misses' : 'notices'} SIGTERM`;
  test(title, { skip: isRoot ? false : 'needs root: a pid namespace is made' }, async () => {
    const outer = spawn('unshare', ['--pid', '--fork', '--kill-child', 'sh', '-c', script], { stdio: 'ignore' });
    const init = await waitFor('the init', () => Number(childrenOf(outer.pid ?? 0)[0]) || undefined);
    await waitFor('its answer', () => wouldMissSignal(init, SIGTERM) === misses);
    outer.kill('SIGKILL');
    await once(outer, 'exit');
  });
}

test('an orphan of a runtime is taken in when it has ended, and other children are left to whoever waits for them', async () => {
  becomeSubreaper();
  const folder = mkdtempSync(join(tmpdir(), 'dockr-orphan-'));
  const conmon = join(folder, 'conmon');
  copyFileSync('/bin/sleep', conmon);
  const before = new Set(childrenOf(process.pid));
  const own = spawnProcess('/bin/true', ['true']);
  const parent = spawnProcess('/bin/sh', ['sh', '-c', `${conmon} 0.1 & exit 0`]);
  await waitForExit(parent);
  const orphans = () => childrenOf(process.pid).filter((pid) => !before.has(pid) && pid !== String(own));
  const [orphan = ''] = await waitFor('the orphan', () => (orphans().length > 0 ? orphans() : undefined));
  await waitFor('its end', () => /^State:\tZ/m.test(readFileSync(`/proc/${orphan}/status`, 'utf8')));
  assert.ok(childrenOf(process.pid).includes(orphan));
  reapOrphans();
  assert.equal(existsSync(`/proc/${orphan}`), false);
  assert.equal(await waitForExit(own), 0);
  rmSync(folder, { recursive: true });
});

const TINI = '/usr/bin/tini-static';

test('an init that fetches its signals one by one notices SIGTERM', { skip: initSkipReason() }, async () => {
  const words = ['--pid', '--fork', '--kill-child', TINI, '--', 'sleep', '1000'];
  const outer = spawn('unshare', words, { stdio: 'ignore' });
  const init = await waitFor('the init', () => Number(childrenOf(outer.pid ?? 0)[0]) || undefined);
  await waitFor('what it runs', () => childrenOf(init).length === 1);
  // It waits most of the time, and the kernel shows no signal as held back meanwhile.
  for (let turn = 0; turn < 20; turn++) {
    assert.equal(wouldMissSignal(init, SIGTERM), false);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  sendSignal(init, SIGTERM);
  await once(outer, 'exit');
});

function initSkipReason(): string | false {
  if (!isRoot) return 'needs root: a pid namespace is made';
  return existsSync(TINI) ? false : `no ${TINI} (apt-get install tini)`;
}

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
}
