import type { WireError } from '../core/errors.ts';

/** Whether a JSON value has what every error of the API has. */
export function isWireError(value: unknown): value is WireError {
  if (typeof value !== 'object' || value === null) return false;
  return hasText(value, 'kind') && hasText(value, 'code') && hasText(value, 'message');
}

function hasText(value: object, key: string): boolean {
  return key in value && typeof Reflect.get(value, key) === 'string';
}
