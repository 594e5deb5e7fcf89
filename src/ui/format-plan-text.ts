import { formatPlan } from '../reconcile/format-plan.ts';
import type { Plan } from '../reconcile/plan.ts';
import type { Paint, StyleName } from './paint.ts';
import { toPlainText } from './plain-text.ts';

const STYLE_BY_VERB: Readonly<Record<string, StyleName>> = {
  create: 'green',
  start: 'green',
  remove: 'red',
  stop: 'red',
  recreate: 'yellow',
  restart: 'yellow',
  repair: 'yellow',
};

/** The plan's own text, each step in the colour of what it does. `plan` prints it, and `up` before it begins. */
export function formatPlanText(plan: Plan, paint: Paint): string {
  const lines = toPlainText(formatPlan(plan)).trimEnd().split('\n');
  return `${lines.map((line) => paintLine(line, paint)).join('\n')}\n`;
}

/** Whether a value from the wire is a plan that can be printed. */
export function isPlan(value: unknown): value is Plan {
  if (typeof value !== 'object' || value === null) return false;
  return 'steps' in value && Array.isArray(value.steps) && 'unchanged' in value && Array.isArray(value.unchanged);
}

function paintLine(line: string, paint: Paint): string {
  const verb = /^\s*[0-9]+\s+([a-z]+) /.exec(line)?.[1];
  const style = verb === undefined ? undefined : STYLE_BY_VERB[verb];
  return style ? paint(style, line) : line;
}
