/** JSON with the keys of every object sorted and `undefined` left out: equal values give equal text. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (isPlainObject(item) ? sortedKeys(item) : item)) ?? 'null';
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedKeys(object: Record<string, unknown>): Record<string, unknown> {
  const sorted: [string, unknown][] = Object.keys(object)
    .sort()
    .map((key) => [key, object[key]]);
  return Object.fromEntries(sorted);
}
