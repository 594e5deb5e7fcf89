// Blanks as the language has them: Unicode's White_Space (which, unlike JavaScript's, has U+0085 and not U+FEFF).

const BLANK = /^\p{White_Space}$/u;
const LEADING = /^\p{White_Space}+/u;

export function isBlank(character: string): boolean {
  return BLANK.test(character);
}

export function trimStart(text: string): string {
  return text.replace(LEADING, '');
}

/** By hand: a regular expression anchored at the end takes quadratic time on long runs of blanks. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

export function trim(text: string): string {
  return trimEnd(trimStart(text));
}
