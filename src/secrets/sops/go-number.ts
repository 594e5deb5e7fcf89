// Numbers as Go spells them: what is not encrypted goes into the MAC in its spelling.

/** `strconv.FormatFloat(value, 'f', -1, 64)`: the shortest decimals that give the value back, without an exponent. */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [, sign = '', whole = '', decimals = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const digits = whole + decimals;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** What Go's YAML reads a plain scalar as, in the spelling of the MAC; undefined for a text, null for nothing. */
export function resolveGoScalar(source: string): string | null | undefined {
  if (/^(?:|~|null|Null|NULL)$/.test(source)) return null;
  if (/^(?:true|True|TRUE)$/.test(source)) return 'True';
  if (/^(?:false|False|FALSE)$/.test(source)) return 'False';
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(source)) return source.startsWith('-') ? '-Inf' : '+Inf';
  if (/^\.(?:nan|NaN|NAN)$/.test(source)) return 'NaN';
  const plain = source.replaceAll('_', '');
  const integer = parseGoInteger(plain);
  if (integer !== undefined) return integer.toString();
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain) ? formatGoFloat(Number(plain)) : undefined;
}

/** Whether Go's YAML reads it as a date or time, whose spelling would not be kept. */
export function isGoTime(source: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt ]\s*\d)/.test(source);
}

/** A leading zero means octal, as in C. */
function parseGoInteger(text: string): bigint | undefined {
  const [, sign = '', prefix = '', digits = ''] = /^([-+]?)(0[xXoObB]|0(?=\d))?([\da-fA-F]+)$/.exec(text) ?? [];
  const base = prefix === '0' ? '0o' : prefix.toLowerCase();
  const allowed = { '': /^\d+$/, '0o': /^[0-7]+$/, '0b': /^[01]+$/, '0x': /^[\da-f]+$/i }[base];
  if (digits === '' || !allowed?.test(digits)) return undefined;
  const value = BigInt(base + digits);
  return sign === '-' ? -value : value;
}
