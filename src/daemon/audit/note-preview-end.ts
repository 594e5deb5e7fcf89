// A preview goes by itself: with its steps it says what was done, and here why.
import type { PreviewEnd } from '../../agent/previews/plan-previews.ts';
import type { AuditLog } from '../../audit/audit-log.ts';

/** Records why a preview was taken down that nobody took down. */
export function notePreviewEnd(log: AuditLog, deployment: string, why: PreviewEnd): void {
  const actor = { kind: 'daemon' } as const;
  log.append({
    event: 'noted',
    action: 'preview-ended',
    actor,
    target: { deployment, why },
    outcome: { result: 'done' },
  });
}
