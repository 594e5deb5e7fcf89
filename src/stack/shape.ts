// Plain values on their way to YAML or JSON.

export type Shape = { readonly [key: string]: unknown };

/** Without what is undefined. */
export function compact(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined));
}

/** Undefined in place of an empty list or map. */
export function orNothing<T extends object>(value: T): T | undefined {
  return (Array.isArray(value) ? value.length : Object.keys(value).length) > 0 ? value : undefined;
}

/** `true`, or undefined: flags that are off are not written. */
export function ifTrue(flag: boolean): true | undefined {
  return flag || undefined;
}
