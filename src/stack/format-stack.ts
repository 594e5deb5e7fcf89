// A stack as Compose's canonical YAML or JSON: what `dockr config` prints.
import { stringify } from 'yaml';
import { toComposeShape } from './compose-shape.ts';
import type { Stack } from './model.ts';

/** The stack as a stack file. Dollar signs are doubled, so that it can be loaded again. */
export function formatStack(stack: Stack, format: 'yaml' | 'json' = 'yaml'): string {
  const shape = escapeDollars(toComposeShape(stack));
  return format === 'json'
    ? `${JSON.stringify(shape, null, 2)}\n`
    : stringify(shape, { lineWidth: 0, version: '1.1', nullStr: 'null', aliasDuplicateObjects: false });
}

function escapeDollars(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeDollars(item)]));
}
