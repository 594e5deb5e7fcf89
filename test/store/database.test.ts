import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { Database } from '../../src/store/database.ts';
import { Journal, StackTable } from '../../src/store/stacks.ts';

function openFile(context: TestContext): { readonly path: string; readonly database: Database } {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-store-'));
  const path = join(directory, 'dockr.db');
  const database = new Database(path);
  context.after(() => {
    database[Symbol.dispose]();
    rmSync(directory, { recursive: true });
  });
  return { path, database };
}

test('a transaction that throws leaves nothing, and one within another shares its fate', (context) => {
  const { database } = openFile(context);
  const insert = (step: string): void => {
    database.run("INSERT INTO journal (operation, stack, step, started_at) VALUES ('o', 's', ?, 1)", step);
  };
  assert.throws(() =>
    database.transaction(() => {
      insert('outer');
      database.transaction(() => insert('inner'));
      throw new Error('no');
    }),
  );
  database.transaction(() => insert('kept'));
  assert.deepEqual(
    database.all('SELECT step FROM journal').map((row) => row['step']),
    ['kept'],
  );
});

test('what was flushed is in the log on disk, also when many ask at once', async (context) => {
  const { path, database } = openFile(context);
  const stacks = new StackTable(database);
  const flushes: Promise<void>[] = [];
  for (let index = 0; index < 20; index++) {
    stacks.save({ name: `stack-${index}`, revision: 1, model: '{}', directory: '/', files: [] }, 0);
    flushes.push(database.flush());
  }
  await Promise.all(flushes);
  const log = readFileSync(`${path}-wal`).toString('latin1');
  for (let index = 0; index < 20; index++) assert.ok(log.includes(`stack-${index}`));
  await database.flush();
});

test('a database of a newer version is refused and left as it is', (context) => {
  const { path } = openFile(context);
  const raw = new DatabaseSync(path);
  raw.exec('PRAGMA user_version=9999');
  raw.close();
  assert.throws(() => new Database(path), { code: 'database-from-newer-version' });
});

test('a step without an outcome is told once as interrupted', (context) => {
  const { database } = openFile(context);
  const journal = new Journal(database);
  journal.end(journal.begin('plan', 'shop', 'create-container web'), 'done');
  journal.begin('plan', 'shop', 'create-container db');
  assert.deepEqual(journal.takeInterrupted(), [{ operation: 'plan', stack: 'shop', step: 'create-container db' }]);
  assert.deepEqual(journal.takeInterrupted(), []);
});
