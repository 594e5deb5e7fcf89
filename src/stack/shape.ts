// Plain values on their way to YAML or JSON.

export type Shape = { readonly [key: string]: unknown };

/** Without what is undefined. */
export function compact(shape: Shape): Shape {
  const kept: Record<string, unknown> = {};
  for (const key in shape) if (shape[key] !== undefined) kept[key] = shape[key];
  return kept;
}

/** Undefined in place of an empty list or map. */
export function orNothing<T extends object>(value: T): T | undefined {
  return (Array.isArray(value) ? value.length : Object.keys(value).length) > 0 ? value : undefined;
}

/** `true`, or undefined: flags that are off are not written. */
export function ifTrue(flag: boolean): true | undefined {
  return flag || undefined;
}

/** Bytes are printed as text. */
export function bytesText(bytes: number | undefined): string | undefined {
  return bytes === undefined ? undefined : String(bytes);
}

/** A file mode in octal: `0440`. */
export function modeText(mode: number): string {
  return `0${mode.toString(8)}`;
}

export function durationShape(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : durationText(milliseconds);
}

/** As Go prints durations: `1h0m0s`, `1m30s`, `1.5s`, `200ms`. */
export function durationText(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 0) return `-${durationText(-milliseconds)}`;
  if (milliseconds < 1)
    return milliseconds < 1e-3 ? `${Math.round(milliseconds * 1e6)}ns` : `${trim(milliseconds * 1e3)}µs`;
  if (milliseconds < 1000) return `${trim(milliseconds)}ms`;
  const hours = Math.floor(milliseconds / 36e5);
  const minutes = Math.floor((milliseconds % 36e5) / 6e4);
  const seconds = trim((milliseconds % 6e4) / 1000);
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

function trim(value: number): number {
  return Number(value.toFixed(6));
}

/** The shape of each value, by name, sorted. */
export function mapValues<T, S>(
  record: Readonly<Record<string, T>>,
  shapeOf: (value: T) => S,
): Readonly<Record<string, S>> {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, shapeOf(value)]));
}
