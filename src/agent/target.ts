// What a deployment is applied to: this machine's engine, through the planner and the lock that `up` takes, too.
import type { WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { Stack } from '../stack/model.ts';
import type { Inventory } from '../store/deployment-status.ts';

export type TargetContext = { readonly emit: (event: DockrEvent) => void; readonly signal: AbortSignal };

/** `changed` tells whether anything was done to the machine; an error is that of the first step that failed. */
export type TargetOutcome = {
  readonly changed: boolean;
  readonly error: WireError | null;
  /** Containers did not start or did not get healthy: the fault of what was applied. */
  readonly unhealthy?: boolean;
  /** What ran well before runs again, or `failed` to. */
  readonly rolledBack?: { readonly failed: boolean } | null;
};

export type ApplyRound = {
  readonly stack: Stack;
  /**
   * `release`: another commit, ends when it is healthy, and goes back to what ran before when it does not get so. What has
   * ended well or was stopped by a person stays so. `start`: that, too, is started. `repair`: whatever has ended stays so.
   */
  readonly kind: 'release' | 'start' | 'repair';
  /** Removed if the stack does not have it: what the deployment made, and nothing else. */
  readonly prunable: Inventory;
  /** A person wants it although it failed before. */
  readonly retry: boolean;
  /** For containers to get healthy once all steps are done. */
  readonly readyWithinMs: number;
};

/** `withAll`: also its volumes, and the images that were built for it alone. */
export type DownContext = TargetContext & { readonly withAll?: boolean };

export interface Target {
  apply(round: ApplyRound, context: TargetContext): Promise<TargetOutcome>;
  down(stack: string, context: DownContext): Promise<TargetOutcome>;
}
