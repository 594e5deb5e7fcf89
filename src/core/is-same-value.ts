/** Whether two plain values would be the same JSON, without making it; a member that is undefined is none. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && isSameList(a, b);
  return isSameObject(a as Members, b as Members);
}

type Members = Readonly<Record<string, unknown>>;

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => isSameValue(item, b[index]));
}

function isSameObject(a: Members, b: Members): boolean {
  const keys = Object.keys(a);
  const same = keys.every((key) => isSameValue(a[key], Object.hasOwn(b, key) ? b[key] : undefined));
  return same && Object.keys(b).every((key) => Object.hasOwn(a, key) || b[key] === undefined);
}
