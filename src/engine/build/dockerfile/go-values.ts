// Values as Go's library reads them, which is what Dockerfiles are written against.

/** Go's `strconv.ParseBool`, or undefined. */
export function parseBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  return undefined;
}

/** A number below 2^32 in the given base, or undefined. */
export function parseUint32(text: string, base: 8 | 10): number | undefined {
  const digits = base === 8 ? /^[0-7]{1,12}$/ : /^[0-9]{1,11}$/;
  if (!digits.test(text)) return undefined;
  const value = Number.parseInt(text, base);
  return value < 2 ** 32 ? value : undefined;
}

/** One record of comma-separated values: fields in double quotes may hold commas, and quotes written twice. */
export function parseCsvRecord(text: string): readonly string[] | undefined {
  const fields: string[] = [];
  const expression = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  while (expression.lastIndex <= text.length) {
    const match = expression.exec(text);
    if (!match) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
  return undefined;
}
