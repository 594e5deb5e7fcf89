// The way back to an older schema, for the program that was there before an upgrade. No daemon may run meanwhile.
import { renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { schemaCopyPath } from './database.ts';

/** The number of the last migration of a database. */
export function schemaVersionOf(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  } finally {
    database.close();
  }
}

/**
 * Brings a database back that a newer program has migrated: what that one recorded since then is lost. Does nothing where the
 * schema is as it was, or where there is no copy.
 */
export function restoreSchema(path: string, version: number): void {
  const copy = schemaCopyPath(path, version);
  if (schemaVersionOf(path) <= version || !statSync(copy, { throwIfNoEntry: false })) return;
  // Its log would be taken for that of the copy.
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
  renameSync(copy, path);
}
