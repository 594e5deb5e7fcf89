// Tells of each difference once, and again only when it came back after it was gone.
import type { Emitter } from '../core/emitter.ts';
import { describeDrift } from '../reconcile/describe-drift.ts';
import type { DriftFinding } from '../reconcile/drift.ts';
import type { Notice } from './notice.ts';

export type ReporterOptions = {
  readonly notices: Emitter<Notice>;
  readonly warn: (code: string, message: string) => void;
};

export class DriftReporter {
  readonly #options: ReporterOptions;
  readonly #told = new Map<string, ReadonlySet<string>>();

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** All that is found of a stack now. */
  tell(stack: string, findings: readonly DriftFinding[]): void {
    const { notices, warn } = this.#options;
    const before = this.#told.get(stack);
    const lines = findings.map(describeDrift);
    for (const line of lines) {
      if (before?.has(line)) continue;
      const message = `stack "${stack}": ${line}`;
      warn('drift', message);
      notices.emit({ stack, code: 'drift', message });
    }
    this.#told.set(stack, new Set(lines));
  }
}
