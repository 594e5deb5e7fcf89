// `node --import` of this file loads one source file with the fault that DOCKR_MUTANT (JSON of a Mutant) describes.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './find-mutants.ts';

const { file, start, end, text } = JSON.parse(process.env['DOCKR_MUTANT'] ?? '{}') as Mutant;
const url = pathToFileURL(file).href;

registerHooks({
  load: (loaded, context, next) => {
    const result = next(loaded, context);
    if (loaded !== url) return result;
    const source = String(result.source);
    return { ...result, source: source.slice(0, start) + text + source.slice(end) };
  },
});
