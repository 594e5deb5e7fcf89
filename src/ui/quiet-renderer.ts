import { FailedSteps } from './failed-steps.ts';
import type { Renderer, RendererOptions } from './renderer.ts';

/** Nothing but what failed. */
export function createQuietRenderer(options: RendererOptions): Renderer {
  const failed = new FailedSteps();
  return { onEvent: (event) => failed.onEvent(event), finish: async () => failed.print(options) };
}
