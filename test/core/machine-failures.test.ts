import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { SystemError, toWireError } from '../../src/core/errors.ts';

test('a full disk is told as such, not as a bug, whoever meets it', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const { kind, code, message, hint } = toWireError(error);
  assert.deepEqual([kind, code], ['system', 'disk-full']);
  assert.match(message, /no space left on device, write$/);
  assert.match(hint ?? '', /^free space/);
});

test('a database that is full or damaged is told as such', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-failures-'));
  try {
    assert.equal(toWireError(failureOf(() => fill(join(directory, 'full.db')))).code, 'disk-full');
    writeFileSync(
      join(directory, 'damaged.db'),
      'this is no database, and long enough to be looked at as one'.repeat(20),
    );
    const read = () => new DatabaseSync(join(directory, 'damaged.db')).exec('SELECT * FROM sqlite_schema');
    assert.equal(toWireError(failureOf(read)).code, 'database-damaged');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('anything else that is not ours is a bug, and our own errors stay what they are', () => {
  assert.equal(toWireError(new TypeError('x is undefined')).code, 'bug');
  assert.equal(toWireError(Object.assign(new Error('x'), { code: 'ENOENT' })).code, 'bug');
  assert.equal(toWireError(new SystemError('no-conmon', { message: 'x' })).code, 'no-conmon');
});

function fill(path: string): void {
  using database = new DatabaseSync(path);
  database.exec('PRAGMA max_page_count=3; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(100000))');
}

function failureOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail('it did not fail');
}
