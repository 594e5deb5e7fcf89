// What was made of one batch of changes of a stack's files.
import type { WireError } from '../core/errors.ts';

export type Batch = {
  /** Empty for the look at the beginning. */
  readonly paths: readonly string[];
  readonly outcome: BatchOutcome;
  readonly ms: number;
  /** What failed is tried again without another change. */
  readonly isRetried: boolean;
};

export type BatchOutcome =
  | {
      readonly kind: 'applied';
      readonly steps: readonly string[];
      /** Services that got another image. */
      readonly rebuilt: readonly string[];
    }
  /** Some steps failed. */
  | {
      readonly kind: 'incomplete';
      readonly steps: readonly string[];
      readonly failed: readonly string[];
      /** Told while the steps ran. */
      readonly failures: readonly WireError[];
    }
  /** Nothing was changed. */
  | { readonly kind: 'failed'; readonly error: WireError };

/** Why it was not done, undefined if it was: two tries with the same reason failed alike. */
export function reasonOf(outcome: BatchOutcome): string | undefined {
  switch (outcome.kind) {
    case 'applied':
      return undefined;
    case 'failed':
      return outcome.error.message;
    case 'incomplete':
      return JSON.stringify([outcome.failed, outcome.failures.map(({ message }) => message)]);
  }
}
