import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';

const runner = resolve(import.meta.dirname, '../../scripts/run-tests.ts');

test('a passing run ends with its counts and leaves nothing', async () => {
  await using root = await createTestRoot();
  const { status, stdout } = runTests(root, "test('fine', () => {});");
  assert.equal(status, 0);
  assert.match(stdout, /ℹ tests 1\n(?:ℹ .*\n)*ℹ pass 1\nℹ fail 0\n(?:ℹ .*\n)*ℹ leaks 0\n$/);
});

test('a failing test fails the run, and its counts still come last', async () => {
  await using root = await createTestRoot();
  const { status, stdout } = runTests(root, "test('wrong', () => assert.equal(1, 2));");
  assert.equal(status, 1);
  assert.match(stdout, /failing tests:[\s\S]*1 !== 2[\s\S]*ℹ pass 0\nℹ fail 1\n/);
});

test('a skipped test is listed with its reason and not counted as passed', async () => {
  await using root = await createTestRoot();
  const { stdout } = runTests(root, "test('one', { skip: 'the moon is full' }, () => {});");
  assert.match(stdout, /skipped, not passed:\n.*: one: the moon is full\n[\s\S]*ℹ pass 0\n[\s\S]*ℹ skipped 1\n/);
});

test('a process that a test leaves behind fails the run', async () => {
  await using root = await createTestRoot();
  const content = "test('leaky', () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).unref());";
  const { status, stdout } = runTests(root, content);
  const [, pid] = /left behind by the tests:\n {2}process (\d+) sleep 60\n/.exec(stdout) ?? [];
  assert.ok(pid, stdout);
  process.kill(Number(pid));
  assert.equal(status, 1);
  assert.match(stdout, /ℹ pass 1\n[\s\S]*ℹ leaks 1\n$/);
});

test('a run without any test fails', async () => {
  await using root = await createTestRoot();
  const { status, stderr } = spawnRunner(root.makeDirectory('empty'));
  assert.equal(status, 1);
  assert.match(stderr, /^no tests found/);
});

function runTests(root: TestRoot, content: string) {
  const file = join(root.workDirectory, 'one.test.ts');
  const imports = [
    "import assert from 'node:assert/strict';",
    "import { spawn } from 'node:child_process';",
    "import { test } from 'node:test';",
  ];
  writeFileSync(file, [...imports, content].join('\n'));
  return spawnRunner(file);
}

function spawnRunner(path: string) {
  // Not as a part of this run: a runner within a runner does nothing.
  const { NODE_TEST_CONTEXT: _, DOCKR_TEST_ROOT: __, DOCKR_TEST_SUMMARY: ___, ...env } = process.env;
  const result = spawnSync(process.execPath, [runner, path], { encoding: 'utf8', env });
  rmSync(`/tmp/dockr-test-${result.pid}`, { recursive: true, force: true });
  return result;
}
