import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Where a worker's entry file is. In development it is `path` beside the source that asks; in the bundle every worker
 * is built as `<name>.worker.js` beside the program. `base` is the caller's `import.meta.url`, `path` ends in `.worker.ts`.
 */
export function workerPath(path: string, base: string): string {
  const source = fileURLToPath(new URL(path, base));
  if (existsSync(source)) return source;
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '.js');
  return fileURLToPath(new URL(`./${name}`, base));
}
