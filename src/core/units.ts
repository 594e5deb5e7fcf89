// Durations and sizes as Compose and Docker write them.

const DURATION_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
  d: 864e5,
  w: 6048e5,
};
const SIZE_UNITS = 'bkmgtp';

/** Go's duration syntax with days and weeks (`1m30s`, `1.5h`, `2d`, `0`) in milliseconds, or undefined. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^([0-9]*\.?[0-9]+(ns|us|µs|ms|s|m|h|d|w))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9]*\.?[0-9]+)(ns|us|µs|ms|s|m|h|d|w)/g)) {
    total += Number(amount) * (DURATION_UNITS[unit ?? ''] ?? 0);
  }
  return total;
}

/** Milliseconds as the shortest of Go's duration syntax: `90000` is `1m30s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  let rest = milliseconds;
  let text = '';
  for (const [unit, size] of [
    ['h', 36e5],
    ['m', 6e4],
    ['s', 1e3],
    ['ms', 1],
  ] as const) {
    const amount = unit === 'ms' ? rest : Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return text;
}

/** Docker's size syntax in bytes, powers of 1024, any case, optional `b` or `ib` after the letter (`512m`, `1.5 GiB`), or undefined. */
export function parseSize(text: string): number | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?)\s*(?:([bkmgtp])(?:i?b)?)?$/i.exec(text);
  if (!match?.[1]) return undefined;
  const power = match[2] ? SIZE_UNITS.indexOf(match[2].toLowerCase()) : 0;
  return Math.floor(Number(match[1]) * 1024 ** power);
}

/** Bytes for people: `12.3MB`, powers of 1000 as Docker prints image sizes. */
export function formatSize(bytes: number): string {
  return formatAmount(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB']);
}

/** Bytes of memory for people: `12.3MiB`, powers of 1024 as Docker prints it. */
export function formatMemory(bytes: number): string {
  return formatAmount(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

function formatAmount(bytes: number, factor: number, [first = '', ...units]: readonly string[]): string {
  let amount = bytes;
  let unit = first;
  for (const next of units) {
    if (amount < factor) break;
    amount /= factor;
    unit = next;
  }
  return `${amount >= 100 || unit === first ? Math.round(amount) : Number(amount.toPrecision(3))}${unit}`;
}
