/** How long something took: `4ms`, `1.2s`, `2m03s`. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)}ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)}s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long ago, in the largest unit of which there are two, as container listings have it: `5 minutes ago`. */
export function formatAgo(thenMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - thenMs) / 1000));
  if (seconds < 1) return 'less than a second ago';
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(seconds / size);
    if (amount >= 2 || (amount === 1 && (unit === 'second' || unit === 'minute' || unit === 'hour'))) {
      return amount === 1 ? `${unit === 'hour' ? 'an' : 'a'} ${unit} ago` : `${amount} ${unit}s ago`;
    }
  }
  return 'less than a second ago';
}
