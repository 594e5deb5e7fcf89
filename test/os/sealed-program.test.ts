import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runProcess } from '../../src/os/process.ts';
import { sealProgram } from '../../src/os/sealed-program.ts';

const directory = mkdtempSync(join(tmpdir(), 'dockr-sealed-'));
after(() => rmSync(directory, { recursive: true }));

test('a sealed program runs as the one it was copied from, under its name', async () => {
  using program = sealProgram('/bin/cat', directory);
  const { stdout, exitCode } = await runProcess(program.path, ['cat', '/proc/self/comm']);
  assert.deepEqual({ stdout, exitCode }, { stdout: 'cat\n', exitCode: 0 });
});

test('a sealed program cannot be changed, and outlives the original', async () => {
  const original = join(directory, 'original');
  copyFileSync('/bin/cat', original);
  chmodSync(original, 0o755);
  using program = sealProgram(original, mkdtempSync(join(directory, 'links-')));
  assert.throws(() => writeFileSync(program.path, 'x'), { code: 'EPERM' });
  rmSync(original);
  const { exitCode } = await runProcess(program.path, ['original', '/dev/null']);
  assert.equal(exitCode, 0);
});

test('the links that a killed process left are replaced', async () => {
  symlinkSync('/proc/1/fd/999', join(directory, 'cat'));
  symlinkSync('/proc/1/fd/999', join(directory, 'cat.new'));
  using program = sealProgram('/bin/cat', directory);
  const { exitCode } = await runProcess(program.path, ['cat', '/dev/null']);
  assert.equal(exitCode, 0);
});

test('the link goes with the program', () => {
  const { path } = sealProgramFor('/bin/true');
  assert.equal(existsSync(path), false);
});

function sealProgramFor(original: string): { readonly path: string } {
  using program = sealProgram(original, directory);
  return { path: program.path };
}
