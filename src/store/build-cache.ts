// Queries of the table build_cache: which layer a build step made, by the step's cache key.
import type { Database, Row } from './database.ts';

export type BuildCacheRow = {
  readonly key: string;
  /** The id of the layer that the step made. */
  readonly layer: string;
  readonly createdAt: number;
  readonly usedAt: number;
};

export function findBuildStep(database: Database, key: string): BuildCacheRow | undefined {
  const row = database.get('SELECT * FROM build_cache WHERE key = ?', key);
  return row && toStep(row);
}

export function putBuildStep(database: Database, step: BuildCacheRow): void {
  database.run(
    'INSERT OR REPLACE INTO build_cache (key, chain_id, value, used_at) VALUES (?, ?, ?, ?)',
    step.key,
    step.layer,
    JSON.stringify({ createdAt: step.createdAt }),
    step.usedAt,
  );
}

/** Steps, the one used longest ago first. */
export function listBuildSteps(database: Database): readonly BuildCacheRow[] {
  return database.all('SELECT * FROM build_cache ORDER BY used_at, key').map(toStep);
}

export function countBuildSteps(database: Database): number {
  return Number(database.get('SELECT count(*) AS count FROM build_cache')?.['count'] ?? 0);
}

export function touchBuildStep(database: Database, key: string, usedAt: number): void {
  database.run('UPDATE build_cache SET used_at = ? WHERE key = ?', usedAt, key);
}

export function deleteBuildStep(database: Database, key: string): void {
  database.run('DELETE FROM build_cache WHERE key = ?', key);
}

function toStep(row: Row): BuildCacheRow {
  const value: unknown = JSON.parse(String(row.value));
  const createdAt = typeof value === 'object' && value !== null && 'createdAt' in value ? Number(value.createdAt) : 0;
  return { key: String(row.key), layer: String(row.chain_id), createdAt, usedAt: Number(row.used_at) };
}
