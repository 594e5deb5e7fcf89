import type { DockrEvent } from '../core/events.ts';
import { formatElapsed } from './format-time.ts';
import type { Paint } from './paint.ts';
import { toPlainLine } from './plain-text.ts';

export type StepEvent = Extract<DockrEvent, { readonly type: 'step' }>;

/** How a step ended, in a few words: `done 34ms`, `skipped: network backend failed`. Undefined while it runs. */
export function formatOutcome(step: StepEvent, paint: Paint): string | undefined {
  const note = step.note ? `: ${toPlainLine(step.note)}` : '';
  switch (step.status) {
    case 'started':
      return undefined;
    case 'done':
      return paint('green', 'done') + note + (step.ms === undefined ? '' : ` ${paint('dim', formatElapsed(step.ms))}`);
    case 'unneeded':
      return paint('dim', 'not needed') + note;
    case 'failed':
      return paint('red', 'failed') + note;
    case 'skipped':
      return paint('yellow', 'skipped') + note;
  }
}
