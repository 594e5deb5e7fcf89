import assert from 'node:assert/strict';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runCommand } from '../../src/os/run-command.ts';

const never = new AbortController().signal;
const environment = { PATH: '/usr/bin:/bin' };
const shell = (script: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  runCommand('/bin/sh', ['sh', '-c', script], { environment, timeoutMs: 20_000, signal: never, ...more });

describe('a command', () => {
  test('gives its exit code and what it wrote, in the environment that was given', async () => {
    const ended = await shell('echo out; echo err >&2; env | grep -c . ; exit 3');
    assert.deepEqual([ended.exitCode, ended.stderr, ended.end], [3, 'err\n', 'exited']);
    assert.match(ended.stdout, /^out\n[1-3]\n$/);
  });

  test('reads from a file and writes to a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dockr-command-'));
    writeFileSync(join(folder, 'in'), 'hello');
    const [stdin, stdout] = [openSync(join(folder, 'in'), 'r'), openSync(join(folder, 'out'), 'w')];
    const options = { environment, timeoutMs: 20_000, signal: never, stdin, stdout };
    assert.equal((await runCommand('/bin/sh', ['sh', '-c', 'tr a-z A-Z'], options)).exitCode, 0);
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), 'HELLO');
    rmSync(folder, { recursive: true });
  });

  test('is killed with all its children when the time is up', async () => {
    const began = performance.now();
    const ended = await shell('sleep 1000 & echo $!; sleep 1000', { timeoutMs: 200 });
    assert.equal(ended.end, 'timed-out');
    assert.ok(performance.now() - began < 20_000);
    assert.ok(isGone(Number(ended.stdout)));
  });

  test('is killed when it is called off, and not started when it was before', async () => {
    const signal = AbortSignal.timeout(100);
    assert.equal((await shell('sleep 1000', { signal })).end, 'aborted');
    assert.deepEqual(await shell('exit 0', { signal }), { exitCode: -1, stdout: '', stderr: '', end: 'aborted' });
  });

  test('does not leave children behind when it ends by itself', async () => {
    const ended = await shell('sleep 1000 & echo $!');
    assert.deepEqual([ended.exitCode, ended.end], [0, 'exited']);
    assert.ok(isGone(Number(ended.stdout)));
  });
});

/** Dead at least: who is to reap it is up to the machine. */
function isGone(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
