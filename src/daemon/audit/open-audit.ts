// The audit log of this daemon, its anchor in the database.
import { join } from 'node:path';
import type { Anchor } from '../../audit/anchor.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import { SYSTEM_CLOCK } from '../../core/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';

const ANCHOR_KEY = 'audit-anchor';

export type OpenAudit = {
  readonly log: AuditLog;
  readonly folder: string;
  /** What the database says now. */
  readonly anchor: () => Anchor | null;
};

/** Takes up the log of the last daemon, and notes that this one has begun. */
export function openAudit(engine: Pick<Engine, 'database' | 'paths' | 'warn'>, version: string): OpenAudit {
  const { database, paths, warn } = engine;
  const folder = join(paths.state, 'audit');
  const anchor = (): Anchor | null => readMeta<Anchor>(database, ANCHOR_KEY);
  const save = (value: Anchor): void => writeMeta(database, ANCHOR_KEY, value);
  const log = new AuditLog({ folder, anchor: { load: anchor, save }, clock: SYSTEM_CLOCK, warn });
  const outcome = { result: 'done' } as const;
  log.append({ event: 'noted', action: 'daemon-started', actor: { kind: 'daemon' }, target: { version }, outcome });
  return { log, folder, anchor };
}
