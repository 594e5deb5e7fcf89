// The audit log for people: one line a record, one a finding.
import type { AuditOutcome, AuditRecord } from '../audit/audit-record.ts';
import type { AuditFinding, AuditVerdict } from '../audit/verify-log.ts';
import { formatTable } from './format-table.ts';
import { formatElapsed } from './format-time.ts';
import { toPlainLine } from './plain-text.ts';

/** `dockr audit show` */
export function formatAudit(records: readonly AuditRecord[]): string {
  const rows = records.map((record) => [String(record.seq), record.at, ...describeRecord(record)].map(toPlainLine));
  return formatTable({ head: ['RECORD', 'TIME', 'WHO', 'WHAT', 'OUTCOME'], rows });
}

/** `dockr audit verify` */
export function formatVerdict({ records, last, findings }: AuditVerdict): string {
  const head = last ? `, the last is ${last.seq}:${last.hash}` : '';
  const verdict = findings.length === 0 ? 'nothing is missing or changed' : `${findings.length} faults`;
  return `${findings.map(formatFinding).join('')}${records} records${head}: ${verdict}\n`;
}

function formatFinding({ file, line, kind, message }: AuditFinding): string {
  return `${file === null ? 'audit log' : `${file}:${line}`}: ${kind}: ${toPlainLine(message)}\n`;
}

function describeRecord(record: AuditRecord): readonly string[] {
  switch (record.event) {
    case 'begun':
      return [describeActor(record), describeTarget(record), 'begins'];
    case 'ended':
      return [
        describeActor(record),
        describeTarget(record),
        `${describeOutcome(record.outcome)} after ${formatElapsed(record.ms)}${record.of === null ? '' : ` (${record.of})`}`,
      ];
    case 'noted':
      return [describeActor(record), describeTarget(record), describeOutcome(record.outcome)];
    case 'mended':
      return ['daemon', `the last line was not whole: ${record.bytes} bytes were taken out`, ''];
    case 'lost':
      return ['daemon', `${record.entries} changes before this were not recorded`, ''];
    case 'broken':
      return ['daemon', `the log did not end with record ${record.expected.seq}`, ''];
  }
}

type Change = Extract<AuditRecord, { readonly event: 'begun' | 'ended' | 'noted' }>;

function describeActor({ actor }: Change): string {
  switch (actor.kind) {
    case 'user':
      return actor.login === null || actor.login === actor.uid
        ? `uid ${actor.uid}`
        : `uid ${actor.uid} (login ${actor.login})`;
    case 'deployment':
      return `deployment ${actor.deployment}${actor.signer === null ? '' : `, signed by ${actor.signer}`}`;
    case 'daemon':
      return 'daemon';
  }
}

function describeTarget({ action, target }: Change): string {
  const facts = Object.entries(target).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    return text === '' || value === false ? [] : [`${name}=${text}`];
  });
  return [action, ...facts].join(' ');
}

function describeOutcome(outcome: AuditOutcome): string {
  return 'reason' in outcome ? `${outcome.result}: ${outcome.reason}` : outcome.result;
}
