import type { SourcePosition } from '../core/position.ts';
import { describeCause } from '../reconcile/describe-causes.ts';
import { stepTitle } from '../reconcile/format-plan.ts';
import type { Cause, Step } from '../reconcile/plan.ts';
import type { Paint } from './paint.ts';
import { toPlainText } from './plain-text.ts';

export type Explanation = {
  readonly service: string;
  /** What is as it should be. */
  readonly unchanged: readonly string[];
  readonly steps: readonly {
    readonly step: Step;
    readonly causes: readonly { readonly cause: Cause; readonly at: SourcePosition | undefined }[];
  }[];
};

/** `dockr explain`: the steps, below each its causes, and where in the stack file they come from. */
export function formatExplanation(
  { service, steps, unchanged }: Explanation,
  { paint, cwd }: { readonly paint: Paint; readonly cwd: string },
): string {
  if (steps.length === 0) return `${toPlainText(nothingToDo(service, unchanged))}\n`;
  const blocks = steps.map(({ step, causes }) =>
    [
      paint('bold', stepTitle(step)),
      ...causes.map(({ cause, at }) => `  ${describeCause(cause)}${place(at, cwd)}`),
    ].join('\n'),
  );
  return `${blocks.join('\n')}\n`;
}

function nothingToDo(service: string, unchanged: readonly string[]): string {
  const what = unchanged.length > 0 ? `: ${unchanged.join(', ')}` : '';
  return `nothing to do for service "${service}"${what}`;
}

function place(at: SourcePosition | undefined, cwd: string): string {
  if (!at) return '';
  const file = at.file.startsWith(`${cwd}/`) ? at.file.slice(cwd.length + 1) : at.file;
  return `  (${file}:${at.line}:${at.column})`;
}
