import type { Output } from './output.ts';
import type { Renderer } from './renderer.ts';

/** Every event as a line of JSON, as it came. */
export function createJsonRenderer(output: Output): Renderer {
  return {
    onEvent: (event) => output.stdout.write(`${JSON.stringify(event)}\n`),
    finish: async () => {},
  };
}
