import type { DockrEvent } from '../core/events.ts';
import { toPlainLine } from './plain-text.ts';

/** A line of `dockr events`, or undefined for what is not an event of the machine. */
export function formatLifeEvent(event: DockrEvent, time: Date): string | undefined {
  if (event.type === 'warning') return `${time.toISOString()} warning ${event.code}: ${toPlainLine(event.message)}\n`;
  if (event.type === 'deployment') return `${time.toISOString()} deployment ${event.state} ${event.deployment}\n`;
  if (event.type !== 'container') return undefined;
  const facts = [
    event.stack === undefined ? '' : `stack=${event.stack}`,
    event.service === undefined ? '' : `service=${event.service}`,
    event.exitCode === undefined ? '' : `exitCode=${event.exitCode}`,
  ].filter((fact) => fact !== '');
  const tail = facts.length > 0 ? ` (${facts.join(', ')})` : '';
  return `${time.toISOString()} container ${event.action} ${event.container}${tail}\n`;
}
