// Numbers and booleans as the text that Compose makes of them where a text is wanted.

/** `true`, `80`, `0.5`; large and small fractions as Go prints them: `1e+06`. */
export function formatScalar(value: string | number | bigint | boolean | null): string {
  if (value === null) return '';
  return typeof value === 'number' && !Number.isInteger(value) ? formatFloat(value) : String(value);
}

function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e6) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
