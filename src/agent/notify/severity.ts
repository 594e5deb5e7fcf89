// How much an event matters, and to whom it is told.
import type { DeploymentEvent, EventKind } from '../events/deployment-event.ts';
import type { NotificationSettings, Severity } from './notify-settings.ts';

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** From this many failures in a row on, nobody need hope that it mends itself. */
const FAILURES_OF_AN_ERROR = 3;

export function severityOf(event: DeploymentEvent): Severity {
  switch (event.kind) {
    case 'failed':
      return event.failures < FAILURES_OF_AN_ERROR ? 'warning' : 'error';
    case 'refused':
    case 'rolled-back':
    case 'stalled':
      return 'error';
    case 'drift-repaired':
    case 'recovered':
      return 'warning';
    default:
      return 'info';
  }
}

export function isWanted(event: DeploymentEvent, wanted: NotificationSettings['wanted']): boolean {
  if (wanted.kind === 'events') return wanted.kinds.has(event.kind);
  return RANK[severityOf(event)] >= RANK[wanted.least];
}

/** Whether it says that something is wrong, until a `recovered` says otherwise. */
export function isTrouble(kind: EventKind): boolean {
  return kind === 'failed' || kind === 'refused' || kind === 'rolled-back' || kind === 'stalled';
}
