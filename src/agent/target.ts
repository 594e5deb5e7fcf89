// What a deployment is applied to: this machine's engine, through the planner and the lock that `up` takes, too.
import type { WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { Stack } from '../stack/model.ts';

export type TargetContext = { readonly emit: (event: DockrEvent) => void; readonly signal: AbortSignal };

/** `changed` tells whether there was anything to do; an error is that of the first step that failed. */
export type TargetOutcome = { readonly changed: boolean; readonly error: WireError | null };

export type ApplyRound = {
  readonly stack: Stack;
  /** `repair`: what has ended or was stopped by a person stays so. */
  readonly kind: 'release' | 'repair';
};

export interface Target {
  apply(round: ApplyRound, context: TargetContext): Promise<TargetOutcome>;
  down(stack: string, context: TargetContext): Promise<TargetOutcome>;
}
