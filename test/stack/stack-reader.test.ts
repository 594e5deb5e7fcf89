import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createStackReader, readSource } from '../../src/stack/stack-reader.ts';
import { createTestRoot } from '../support/test-root.ts';

const NAMING = { shown: 'x', purpose: 'env file' };
const SECONDS = 10_000;

function makePipe(folder: string): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

function read(path: string): Promise<string> {
  return readSource(createStackReader({ stdin: Readable.from([]) }), path, NAMING).then(({ text }) => text);
}

test('a pipe is read to its end, also when its writer comes late and in parts', { timeout: SECONDS }, async () => {
  await using root = await createTestRoot();
  const path = makePipe(root.makeDirectory('pipes'));
  const late = `sleep 0.2; (printf A=; sleep 0.2; printf 1) > ${path}`;
  const [text] = await Promise.all([read(path), runShell(late)]);
  assert.equal(text, 'A=1');
});

test('a pipe that nobody writes to is an error, not a wait without end', { timeout: SECONDS }, async () => {
  await using root = await createTestRoot();
  await assert.rejects(read(makePipe(root.makeDirectory('pipes'))), {
    code: 'unreadable-file',
    message: 'cannot read env file "x": it is a pipe that nobody writes to',
  });
});

test('a device without end is too large', { timeout: SECONDS }, async () => {
  await assert.rejects(read('/dev/zero'), { code: 'too-large' });
});

test('/dev/null is an empty file', async () => {
  assert.equal(await read('/dev/null'), '');
});

test('a plain file is read whole', async () => {
  await using root = await createTestRoot();
  const path = join(root.makeDirectory('files'), 'file');
  writeFileSync(path, 'b'.repeat(200_000));
  assert.equal((await read(path)).length, 200_000);
  writeFileSync(path, '');
  assert.equal(await read(path), '');
});

async function runShell(line: string): Promise<void> {
  await promisify(execFile)('/bin/sh', ['-c', line]);
}
