import { createJsonRenderer } from './json-renderer.ts';
import type { Output } from './output.ts';
import { createPlainRenderer } from './plain-renderer.ts';
import { createQuietRenderer } from './quiet-renderer.ts';
import type { Renderer, RendererOptions } from './renderer.ts';

export type RendererMode = 'live' | 'plain' | 'json' | 'quiet';

export type ModeChoice = {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly progress: 'auto' | 'tty' | 'plain' | 'json' | 'quiet';
  readonly ansi: 'never' | 'always' | 'auto';
};

/** A terminal that does not know its size says 0: lines drawn over would be one letter each. */
const MIN_COLUMNS = 20;

/** Live only where somebody watches and lines may be drawn over. */
export function chooseRenderer(choice: ModeChoice, output: Output): RendererMode {
  if (choice.json || choice.progress === 'json') return 'json';
  if (choice.quiet || choice.progress === 'quiet') return 'quiet';
  if (choice.progress === 'tty') return 'live';
  if (choice.progress === 'plain' || choice.ansi === 'never') return 'plain';
  const { isTerminal, columns } = output.stderr;
  return isTerminal && columns >= MIN_COLUMNS ? 'live' : 'plain';
}

/** The live one is loaded only when it is wanted: its library takes longer than most commands. */
export async function createRenderer(mode: RendererMode, options: RendererOptions): Promise<Renderer> {
  switch (mode) {
    case 'json':
      return createJsonRenderer(options.output);
    case 'quiet':
      return createQuietRenderer(options);
    case 'plain':
      return createPlainRenderer(options);
    case 'live': {
      const { createLiveRenderer } = await import('./live-renderer.ts');
      return createLiveRenderer(options);
    }
  }
}
