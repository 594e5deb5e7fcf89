// How a round of a deployment ended.
import type { WireError } from '../core/errors.ts';
import type { Plan } from '../reconcile/plan.ts';
import type { Inventory, Waiting } from '../store/deployment-status.ts';
import type { FailureClass } from './loop/classify-failure.ts';
import type { Examined } from './trust/examine-commit.ts';

export type RepairResult = {
  readonly changed: boolean;
  readonly error: WireError | null;
  readonly failure: FailureClass | null;
};

/** Newer images of a commit that runs were tried; `error` where they were taken back. */
export type ImagesResult = {
  /** Nothing else was changed in that round. */
  readonly alone: boolean;
  readonly error: WireError | null;
};

export type RoundOutcome = {
  /** Of the declaration that the round went by. */
  readonly generation: number;
  /** The commit that was tried, or would have been; null where none could be found. */
  readonly attempted: string | null;
  /** The commit that runs now. */
  readonly applied: string | null;
  /** What was found out about a commit that was new. */
  readonly examined: Examined | null;
  readonly changed: boolean;
  readonly error: WireError | null;
  /** What the error says about the commit; null where there is none, and where it was held and not tried. */
  readonly failure: FailureClass | null;
  /** The digest of the grounds on which the commit is not tried again; null where it is. */
  readonly refusedOn: string | null;
  /** The digest of what this host goes by. */
  readonly grounds: string;
  /** What was carried out for the newest commit. */
  readonly did: 'release' | 'repair' | 'nothing';
  /** A newer commit was found meanwhile: what was begun for this one ended early, and says nothing about it. */
  readonly superseded: boolean;
  /** Set where what ran before runs again. */
  readonly rolledBack: { readonly failed: boolean } | null;
  readonly waiting: Waiting | null;
  /** How the machine was made equal to what ran already; null where that was not tried. */
  readonly repair: RepairResult | null;
  /** Without it, no newer images were tried. */
  readonly images?: ImagesResult;
  /** What the stack that was applied or repaired has; null where none was. */
  readonly declared: Inventory | null;
  /** What was planned, as it may be shown; null where nothing was. */
  readonly plan: Plan | null;
};
