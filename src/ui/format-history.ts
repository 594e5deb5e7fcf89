import type { RevisionSummary } from '../api/messages.ts';
import { formatTable } from './format-table.ts';
import { formatAgo } from './format-time.ts';

/** `dockr history`: one row a revision, the current one marked. */
export function formatHistory(revisions: readonly RevisionSummary[], nowMs: number): string {
  const rows = revisions.map((one) => [
    `${one.revision}${one.isCurrent ? ' *' : ''}`,
    formatAgo(one.createdAt, nowMs),
    one.outcome,
    one.cause,
    one.quarantined ?? one.error ?? '',
  ]);
  return formatTable({ head: ['REVISION', 'CREATED', 'OUTCOME', 'BY', 'NOTE'], rows });
}
