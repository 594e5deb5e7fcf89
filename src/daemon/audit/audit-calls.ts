// audit verify and show, in the words of the API.
import type { AuditQuery } from '../../api/messages.ts';
import type { AuditRecord } from '../../audit/audit-record.ts';
import { readLog } from '../../audit/read-log.ts';
import { verifyLog } from '../../audit/verify-log.ts';
import { UsageError } from '../../core/errors.ts';
import type { Handlers } from '../server.ts';
import type { OpenAudit } from './open-audit.ts';

const MOST_RECORDS = 10_000;

export function auditCalls(audit: OpenAudit): Pick<Handlers['calls'], 'audit-verify' | 'audit-show'> {
  return {
    // What was recorded a moment ago is part of it, and of what the database knows.
    'audit-verify': async ({ known }) => {
      await audit.log.flush();
      return verifyLog(audit.folder, { anchor: audit.anchor(), known });
    },
    'audit-show': (query) => show(query, audit.folder),
  };
}

async function show(query: AuditQuery, folder: string): Promise<readonly AuditRecord[]> {
  const { limit } = query;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_RECORDS) {
    throw new UsageError('wrong-value', { message: `${limit} records are asked for, expected 1 to ${MOST_RECORDS}` });
  }
  const found: AuditRecord[] = [];
  for await (const { parsed } of readLog(folder)) {
    if (parsed.kind !== 'record' || !isAskedFor(parsed.record, query)) continue;
    found.push(parsed.record);
    if (found.length > 2 * limit) found.splice(0, found.length - limit);
  }
  return found.slice(-limit);
}

function isAskedFor(record: AuditRecord, { sinceMs, action, about }: AuditQuery): boolean {
  if (sinceMs !== null && Date.parse(record.at) < sinceMs) return false;
  if (!('action' in record)) return action === null && about === null;
  if (action !== null && record.action !== action) return false;
  return about === null || record.target['stack'] === about || record.target['deployment'] === about;
}
