// What a plain scalar of YAML's core schema stands for.

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
  ...['true', 'True', 'TRUE'].map((word): [string, boolean] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, boolean] => [word, false]),
]);
/** How numbers begin, and the words above. */
const SPECIAL = '0123456789+-.~nNtTfF';
const WHOLE = /^[-+]?[0-9]+$/;
const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;
/** Octal and hexadecimal numbers, those with an exponent, infinity, and what is not a number. */
const RARE =
  /^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The value of a text of one line; undefined for numbers that are rarely written. */
export function plainValue(text: string): string | number | boolean | null | undefined {
  if (!SPECIAL.includes(text.charAt(0))) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (WHOLE.test(text)) return wholeNumber(text);
  if (DECIMAL.test(text)) return Number(text);
  return RARE.test(text) ? undefined : text;
}

/** Those with a leading zero are octal in every Compose file, and large ones keep their digits: both are rare. */
function wholeNumber(text: string): number | undefined {
  const value = Number(text);
  return /^[-+]?0[0-9]/.test(text) || !Number.isSafeInteger(value) ? undefined : value;
}
