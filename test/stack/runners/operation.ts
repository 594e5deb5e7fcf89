import type { Case } from '../cases.ts';
import type { Outcome } from '../check-cases.ts';

export type Input = Readonly<Record<string, unknown>>;

/** Runs a case of one operation on its input. */
export type Operation = (each: Case, input: Input) => Outcome | Promise<Outcome>;
