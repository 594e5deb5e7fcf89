import type { Finding } from '../../api/messages.ts';
import type { AuditLog } from '../../audit/audit-log.ts';

/** What `dockr doctor` says of the log: only that it is written. Whether it is what was written, `dockr audit verify` tells. */
export function auditFindings({ counts: { waiting, lost } }: Pick<AuditLog, 'counts'>): readonly Finding[] {
  if (waiting + lost === 0) return [];
  const message = `${waiting} records of the audit log wait to be written, and ${lost} are lost`;
  return [
    { code: 'audit-not-written', level: 'error', message, hint: 'make space on the disk of the state directory' },
  ];
}
