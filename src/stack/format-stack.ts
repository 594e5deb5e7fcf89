// A stack as Compose's canonical YAML or JSON: what `dockr config` prints.
import { stringify, type ToStringOptions } from 'yaml';
import { toComposeShape } from './compose-shape.ts';
import type { Stack } from './model.ts';
import type { Shape } from './shape.ts';

export const YAML_STYLE = {
  lineWidth: 0,
  version: '1.1',
  nullStr: 'null',
  aliasDuplicateObjects: false,
} as const satisfies ToStringOptions & Readonly<Record<string, unknown>>;

/** The stack as a stack file. Dollar signs are doubled, so that it can be loaded again. */
export function formatStack(stack: Stack, format: 'yaml' | 'json' = 'yaml'): string {
  return formatShape(toPrintedShape(stack, { withEnvFiles: true }), format);
}

/** Env files need no second reading: `environment` has what they say, unless it was not asked to. */
export function toPrintedShape(stack: Stack, { withEnvFiles }: { readonly withEnvFiles: boolean }): unknown {
  const shape = escapeDollars(toComposeShape(stack)) as { readonly services?: Readonly<Record<string, Shape>> };
  if (withEnvFiles) return shape;
  const services = Object.entries(shape.services ?? {}).map(([name, { env_file: _files, ...service }]) => [
    name,
    service,
  ]);
  return { ...shape, services: Object.fromEntries(services) };
}

/** Any plain value as a file. */
export function formatShape(shape: unknown, format: 'yaml' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(shape, null, 2)}\n` : stringify(shape, YAML_STYLE);
}

export function escapeDollars(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeDollars(item)]));
}
