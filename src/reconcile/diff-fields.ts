// Differences between two plain values, by path: `environment.LEVEL`, `ports[80/tcp].hostPort`.
import { isSameValue } from '../core/is-same-value.ts';
import type { Cause } from './plan.ts';
import { isSensitive } from './sensitive.ts';
import { compareText, ownValue } from './sorting.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What differs between two objects, sorted by path. Values that look like secrets are left out. */
export function diffFields(from: Fields, to: Fields, path = ''): Cause[] {
  return diffKeys([from, to], path, () => true);
}

/** The same without the fields that are compared in a way of their own. */
export function diffOtherFields(from: Fields, to: Fields, apart: ReadonlySet<string>): Cause[] {
  return diffKeys([from, to], '', (key) => !apart.has(key));
}

function diffKeys([from, to]: readonly [Fields, Fields], path: string, counts: (key: string) => boolean): Cause[] {
  const added = Object.keys(to).filter((key) => !Object.hasOwn(from, key));
  const different = [...Object.keys(from), ...added].filter(
    (key) => counts(key) && !isSameValue(ownValue(from, key), ownValue(to, key)),
  );
  return different
    .sort(compareText)
    .flatMap((key) => diffValues(ownValue(from, key), ownValue(to, key), path === '' ? key : `${path}.${key}`));
}

/** Elements matched by what identifies them; where only their order differs, that is told. */
export function diffElements<Element extends Fields>(
  from: readonly Element[],
  to: readonly Element[],
  options: { readonly path: string; readonly key: (element: Element) => string },
): Cause[] {
  if (isSameValue(from, to)) return [];
  const [before, after] = [keyed(from, options.key), keyed(to, options.key)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  const causes = keys.flatMap((key) => diffValues(before.get(key), after.get(key), `${options.path}[${key}]`));
  const reordered = causes.length === 0 && !isSameValue([...before.keys()], [...after.keys()]);
  return reordered ? [changed(options.path, [...before.keys()], [...after.keys()])] : causes;
}

function diffValues(from: unknown, to: unknown, path: string): Cause[] {
  if (isObject(from) && isObject(to)) return diffFields(from, to, path);
  return isSameValue(from, to) ? [] : [changed(path, from, to)];
}

function changed(field: string, from: unknown, to: unknown): Cause {
  if (isSensitive(field, from, to)) return { kind: 'content-changed', field };
  return { kind: 'changed', field, from: from ?? null, to: to ?? null };
}

/** A second element of the same key becomes `key#2`. */
function keyed<Element>(elements: readonly Element[], key: (element: Element) => string): Map<string, Element> {
  const byKey = new Map<string, Element>();
  for (const element of elements) {
    const base = key(element);
    let name = base;
    for (let count = 2; byKey.has(name); count++) name = `${base}#${count}`;
    byKey.set(name, element);
  }
  return byKey;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
