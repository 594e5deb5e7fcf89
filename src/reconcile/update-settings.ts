// `x-dockr: {update: {strategy: …}}` of a stack: whether its services are updated one by one, or switched as one; and
// `x-dockr: {canary: {share: …}}` of a service.
import { parseDuration } from '../core/units.ts';
import type { Service, Stack } from '../stack/model.ts';
import type { Canary, DesiredState } from './desired.ts';

/** One by one where the file does not say. */
export function switchingOf({ extensions }: Pick<Stack, 'extensions'>): DesiredState['switching'] {
  const strategy = fieldOf(fieldOf(extensions?.['x-dockr'], 'update'), 'strategy');
  return strategy === 'blue-green' ? 'together' : 'by-service';
}

/** Null where the file has none. What it may say has been checked when it was loaded. */
export function canaryOf({ extensions }: Pick<Service, 'extensions'>): Canary | null {
  const canary = fieldOf(extensions?.['x-dockr'], 'canary');
  const share = Math.round(Number(/^([0-9.]+)\s*%$/.exec(String(fieldOf(canary, 'share')))?.[1] ?? 0) * 10);
  const after = fieldOf(canary, 'for');
  if (share < 1 || share > 999) return null;
  return { share, promoteAfterMs: after === undefined ? null : (parseDuration(String(after)) ?? null) };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
