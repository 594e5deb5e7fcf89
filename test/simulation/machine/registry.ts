// The registry, and what its images do when they run.
import { type ErrorDetails, ImageError } from '../../../src/core/errors.ts';
import { digestOf } from '../../../src/core/hash.ts';

/** How an image's program behaves. */
export type Program = {
  /** The runtime refuses to start it. */
  readonly refuses: boolean;
  /** Ends by itself; null runs on. */
  readonly ends: { readonly afterMs: number; readonly code: number } | null;
  /** When its health check passes; null is never. */
  readonly wellAfterMs: number | null;
  /** How long it takes to end at its stop signal; null does not hear it. */
  readonly stopsAfterMs: number | null;
  readonly stopCode: number;
};

const WELL: Program = { refuses: false, ends: null, wellAfterMs: 0, stopsAfterMs: 40, stopCode: 143 };

/** By the name in the reference. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  good: WELL,
  slow: { ...WELL, wellAfterMs: 2500, stopsAfterMs: 900, stopCode: 0 },
  deaf: { ...WELL, wellAfterMs: 300, stopsAfterMs: null },
  job: { ...WELL, ends: { afterMs: 700, code: 0 } },
  refuses: { ...WELL, refuses: true },
  exits: { ...WELL, ends: { afterMs: 150, code: 3 }, wellAfterMs: null },
  sick: { ...WELL, wellAfterMs: null },
};

/** `good/web:3` -> `good`. */
export function programOf(reference: string): Program {
  return PROGRAMS[reference.split('/')[0] ?? ''] ?? WELL;
}

/** How a pull of it goes: `gone` is for good, `flaky` until so many attempts have failed. */
type Trouble = { readonly kind: 'gone' } | { readonly kind: 'flaky'; readonly failures: number };

export class Registry {
  readonly #pushes = new Map<string, number>();
  /** By service, which is the second part of a reference. */
  readonly #troubles = new Map<string, Trouble>();

  /** The id that a reference stands for there. */
  idOf(reference: string): string {
    return digestOf({ reference, push: this.#pushes.get(reference) ?? 0 });
  }

  /** The tag is another image from now on. */
  push(reference: string): void {
    this.#pushes.set(reference, (this.#pushes.get(reference) ?? 0) + 1);
  }

  trouble(service: string, trouble: Trouble): void {
    this.#troubles.set(service, trouble);
  }

  calm(): void {
    this.#troubles.clear();
  }

  /** Throws what the puller throws when it has given up. */
  pull(reference: string): string {
    const service = reference.split(/[/:]/)[1] ?? '';
    const trouble = this.#troubles.get(service);
    if (trouble?.kind === 'gone') throw refused('image-not-found', { message: `there is no image "${reference}"` });
    if (trouble?.kind === 'flaky' && trouble.failures > 0) {
      this.#troubles.set(service, { kind: 'flaky', failures: trouble.failures - 1 });
      throw refused('registry-unreachable', { message: `cannot pull "${reference}": the registry does not answer` });
    }
    return this.idOf(reference);
  }
}

function refused(code: string, details: ErrorDetails): ImageError {
  return new ImageError(code, details);
}
