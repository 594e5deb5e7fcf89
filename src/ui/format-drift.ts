import type { DriftFinding } from '../reconcile/drift.ts';
import { formatTable } from './format-table.ts';
import { toPlainLine } from './plain-text.ts';

const REMEDIES: Readonly<Record<DriftFinding['repair'], string>> = {
  none: 'look at it',
  up: 'dockr up',
  restart: 'dockr restart',
  automatic: 'drift: repair, or dockr up',
};

/** `dockr drift`: one row a difference. */
export function formatDrift(findings: readonly DriftFinding[]): string {
  const rows = findings.map(({ stack, resource, field, expected, actual, repair }) => [
    stack,
    resource,
    field,
    shown(expected),
    shown(actual),
    REMEDIES[repair],
  ]);
  return formatTable({ head: ['STACK', 'RESOURCE', 'FIELD', 'APPLIED', 'FOUND', 'MENDED BY'], rows });
}

function shown(value: DriftFinding['actual']): string {
  return value === null ? 'unlimited' : toPlainLine(String(value));
}
