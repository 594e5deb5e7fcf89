// Orders that do not depend on a locale or on how an object was put together.

/** By code units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** As people count: `web-2` before `web-10`; else by code units. */
export function compareNames(a: string, b: string): number {
  const [partsA, partsB] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  for (const [index, partA] of partsA.entries()) {
    const partB = partsB[index];
    if (partB === undefined) return 1;
    if (partA === partB) continue;
    const byNumber = index % 2 === 1 ? Number(partA) - Number(partB) : 0;
    return byNumber || compareText(partA, partB);
  }
  return partsA.length < partsB.length ? -1 : 0;
}

/** A sorted copy. */
export function sortedBy<Item>(items: Iterable<Item>, key: (item: Item) => string): Item[] {
  return [...items].sort((a, b) => compareNames(key(a), key(b)));
}

/** Sorted by code units, each once. */
export function sortedSet(items: Iterable<string>): string[] {
  return [...new Set(items)].sort(compareText);
}

/** The same entries, keys sorted. */
export function sortedRecord<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}

/** The record's own value: never one of Object's (`constructor` is a fine name for a service). */
export function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Items by key, in the order in which they came. */
export function groupBy<Item>(items: Iterable<Item>, key: (item: Item) => string): Map<string, Item[]> {
  return Map.groupBy(items, key);
}
