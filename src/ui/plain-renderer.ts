import type { DockrEvent } from '../core/events.ts';
import { FailedSteps } from './failed-steps.ts';
import { formatPlanText, isPlan } from './format-plan-text.ts';
import { formatWarning } from './format-warning.ts';
import { toPlainLine } from './plain-text.ts';
import type { Renderer, RendererOptions } from './renderer.ts';
import { formatOutcome, type StepEvent } from './step-line.ts';

/** Steps of these kinds may take minutes, so their beginning is told, too. */
const SLOW_STEPS = /^(pull|build)\b/;

/** The plan, then one line a change: for pipes, files and CI. */
export function createPlainRenderer(options: RendererOptions): Renderer {
  const failed = new FailedSteps();
  return {
    onEvent: (event) => {
      failed.onEvent(event);
      options.output.stderr.write(formatEvent(event, options));
    },
    finish: async () => failed.print(options),
  };
}

function formatEvent(event: DockrEvent, { output }: RendererOptions): string {
  const { paint } = output.stderr;
  switch (event.type) {
    case 'plan':
      return isPlan(event.plan) ? `${formatPlanText(event.plan, paint)}\n` : '';
    case 'step':
      return formatStep(event, paint);
    case 'output':
      return `${paint('dim', `${toPlainLine(event.id)} |`)} ${toPlainLine(event.line)}\n`;
    case 'warning':
      return formatWarning(event, paint);
    default:
      return '';
  }
}

function formatStep(step: StepEvent, paint: RendererOptions['output']['stderr']['paint']): string {
  const outcome = formatOutcome(step, paint);
  if (outcome !== undefined) return `${toPlainLine(step.title)}  ${outcome}\n`;
  return SLOW_STEPS.test(step.title) ? `${toPlainLine(step.title)} ...\n` : '';
}
