// A model as it may be shown: what looks like a secret is a digest, so that a change of it can be seen and nothing is told.
import { isSensitive } from './sensitive.ts';

const SHOWN_DIGITS = 8;

/** `digestOf` must be keyed. Keys stay; strings and lists of strings that look like secrets become `(hidden 1f0a9c2e)`. */
export function hideSecrets<Value>(value: Value, digestOf: (text: string) => string): Value {
  return hidden('', value, digestOf) as Value;
}

function hidden(key: string, value: unknown, digestOf: (text: string) => string): unknown {
  if (typeof value === 'string') return value !== '' && isSensitive(key, value) ? hiddenLabel(digestOf(value)) : value;
  if (Array.isArray(value)) {
    const isText = value.length > 0 && value.every((item) => typeof item === 'string');
    if (isText && isSensitive(key, value)) return [hiddenLabel(digestOf(JSON.stringify(value)))];
    return value.map((item) => hidden('', item, digestOf));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hidden(name, item, digestOf)]));
}

/** What stands in the place of a secret. */
export function hiddenLabel(digest: string): string {
  return `(hidden ${digest.replace(/^.*:/, '').slice(0, SHOWN_DIGITS)})`;
}
