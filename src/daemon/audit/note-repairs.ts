// What the daemon puts right by itself is told in its log by a code; of those that change something, the audit log knows, too.
import type { AuditLog } from '../../audit/audit-log.ts';

export const REPAIRS = [
  'canary-promoted',
  'container-repaired',
  'drift-repaired',
  'firewall-restored',
  'network-restored',
] as const;

const KNOWN: ReadonlySet<string> = new Set(REPAIRS);

/** Records a warning that tells of a repair; ignores all others. */
export function noteRepair(log: AuditLog, code: string, message: string): void {
  if (!KNOWN.has(code)) return;
  const outcome = { result: 'done' } as const;
  log.append({ event: 'noted', action: code, actor: { kind: 'daemon' }, target: { what: message }, outcome });
}
