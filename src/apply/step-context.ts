// What every kind of step is carried out with.
import type { DockrEvent } from '../core/events.ts';
import type { DesiredImage } from '../reconcile/desired.ts';
import type { Stack } from '../stack/model.ts';
import type { EnginePort as Engine } from './engine-port.ts';

export type StepContext = {
  readonly engine: Engine;
  readonly stack: Stack | null;
  readonly images: readonly DesiredImage[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: DockrEvent) => void;
  /** In place of each container's own grace. */
  readonly stopTimeoutMs?: number;
};
