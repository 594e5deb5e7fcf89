// Shows what happens while the engine works. One renderer is chosen at start; the facts are the same in each.
import type { DockrEvent } from '../core/events.ts';
import type { Output } from './output.ts';

export type Renderer = {
  readonly onEvent: (event: DockrEvent) => void;
  /** Ends the drawing and prints the errors of the steps that failed. To be called before anything else is printed. */
  readonly finish: () => Promise<void>;
};

export type RendererOptions = { readonly output: Output; readonly cwd: string };
