// What was told about the traffic of containers: the part of it that cannot be found by looking.
import type { Database } from './database.ts';

/** `held`: gets no connection yet; `draining`: gets no more; `share:100`: so many thousandths of them. */
export type TrafficIntent = 'held' | 'draining' | `share:${number}`;

/** By container id; those that were told nothing are left out. */
export function loadTrafficIntents(database: Database): ReadonlyMap<string, TrafficIntent> {
  const rows = database.all('SELECT id, traffic FROM containers WHERE traffic IS NOT NULL');
  return new Map(rows.map((row) => [String(row['id']), toIntent(String(row['traffic']))]));
}

function toIntent(text: string): TrafficIntent {
  const [kind, number] = text.split(':');
  if (kind === 'share') return `share:${Number(number)}`;
  return kind === 'draining' ? 'draining' : 'held';
}

export function saveTrafficIntent(database: Database, containerId: string, intent: TrafficIntent | null): void {
  database.run('UPDATE containers SET traffic = ?1 WHERE id = ?2 AND traffic IS NOT ?1', intent, containerId);
}

/** The health of a container as last seen; `none` if it has no check. */
export function findHealth(database: Database, containerId: string): 'none' | 'starting' | 'healthy' | 'unhealthy' {
  const health = database.get('SELECT health FROM containers WHERE id = ?', containerId)?.['health'];
  return health === 'starting' || health === 'healthy' || health === 'unhealthy' ? health : 'none';
}

export function saveHealth(database: Database, containerId: string, health: string | null): void {
  database.run('UPDATE containers SET health = ?1 WHERE id = ?2 AND health IS NOT ?1', health, containerId);
}
