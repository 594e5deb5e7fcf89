import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, test } from 'node:test';
import { Database, schemaCopyPath } from '../../src/store/database.ts';
import { restoreSchema, schemaVersionOf } from '../../src/store/restore-schema.ts';
import { MIGRATIONS } from '../../src/store/schema.ts';

const OLD = MIGRATIONS.length - 1;
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockr-schema-'));
  path = join(folder, 'dockr.db');
  const database = new DatabaseSync(path);
  for (const sql of MIGRATIONS.slice(0, OLD)) database.exec(sql);
  database.exec(`PRAGMA journal_mode=WAL; PRAGMA user_version=${OLD}; INSERT INTO meta VALUES ('who', 'old')`);
  database.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function who(): unknown {
  const database = new DatabaseSync(path);
  const value = database.prepare("SELECT value FROM meta WHERE key = 'who'").get()?.['value'];
  database.close();
  return value;
}

function migrateAndWrite(): void {
  using database = new Database(path);
  database.run("UPDATE meta SET value = 'new' WHERE key = 'who'");
}

test('a database that a newer program has migrated is brought back as it was', () => {
  migrateAndWrite();
  assert.deepEqual([schemaVersionOf(path), who()], [MIGRATIONS.length, 'new']);
  restoreSchema(path, OLD);
  assert.deepEqual([schemaVersionOf(path), who()], [OLD, 'old']);
  assert.ok(!existsSync(`${path}-wal`));
});

test('its log, which a killed program has left, is not taken for that of the old one', () => {
  const database = new Database(path);
  database.run("UPDATE meta SET value = 'new' WHERE key = 'who'");
  assert.ok(existsSync(`${path}-wal`));
  restoreSchema(path, OLD);
  assert.deepEqual([schemaVersionOf(path), who()], [OLD, 'old']);
  database[Symbol.dispose]();
});

test('the copy is for root alone, and made only when the schema changes', () => {
  migrateAndWrite();
  const copy = schemaCopyPath(path, OLD);
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  rmSync(copy);
  migrateAndWrite();
  assert.ok(!existsSync(copy));
});

test('where the schema is as it was, nothing that was recorded is lost', () => {
  migrateAndWrite();
  restoreSchema(path, MIGRATIONS.length);
  assert.equal(who(), 'new');
});
