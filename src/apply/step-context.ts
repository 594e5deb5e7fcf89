// What every kind of step is carried out with.
import type { DockrEvent } from '../core/events.ts';
import type { Engine } from '../engine/engine.ts';
import type { DesiredImage } from '../reconcile/desired.ts';
import type { Stack } from '../stack/model.ts';

export type StepContext = {
  readonly engine: Engine;
  readonly stack: Stack | null;
  readonly images: readonly DesiredImage[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: DockrEvent) => void;
  /** In place of each container's own grace. */
  readonly stopTimeoutMs?: number;
};
