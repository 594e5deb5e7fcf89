import type { WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { formatError } from './format-error.ts';
import type { RendererOptions } from './renderer.ts';

/** Gathers the errors of steps, which are told once everything else has ended. */
export class FailedSteps {
  readonly #errors: WireError[] = [];

  onEvent(event: DockrEvent): void {
    if (event.type !== 'step' || event.status !== 'failed') return;
    this.#errors.push(event.error ?? { kind: 'system', code: 'step-failed', message: `could not ${event.title}` });
  }

  print({ output, cwd }: RendererOptions): void {
    const errors = this.#errors.splice(0);
    for (const error of errors) {
      output.stderr.write(`\n${formatError(error, { paint: output.stderr.paint, cwd })}`);
    }
  }
}
