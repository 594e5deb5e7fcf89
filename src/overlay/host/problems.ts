import { toWireError } from '../../core/errors.ts';
import type { OverlayProblem } from '../overlay.ts';

/** What is wrong now, by what it is about; each is told once when it comes. */
export class Problems {
  readonly #warn: (code: string, message: string) => void;
  readonly #present = new Map<string, OverlayProblem>();

  constructor(warn: (code: string, message: string) => void) {
    this.#warn = warn;
  }

  list(): readonly OverlayProblem[] {
    return [...this.#present.values()];
  }

  /** Replaces what was said about the same thing. */
  set(about: string, problem: OverlayProblem): void {
    const before = this.#present.get(about);
    this.#present.set(about, problem);
    if (before?.code !== problem.code || before.message !== problem.message) this.#warn(problem.code, problem.message);
  }

  /** A failure as a problem; what is not ours to throw is one, too, with the code `bug`. */
  fail(about: string, error: unknown): void {
    const { code, message, hint } = toWireError(error);
    this.set(about, { code, message, ...(hint === undefined ? {} : { hint }) });
  }

  clear(about: string): void {
    this.#present.delete(about);
  }

  /** All but those about these things. */
  keepOnly(prefix: string, abouts: ReadonlySet<string>): void {
    for (const about of this.#present.keys())
      if (about.startsWith(prefix) && !abouts.has(about)) this.#present.delete(about);
  }
}
