// Single values, as JSON by name: the table `meta`.
import type { Database } from './database.ts';

/** Null where there is none. The caller knows its type: it wrote it. */
export function readMeta<T>(database: Database, key: string): T | null {
  const row = database.get('SELECT value FROM meta WHERE key = ?', key);
  return row ? (JSON.parse(String(row['value'])) as T) : null;
}

export function writeMeta(database: Database, key: string, value: unknown): void {
  database.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, JSON.stringify(value));
}
